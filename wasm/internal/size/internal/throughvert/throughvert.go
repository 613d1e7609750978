//go:build js && wasm

// Package throughvert is the listener that one would write with norunners/vert, for one type of event.
package throughvert

import (
	"syscall/js"

	"github.com/norunners/vert"
)

// Listen calls onChat with the chatID of each ChatOnline that the page's own origin posts.
func Listen(onChat func(chatID string)) {
	own := js.Global().Get("location").Get("origin").String()
	js.Global().Call("addEventListener", "message", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("origin").String() != own {
			return nil
		}
		var envelope struct {
			Name   string `js:"name"`
			Type   string `js:"type"`
			Object struct {
				ChatID string `js:"chatID"`
			} `js:"object"`
		}
		if err := vert.ValueOf(args[0].Get("data")).AssignTo(&envelope); err != nil || envelope.Name != "CTLiveEvent" {
			return nil
		}
		if envelope.Type == "ChatOnline" {
			onChat(envelope.Object.ChatID)
		}
		return nil
	}))
}
