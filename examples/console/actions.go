//go:build js && wasm

package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/dom"
)

// connectActions connects the buttons of the page.
func connectActions() {
	onClick("visit", func() { dom.Simulator("visit", 300) })
	onClick("show", func() { dom.Simulator("show") })
	onClick("forge", forge)
}

// onClick runs f on a goroutine of its own, so that it may block.
func onClick(id string, f func()) {
	dom.OnClick(id, func() { go f() })
}

// forge asks the page of another origin to post an event that it has no business to post.
func forge() {
	envelope, err := ctlive.Encode(ctlive.ChatOnline{ChatID: "forged", Users: []string{"nobody"}})
	if err != nil {
		tasks <- func() { renderError(err) }
		return
	}
	request := js.Global().Get("Object").New()
	request.Set("forge", js.Global().Get("JSON").Call("parse", string(envelope)))
	dom.ByID("foreign").Get("contentWindow").Call("postMessage", request, "*")
}
