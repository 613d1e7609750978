//go:build js && wasm

// The live console shows what happens on the page, as it happens: each message with its members and its origin, what was
// rejected and why, and the listener's counters.
package main

import (
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func main() {
	var d ctlive.Dispatcher
	d.OnMessage(renderMessage)
	d.OnError(renderError)
	listener, err := wasm.Listen(&d, nil)
	if err != nil {
		setText("state", err.Error())
		return
	}
	connectActions()
	setText("state", "Listening to "+js.Global().Get("origin").String())
	document.Get("documentElement").Get("dataset").Set("ctlive", "listening")
	for { // the handlers live as long as main does
		renderCounters(listener.Stats())
		time.Sleep(200 * time.Millisecond)
	}
}
