//go:build js && wasm

// The program of the pages on which the start of a listener is tested: it notes on the page what it receives. See
// wasm/early/startup_test.go.
package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func main() {
	global := js.Global()
	received := global.Get("Array").New()
	global.Set("received", received)
	post := func() {
		if p := global.Get("post"); p.Type() == js.TypeFunction {
			p.Invoke()
		}
	}
	var d ctlive.Dispatcher
	ctlive.On(&d, func(e ctlive.ChatStarted) { received.Call("push", e.ChatID) })
	d.OnError(func(err error) { global.Set("failed", err.Error()) })
	post() // in the task in which Listen is called, before and after
	_, err := wasm.Listen(&d, nil)
	if err != nil {
		global.Set("failed", err.Error())
		return
	}
	post()
	select {}
}
