//go:build js && wasm

package main

// maxErrors is how many errors stay in the document.
const maxErrors = 100

func renderError(err error) {
	byID("errors-empty").Set("hidden", true)
	list := byID("errors")
	list.Call("append", element("li", err.Error()))
	if list.Get("childElementCount").Int() > maxErrors {
		list.Get("firstElementChild").Call("remove")
	}
}
