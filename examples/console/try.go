//go:build js && wasm

package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
)

// connectTry connects the buttons that make something happen.
func connectTry() {
	dom.OnClick("run", func() { dom.Simulator("visit", 300) })
	dom.OnClick("show", func() { dom.Simulator("show") })
	dom.OnClick("forge", func() { act(forge) })
}

// forge asks the page of another origin to post an event that it has no business to post.
func forge() {
	envelope, err := ctlive.Encode(ctlive.ChatOnline{ChatID: "forged", Users: []string{"nobody"}})
	if err != nil {
		problems.add(err)
		return
	}
	request := js.Global().Get("Object").New()
	request.Set("forge", js.Global().Get("JSON").Call("parse", string(envelope)))
	dom.ByID("foreign").Get("contentWindow").Call("postMessage", request, "*")
}
