//go:build js && wasm

package wasm

import (
	"sync"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// consoles holds the Fallback of each dispatcher that is listening, so that two listeners which share a dispatcher
// write an error once.
var consoles = struct {
	mu           sync.Mutex
	byDispatcher map[*ctlive.Dispatcher]*console
}{byDispatcher: map[*ctlive.Dispatcher]*console{}}

type console struct {
	listeners int
	stop      func()
}

// warnOnConsole writes the errors of d to console.warn while d has no OnError handler.
func warnOnConsole(d *ctlive.Dispatcher) (release func()) {
	consoles.mu.Lock()
	defer consoles.mu.Unlock()
	c := consoles.byDispatcher[d]
	if c == nil {
		c = &console{stop: d.Fallback(warn)}
		consoles.byDispatcher[d] = c
	}
	c.listeners++
	return func() {
		consoles.mu.Lock()
		defer consoles.mu.Unlock()
		if c.listeners--; c.listeners == 0 {
			c.stop()
			delete(consoles.byDispatcher, d)
		}
	}
}

func warn(err error) {
	js.Global().Get("console").Call("warn", err.Error())
}
