//go:build js && wasm

package browser

import (
	"sync/atomic"
	"syscall/js"
)

// liveFuncs counts the js.Funcs that are not released yet: syscall/js has no such count, and tests need one.
var liveFuncs atomic.Int64

// LiveFuncs returns how many functions of all Funcs are not released yet.
func LiveFuncs() int64 { return liveFuncs.Load() }

// Funcs makes JavaScript functions, and releases all of them together.
type Funcs []js.Func

// Add makes a function that runs f. A panic of f is swallowed: it would end the program.
func (all *Funcs) Add(f func(args []js.Value)) js.Value {
	return all.keep(js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer IgnorePanic()
		f(args)
		return nil
	}))
}

// AddResult is Add for a function that returns something to JavaScript.
func (all *Funcs) AddResult(f func(args []js.Value) any) js.Value {
	return all.keep(js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer IgnorePanic()
		return f(args)
	}))
}

func (all *Funcs) keep(fn js.Func) js.Value {
	liveFuncs.Add(1)
	*all = append(*all, fn)
	return fn.Value
}

// Release releases the functions. One of them may call it.
func (all *Funcs) Release() {
	for _, fn := range *all {
		fn.Release()
	}
	liveFuncs.Add(-int64(len(*all)))
	*all = nil
}
