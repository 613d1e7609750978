//go:build js && wasm

package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// connectActions connects the buttons of the page.
func connectActions() {
	onClick("visit", func() { simulator("visit", 300) })
	onClick("show", func() { simulator("show") })
	onClick("forge", forge)
}

// simulator calls the stand-in for the vendor's SDK, which is loaded asynchronously: it may not be there yet.
func simulator(method string, args ...any) {
	if s := js.Global().Get("ctliveSimulator"); s.Type() == js.TypeObject {
		s.Call(method, args...)
	}
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
	byID("foreign").Get("contentWindow").Call("postMessage", request, "*")
}
