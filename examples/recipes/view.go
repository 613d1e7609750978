//go:build js && wasm

package recipes

import (
	"context"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// ShowChat shows on a view of a single-page application which chat is active. ctx ends when the view is left.
func ShowChat(ctx context.Context, d *ctlive.Dispatcher, view js.Value) {
	context.AfterFunc(ctx, ctlive.On(d, func(e ctlive.ChatOnline) {
		view.Set("textContent", "Active: chat "+e.ChatID)
	}, ctlive.Replay()))
}
