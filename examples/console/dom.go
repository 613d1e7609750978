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

// on calls handle for each event of a target. The page lives as long as the program: nothing is released.
func on(target js.Value, event string, handle func(event js.Value)) {
	target.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		handle(args[0])
		return nil
	}))
}

// onClick runs f on a goroutine of its own, so that it may block.
func onClick(id string, f func()) {
	on(byID(id), "click", func(js.Value) { go f() })
}
