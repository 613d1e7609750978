//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"
)

// liveFuncs counts the js.Funcs that are not released yet: syscall/js has no such count, and tests need one.
var liveFuncs atomic.Int64

func newFunc(f func(this js.Value, args []js.Value) any) (fn js.Func, release func()) {
	fn = js.FuncOf(f)
	liveFuncs.Add(1)
	return fn, func() {
		fn.Release()
		liveFuncs.Add(-1)
	}
}
