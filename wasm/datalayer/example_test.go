//go:build js && wasm

package datalayer_test

import (
	_ "embed"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/datalayer"
)

// A page that asks its visitors first.
func ExampleAttach() {
	var d ctlive.Dispatcher
	agreed := false
	layer := datalayer.Attach(&d, &datalayer.Options{Consent: func() bool { return agreed }})
	if _, err := wasm.Listen(&d, nil); err != nil {
		panic(err)
	}
	onAccept := js.FuncOf(func(js.Value, []js.Value) any {
		agreed = true
		layer.Flush()
		return nil
	})
	onDecline := js.FuncOf(func(js.Value, []js.Value) any { layer.Stop(); return nil })
	js.Global().Call("addEventListener", "your-tool-accepted", onAccept)
	js.Global().Call("addEventListener", "your-tool-declined", onDecline)
}

// Without consent, since the page pushes nothing but the count of chats that an agent joined.
func ExampleOptions() {
	var d ctlive.Dispatcher
	datalayer.Attach(&d, &datalayer.Options{
		Members: []string{},
		Name: func(t ctlive.EventType) string {
			if t != ctlive.TypeChatOnline {
				return ""
			}
			return datalayer.EventName(t)
		},
	})
}
