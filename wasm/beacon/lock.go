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
	answered := funcs.AddResult(func(args []js.Value) any { // with a Lock or null, or with an error
		funcs.Release()
		answer := lockMissing
		var promise, release js.Value
		if args[0].IsNull() {
			answer = lockTaken
		} else if browser.Text(browser.Read(args[0], "mode")) != "" {
			answer = lockFree
			promise, release = newPromise()
		}
		b.do(func() { then(answer, release) })
		return promise
	})
	options := bare()
	options.Set("ifAvailable", true)
	locks := browser.Read(browser.Read(window, "navigator"), "locks")
	request, _ := browser.Call(locks, "request", name, options, answered)
	if _, ok := browser.Call(request, "catch", answered); !ok {
		browser.Invoke(answered, js.Undefined())
	}
}

// newPromise returns a promise, and the function that resolves it.
func newPromise() (promise, resolve js.Value) {
	var funcs browser.Funcs
	promise, _ = construct("Promise", funcs.Add(func(args []js.Value) { resolve = args[0] }))
	funcs.Release()
	return promise, resolve
}
