//go:build js && wasm

// The program of the page that the collector's tests open in browsers: it listens to the window, and a beacon sends
// the events to the collector that the page's address names, which has another origin. See together_test.go.
package main

import (
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/beacon"
)

func main() {
	global := js.Global()
	query := global.Get("URLSearchParams").New(global.Get("location").Get("search"))
	var d ctlive.Dispatcher
	b, err := beacon.Attach(&d, query.Call("get", "collector").String()+"/events", &beacon.Options{
		Interval: 50 * time.Millisecond,
	})
	if err != nil {
		panic(err)
	}
	// When each event happened, in ns, over all pages of the visit.
	storage := global.Get("sessionStorage")
	d.OnMessage(func(m ctlive.Message) {
		times := storage.Call("getItem", "times")
		text := strconv.FormatInt(m.Time.UnixNano(), 10)
		if !times.IsNull() {
			text = times.String() + " " + text
		}
		storage.Call("setItem", "times", text)
	})
	if _, err := wasm.Listen(&d, &wasm.Options{NoEarly: true}); err != nil {
		panic(err)
	}
	global.Set("held", js.FuncOf(func(js.Value, []js.Value) any { return b.Stats().Held }))
	select {}
}
