//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"
)

// liveFuncs counts the js.Funcs that are not released yet: syscall/js has no such count, and tests need one.
var liveFuncs atomic.Int64

// newFunc makes a JavaScript function. A panic in it ends nothing.
func newFunc(f func(args []js.Value)) (fn js.Func, release func()) {
	fn = js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() { _ = recover() }()
		f(args)
		return nil
	})
	liveFuncs.Add(1)
	return fn, func() {
		fn.Release()
		liveFuncs.Add(-1)
	}
}
