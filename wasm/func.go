//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"
)

// liveFuncs counts the js.Funcs that are not released yet: syscall/js has no such count, and tests need one.
var liveFuncs atomic.Int64

// newFunc makes a JavaScript function of up to three arguments; a missing one is undefined. A panic in it ends nothing.
func newFunc(f func(a, b, c js.Value)) (fn js.Func, release func()) {
	return newRawFunc(func(args []js.Value) any {
		var three [3]js.Value
		copy(three[:], args)
		guard(func() { f(three[0], three[1], three[2]) })
		return nil
	})
}

// newReplacer makes a replacer for JSON.stringify that replaces nothing. When goOn returns false, the writing ends with
// an exception: Go can't throw one, but the replacement can be a BigInt, on which JSON.stringify throws.
func newReplacer(goOn func(name, value js.Value) bool) (fn js.Func, release func()) {
	endWriting := js.Global().Get("BigInt").Invoke(0)
	return newRawFunc(func(args []js.Value) any {
		if !goOn(args[0], args[1]) {
			return endWriting
		}
		return args[1]
	})
}

func newRawFunc(f func(args []js.Value) any) (fn js.Func, release func()) {
	fn = js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) })
	liveFuncs.Add(1)
	return fn, func() {
		fn.Release()
		liveFuncs.Add(-1)
	}
}
