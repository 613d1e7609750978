//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// lockAnswer is what the browser says of a Web Lock.
type lockAnswer int

const (
	lockMissing lockAnswer = iota // there are no locks, as on a page without https
	lockTaken                     // another page has it, or this one
	lockFree                      // it was free, and is ours for now
)

// lock asks for a Web Lock if it is free, and lets then run with the answer, as a step. The lock is held until release
// is called, or the page is gone.
func (b *Beacon) lock(name string, then func(answer lockAnswer, release js.Value)) {
	var funcs browser.Funcs
	answer := lockMissing
	granted := funcs.AddResult(func(args []js.Value) any {
		var promise, release js.Value
		answer = lockTaken
		if !args[0].IsNull() {
			answer = lockFree
			promise, release = newPromise()
		}
		b.do(func() { then(answer, release) })
		return promise
	})
	ended := funcs.Add(func([]js.Value) {
		funcs.Release()
		if answer == lockMissing {
			b.do(func() { then(lockMissing, js.Undefined()) })
		}
	})
	locks := browser.Read(browser.Read(window, "navigator"), "locks")
	request, _ := browser.Call(locks, "request", name, bare("ifAvailable", true), granted)
	if _, ok := browser.Call(request, "then", ended, ended); !ok {
		browser.Invoke(ended)
	}
}

// newPromise returns a promise, and the function that resolves it.
func newPromise() (promise, resolve js.Value) {
	var funcs browser.Funcs
	defer funcs.Release()
	promise, _ = construct("Promise", funcs.Add(func(args []js.Value) { resolve = args[0] }))
	return promise, resolve
}
