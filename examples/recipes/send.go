//go:build js && wasm

package recipes

import (
	"errors"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// Send posts the envelope of every event to a server with the page's own fetch. The browser finishes a request with
// keepalive even when the page is left. What can't be sent is reported to d.
func Send(d *ctlive.Dispatcher, address string) (stop func()) {
	// Never released: a request may be under way when stop is called.
	failed := js.FuncOf(func(_ js.Value, args []js.Value) any {
		d.Report(errors.New("send: " + args[0].Get("message").String()))
		return nil
	})
	return d.OnMessage(func(m ctlive.Message) {
		js.Global().Call("fetch", address, map[string]any{
			"method":    "POST",
			"body":      string(m.Raw),
			"keepalive": true,
			"headers":   map[string]any{"Content-Type": "application/json"},
		}).Call("catch", failed)
	})
}
