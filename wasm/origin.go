//go:build js && wasm

package wasm

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// ownOrigin returns the origin of a page or worker, "null" if it is opaque. Only the global origin knows of a
// sandbox, but a script may replace it (var origin = "Milano"), which can't be done to location. early.js finds
// it in the same way.
func ownOrigin(global js.Value) string {
	own := browser.Text(browser.Read(global, "origin"))
	if own == "null" {
		return own
	}
	if fixed := browser.Text(browser.Read(browser.Read(global, "location"), "origin")); !isOpaque(fixed) {
		return fixed
	}
	return originOf(own) // a page without an address of its own, such as about:blank
}

// originOf returns the origin of a URL, "" if the text is none.
func originOf(url string) string {
	address, _ := browser.Reflect("construct", js.Global().Get("URL"), []any{url})
	return browser.Text(browser.Read(address, "origin"))
}

// isOpaque reports whether an origin is one that no entry of Options.Origins can name.
func isOpaque(origin string) bool { return origin == "" || origin == "null" }
