//go:build js && wasm

// The live console shows what happens on the page, as it happens: each message with its members and its origin, what each
// widget and each chat has come to, what was rejected and why, and the listener's counters. It saves what it has seen to a
// file, and replays such a file.
package main

import (
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/dom"
	"example.com/ctlive-go/wasm"
)

// tasks are run one after the other by main, so that nothing else needs a lock.
var tasks = make(chan func())

func main() {
	var d ctlive.Dispatcher
	d.OnMessage(func(m ctlive.Message) { tasks <- func() { live.add(m) } })
	d.OnError(func(err error) { tasks <- func() { renderError(err) } })
	listener, err := wasm.Listen(&d, nil)
	if err != nil {
		dom.SetText("state", err.Error())
		return
	}
	connectActions()
	connectRecordings()
	show(live)
	dom.Document.Get("documentElement").Get("dataset").Set("ctlive", "listening")
	for tick := time.Tick(200 * time.Millisecond); ; { // the handlers live as long as main does
		select {
		case task := <-tasks:
			task()
		case <-tick:
			renderCounters(listener.Stats())
			renderSession()
		}
	}
}

// origin is that of the page.
func origin() string { return js.Global().Get("origin").String() }
