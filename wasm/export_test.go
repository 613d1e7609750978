//go:build js && wasm

package wasm

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// LiveFuncs is the number of js.Funcs that are not released yet.
func LiveFuncs() int64 { return browser.LiveFuncs() }

// ForgetEarly makes the page as new: early.js has not run, and nothing was reported of it.
func ForgetEarly() { earlySettled.Store(false) }

// OwnOrigin is what Listen takes for a page's own origin.
func OwnOrigin(window js.Value) string { return ownOrigin(window) }
