//go:build js && wasm

package main

import "example.com/ctlive-go/examples/dom"

// maxErrors is how many errors stay in the dom.Document.
const maxErrors = 100

func renderError(err error) {
	dom.ByID("errors-empty").Set("hidden", true)
	list := dom.ByID("errors")
	list.Call("append", dom.New("li", err.Error()))
	if list.Get("childElementCount").Int() > maxErrors {
		list.Get("firstElementChild").Call("remove")
	}
}
