//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"
)

// liveFuncs counts the js.Funcs that are not released yet: syscall/js has no such count, and tests need one.
var liveFuncs atomic.Int64

// funcs makes JavaScript functions, and releases all of them together.
type funcs []js.Func

// add makes a function that runs f. A panic of f is swallowed: it would end the program.
func (all *funcs) add(f func(args []js.Value)) js.Value {
	fn := js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() { _ = recover() }()
		f(args)
		return nil
	})
	liveFuncs.Add(1)
	*all = append(*all, fn)
	return fn.Value
}

func (all *funcs) release() {
	for _, fn := range *all {
		fn.Release()
	}
	liveFuncs.Add(-int64(len(*all)))
	*all = nil
}
