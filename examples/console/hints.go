//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm"
)

// hintAfter is how long the page waits for a message before it says what may keep it from coming.
const hintAfter = 10 * time.Second

// hints says what may be the reason when nothing comes.
type hints struct {
	source *source
	shown  []string
}

func (h *hints) render(stats wasm.Stats, running time.Duration) {
	var texts []string
	switch seen := h.source.live.Types(); {
	case running < hintAfter:
	case stats.Delivered == 0:
		texts = append([]string{fmt.Sprintf("Nothing has come for %.0f seconds.", hintAfter.Seconds())}, reasons(stats)...)
	case slices.Contains(seen, ctlive.TypeLoaded) && !slices.Contains(seen, ctlive.TypeWidgetShown):
		texts = []string{
			"The SDK is loaded, and no widget has been shown since: the rules of its service hold it back. It may " +
				"wait for a time, for a click or the mouse on some element, for an agent who is free, or for a " +
				"function of this page " +
				"(documented).",
		}
	}
	if slices.Equal(texts, h.shown) {
		return
	}
	h.shown = texts
	element := dom.ByID("hints")
	element.Call("replaceChildren")
	if len(texts) == 0 {
		return
	}
	items := dom.New("ul")
	for _, text := range texts {
		items.Call("append", dom.New("li", text))
	}
	dom.Append(element, []any{dom.New("h3", "Why is nothing happening?"), items})
}

// reasons looks at the page for what keeps messages from coming.
func reasons(stats wasm.Stats) []string {
	sdk := dom.Document.Call("querySelector", `script[src*="livechatsdk.js"]`)
	early := dom.Document.Call("querySelector", `script[src$="early.js"]`)
	texts := append([]string{sdkText(sdk)}, frameTexts()...)
	switch {
	case early.IsNull():
		texts = append(texts, "There is no script early.js on the page: what the SDK posted before this program ran "+
			"is lost. "+
			"Put it before the SDK's script.")
	case !sdk.IsNull() && sdk.Call("compareDocumentPosition", early).Int()&following != 0:
		texts = append(texts, "The script early.js stands after the SDK's: what the SDK posted before is lost. Put it "+
			"before.")
	}
	switch {
	case stats.Rejected > 0:
		texts = append(texts, fmt.Sprintf("%d messages came from origins that may not post; "+
			"the problem names the line of Go that allows them.", stats.Rejected))
	case stats.Malformed > 0:
		texts = append(texts, fmt.Sprintf("%d messages came that could not be read; see the problems.", stats.Malformed))
	default:
		texts = append(texts, "No message was refused or malformed either: none of CTLive's has reached this window. "+
			"A widget in a frame may post to the frame's own window.")
	}
	return texts
}

// frameTexts says what has become of the SDK's hidden frame, without which it shows nothing and posts nothing (seen).
func frameTexts() []string {
	frame := dom.Document.Call("querySelector", `iframe[src*="liveChatConnector"]`)
	if frame.IsNull() {
		return nil
	}
	address := frame.Get("src").String()
	entries := js.Global().Get("performance").Call("getEntriesByName", address)
	if entries.Length() > 0 && entries.Index(0).Get("decodedBodySize").Int() > 0 {
		return nil // of one from elsewhere the size is 0
	}
	return []string{"The browser does not say whether the SDK's frame " + address + " came: frame-src in the page's " +
		"Content-Security-Policy may block it. Without it the SDK shows no widget and posts nothing (seen)."}
}

// following is Node.DOCUMENT_POSITION_FOLLOWING.
const following = 4

// sdkText says what has become of the vendor's script. A browser says little of scripts from elsewhere.
func sdkText(script js.Value) string {
	if script.IsNull() {
		return "There is no script livechatsdk.js on the page."
	}
	address := script.Get("src").String()
	entries := js.Global().Get("performance").Call("getEntriesByName", address)
	if entries.Length() == 0 {
		return "The script " + address + " has not been loaded yet."
	}
	entry := entries.Index(0)
	status, size := entry.Get("responseStatus"), entry.Get("decodedBodySize").Int()
	switch {
	case status.Type() == js.TypeNumber && status.Int() >= 400:
		return fmt.Sprintf("The script %s could not be loaded: the server answered %d.", address, status.Int())
	case size > 0:
		return "The script " + address + " has been loaded. Perhaps no service of the tenant matches this page's address: " +
			"then it posts nothing (inferred)."
	}
	return "The browser does not say whether the script " + address + " came: a Content-Security-Policy, an extension, " +
		"a firewall or a wrong address may block it. Look at the developer tools."
}
