//go:build js && wasm

// The application with this library, which also decides when the widget is shown.
package main

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/engagement"
	"example.com/ctlive-go/wasm/internal/size/internal/clock"
)

func main() {
	say := clock.Start()
	var d ctlive.Dispatcher
	ctlive.On(&d, func(e ctlive.ChatOnline) { say("Somebody is with you: " + e.ChatID) })
	if _, err := wasm.Listen(&d, nil); err != nil {
		say(err.Error())
	}
	if err := engagement.Decide(true); err != nil {
		say(err.Error())
	}
	select {}
}
