//go:build js && wasm

// A page whose own JavaScript gets the events, checked, and those that it has missed: as CustomEvents.
package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/beacons"
	"example.com/ctlive-go/wasm"
)

var d ctlive.Dispatcher

// forward sends every event to an EventTarget, first those that have been there already. A ChatOnline becomes a
// CustomEvent "ctlive:ChatOnline", whose detail has the members of the vendor's documentation.
func forward(target js.Value) {
	ctlive.On(&d, func(e ctlive.Event) {
		envelope, err := wasm.ValueOf(e)
		if err != nil {
			d.Report(err)
			return
		}
		init := js.ValueOf(map[string]any{"detail": envelope.Get("object")})
		target.Call("dispatchEvent", js.Global().Get("CustomEvent").New("ctlive:"+string(e.EventType()), init))
	}, ctlive.Replay())
}

func main() {
	forward(js.Global())
	// A script that comes later, and wants what it has missed, dispatches this with a target of its own as the detail.
	js.Global().Call("addEventListener", "ctlive-subscribe", js.FuncOf(func(_ js.Value, args []js.Value) any {
		forward(args[0].Get("detail"))
		return nil
	}))
	if _, err := beacons.Attach(&d, nil); err != nil {
		d.Report(err)
	}
	if _, err := wasm.Listen(&d, nil); err != nil {
		d.Report(err)
	}
	select {} // the handlers live as long as main does
}
