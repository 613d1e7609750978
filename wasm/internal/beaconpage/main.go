//go:build js && wasm

// The program of the page on which package beacon is tested: it attaches a beacon as the address says, and lets the
// test dispatch events. See wasm/beacon/page_test.go.
package main

import (
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/beacon"
)

func main() {
	global := js.Global()
	query := global.Get("URLSearchParams").New(global.Get("location").Get("search"))
	text := func(name string) string {
		value := query.Call("get", name)
		if value.IsNull() {
			return ""
		}
		return value.String()
	}
	number := func(name string) int {
		n, _ := strconv.Atoi(text(name))
		return n
	}
	var d ctlive.Dispatcher
	errors := global.Get("Array").New()
	d.OnError(func(err error) { errors.Call("push", err.Error()) })
	page := global.Get("Object").New()
	page.Set("consent", text("consent") != "no")
	options := &beacon.Options{
		Members:  []string{"chatID"},
		Consent:  func() bool { return page.Get("consent").Bool() },
		Visit:    text("visit"),
		Interval: time.Duration(max(number("interval"), 50)) * time.Millisecond,
		Batch:    number("batch"),
		Held:     number("held"),
	}
	if token := text("token"); token != "" {
		options.Headers = map[string]string{"X-Token": token}
	}
	url := "/events"
	if collector := text("collector"); collector != "" {
		url = collector + url
	}
	var b *beacon.Beacon
	attach := func() {
		var err error
		if b, err = beacon.Attach(&d, url, options); err != nil {
			errors.Call("push", err.Error())
		}
	}
	attach()
	function := func(name string, f func(args []js.Value) any) {
		page.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
	}
	function("dispatch", func(args []js.Value) any { // a label, and how many events
		for i := range args[1].Int() {
			d.Dispatch(
				ctlive.Message{Event: ctlive.ChatStarted{ChatID: args[0].String() + "." + strconv.Itoa(i)}, Time: time.Now()},
			)
		}
		return nil
	})
	function("flush", func([]js.Value) any { b.Flush(); return nil })
	function("stop", func([]js.Value) any { b.Stop(); return nil })
	function("forget", func([]js.Value) any { b.Forget(); return nil })
	function("attach", func([]js.Value) any { attach(); return nil })
	function("stats", func([]js.Value) any {
		s := b.Stats()
		return map[string]any{"Sent": s.Sent, "Held": s.Held, "Dropped": s.Dropped, "Refused": s.Refused}
	})
	page.Set("errors", errors)
	global.Set("page", page)
	select {}
}
