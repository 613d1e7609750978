//go:build js && wasm

// The smallest page that reads a message with norunners/vert.
package main

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/size/internal/throughvert"
)

func main() {
	body := js.Global().Get("document").Get("body")
	throughvert.Listen(func(chatID string) { body.Set("textContent", "Somebody is with you: "+chatID) })
	select {}
}
