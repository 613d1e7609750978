//go:build js && wasm

package engagement

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// Decide lets the widget be shown, where show is true. The first true counts: it resolves the
// promise that window.ctliveEngagement() returns, for as long as the page is there. With false the
// widget goes on waiting, and after a true, false changes nothing.
//
// It returns ErrNoScript if engagement.js has not run on this page. Without a browser it returns
// wasm.ErrNoBrowser. It is safe for concurrent use, and may be called from a callback of
// JavaScript.
func Decide(show bool) error {
	promise, ok := browser.Call(js.Global(), "ctliveEngagement", show)
	if !ok || promise.IsUndefined() { // an unknown function, which returns nothing, is not that of engagement.js
		return ErrNoScript
	}
	return nil
}
