//go:build js && wasm

// The same application, with this library.
package main

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/internal/size/internal/clock"
)

func main() {
	say := clock.Start()
	var d ctlive.Dispatcher
	ctlive.On(&d, func(ctlive.WidgetShown) { say("You can reach us through the button below.") })
	ctlive.On(&d, func(ctlive.ChatStarted) { say("We are looking for somebody for you.") })
	ctlive.On(&d, func(ctlive.ChatOnline) { say("Somebody is with you.") })
	ctlive.On(&d, func(ctlive.ChatFinished) { say("The chat is over.") })
	d.OnError(func(err error) { say(err.Error()) })
	if _, err := wasm.Listen(&d, nil); err != nil {
		say(err.Error())
	}
	select {}
}
