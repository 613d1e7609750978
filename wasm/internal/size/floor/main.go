//go:build js && wasm

// The least that a Go program on a page can be: one callback that does nothing.
package main

import "syscall/js"

func main() {
	js.Global().Call("addEventListener", "message", js.FuncOf(func(js.Value, []js.Value) any { return nil }))
	select {}
}
