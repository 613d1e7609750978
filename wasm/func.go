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
	fn = js.FuncOf(func(_ js.Value, args []js.Value) any {
		var three [3]js.Value
		copy(three[:], args)
		guard(func() { f(three[0], three[1], three[2]) })
		return nil
	})
	liveFuncs.Add(1)
	return fn, func() {
		fn.Release()
		liveFuncs.Add(-1)
	}
}
