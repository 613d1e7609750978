//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// lockAnswer is what the browser says of a Web Lock.
type lockAnswer int

const (
	lockFree    lockAnswer = iota // it was free, and is ours for now
	lockTaken                     // another page has it, or this one
	lockMissing                   // there are no locks, as on a page without https
)

// lock asks for a Web Lock if it is free, and calls then with the answer. The lock is held if then says so, until
// release is called or the page is gone.
func (b *Beacon) lock(name string, then func(answer lockAnswer, release func()) (hold bool)) {
	var funcs browser.Funcs
	answered := false
	granted := funcs.AddResult(func(args []js.Value) any {
		answered = true
		if args[0].IsNull() {
			then(lockTaken, nil)
			return nil
		}
		promise, resolve := newPromise()
		if !then(lockFree, func() { browser.Invoke(resolve) }) {
			return nil
		}
		return promise
	})
	ended := funcs.Add(func([]js.Value) {
		funcs.Release()
		if !answered {
			then(lockMissing, nil)
		}
	})
	locks := browser.Read(browser.Read(js.Global(), "navigator"), "locks")
	request, ok := browser.Call(locks, "request", name, bare("ifAvailable", true), granted)
	if ok {
		_, ok = browser.Call(request, "then", ended, ended)
	}
	if !ok {
		funcs.Release()
		then(lockMissing, nil)
	}
}

// newPromise returns a promise, and the function that resolves it.
func newPromise() (promise, resolve js.Value) {
	var funcs browser.Funcs
	defer funcs.Release()
	promise, _ = construct("Promise", funcs.Add(func(args []js.Value) { resolve = args[0] }))
	return promise, resolve
}

// bare makes an object of names and values. It has no prototype, so that nothing that a page has put on
// Object.prototype gets at it.
func bare(members ...any) js.Value {
	object, _ := browser.Call(browser.Read(js.Global(), "Object"), "create", nil)
	for i := 0; i < len(members); i += 2 {
		browser.Call(browser.Read(js.Global(), "Reflect"), "set", object, members[i], members[i+1])
	}
	return object
}
