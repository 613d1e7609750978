//go:build js && wasm

// The same application, with a listener that one would write with encoding/json.
package main

import (
	"encoding/json"
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/size/internal/clock"
)

func main() {
	say := clock.Start()
	own := js.Global().Get("location").Get("origin").String()
	stringify := js.Global().Get("JSON").Get("stringify")
	js.Global().Call("addEventListener", "message", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("origin").String() != own {
			return nil
		}
		var envelope struct {
			Name, Type string
			Object     json.RawMessage
		}
		text := stringify.Invoke(args[0].Get("data"))
		if text.Type() != js.TypeString {
			return nil
		}
		if err := json.Unmarshal([]byte(text.String()), &envelope); err != nil || envelope.Name != "CTLiveEvent" {
			return nil
		}
		if envelope.Type == "ChatOnline" {
			var chat struct{ ChatID string }
			if err := json.Unmarshal(envelope.Object, &chat); err != nil {
				say(err.Error())
				return nil
			}
			say("Somebody is with you: " + chat.ChatID)
		}
		return nil
	}))
	select {}
}
