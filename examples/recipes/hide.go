//go:build js && wasm

package recipes

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// HideDuringChat hides an element, such as a phone number, while a chat is active.
func HideDuringChat(d *ctlive.Dispatcher, element js.Value) (stop func()) {
	return ctlive.On(d, func(e ctlive.Event) {
		switch e.(type) {
		case ctlive.ChatOnline:
			element.Set("hidden", true)
		case ctlive.ChatFinished:
			element.Set("hidden", false)
		}
	}, ctlive.Replay())
}
