//go:build js && wasm

// An application without a listener.
package main

import "example.com/ctlive-go/wasm/internal/size/internal/clock"

func main() {
	clock.Start()("")
	select {}
}
