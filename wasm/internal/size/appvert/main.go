//go:build js && wasm

// The same application, with a listener that one would write with norunners/vert.
package main

import (
	"example.com/ctlive-go/wasm/internal/size/internal/clock"
	"example.com/ctlive-go/wasm/internal/size/internal/throughvert"
)

func main() {
	say := clock.Start()
	throughvert.Listen(func(chatID string) { say("Somebody is with you: " + chatID) })
	select {}
}
