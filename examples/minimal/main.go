//go:build js && wasm

// The smallest page: it says whether an agent is there, for as long as the chat lasts.
package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func main() {
	status := js.Global().Get("document").Call("getElementById", "status")
	say := func(text string) { status.Set("textContent", text) }

	var d ctlive.Dispatcher
	ctlive.On(&d, func(ctlive.WidgetShown) { say("You can reach us through the button below.") })
	ctlive.On(&d, func(ctlive.ChatStarted) { say("We are looking for somebody for you.") })
	ctlive.On(&d, func(ctlive.ChatOnline) { say("Somebody is with you.") })
	ctlive.On(&d, func(ctlive.ChatFinished) { say("The chat is over.") })

	if _, err := wasm.Listen(&d, nil); err != nil {
		say(err.Error())
	}
	select {} // the handlers live as long as main does
}
