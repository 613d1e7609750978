//go:build js && wasm

package main

import "syscall/js"

var document = js.Global().Get("document")

func byID(id string) js.Value { return document.Call("getElementById", id) }

func setText(id, text string) { byID(id).Set("textContent", text) }

// element makes an element around children, which are js.Values or strings.
func element(tag string, children ...any) js.Value {
	e := document.Call("createElement", tag)
	e.Call("append", children...)
	return e
}

func withClass(e js.Value, class string) js.Value {
	e.Set("className", class)
	return e
}

// onClick runs f on a goroutine of its own, so that it may block. The page lives as long as the program: nothing is
// released.
func onClick(id string, f func()) {
	byID(id).Call("addEventListener", "click", js.FuncOf(func(js.Value, []js.Value) any {
		go f()
		return nil
	}))
}
