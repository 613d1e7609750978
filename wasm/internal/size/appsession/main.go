//go:build js && wasm

// The same application as appctlive, which also keeps its session over the pages of a visit.
package main

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/internal/size/internal/clock"
	"example.com/ctlive-go/wasm/sessionstore"
)

func main() {
	say := clock.Start()
	var d ctlive.Dispatcher
	var tracker session.Tracker
	ctlive.On(&d, func(e ctlive.ChatOnline) { say("Somebody is with you: " + e.ChatID) })
	if _, err := sessionstore.Attach(&d, &tracker, nil); err != nil {
		say(err.Error())
	}
	if _, err := wasm.Listen(&d, nil); err != nil {
		say(err.Error())
	}
	select {}
}
