//go:build js && wasm

// The same application as appctlive, with a beacon.
package main

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/beacon"
	"example.com/ctlive-go/wasm/internal/size/internal/clock"
)

func main() {
	say := clock.Start()
	var d ctlive.Dispatcher
	ctlive.On(&d, func(e ctlive.ChatOnline) { say("Somebody is with you: " + e.ChatID) })
	if _, err := beacon.Attach(&d, "/events", nil); err != nil {
		say(err.Error())
	}
	if _, err := wasm.Listen(&d, nil); err != nil {
		say(err.Error())
	}
	select {}
}
