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
	decide := browser.Read(js.Global(), "ctliveEngagement")
	promise := browser.Invoke(decide, show) // undefined if decide is no function
	if !isPromise(promise) {
		return ErrNoScript
	}
	return nil
}

// isPromise reports whether a value of the page's can be what engagement.js returns.
func isPromise(v js.Value) (ok bool) {
	defer func() { _ = recover() }() // Type panics on a BigInt (golang/go#72050)
	return v.Type() == js.TypeObject
}
