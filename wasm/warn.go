//go:build js && wasm

package wasm

import (
	"slices"
	"sync"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// consoles are those of the dispatchers that are listening, so that two listeners which share a dispatcher write an error
// once.
var (
	consolesLock sync.Mutex
	consoles     []*console
)

// console is the Fallback of a dispatcher.
type console struct {
	dispatcher *ctlive.Dispatcher
	listeners  int
	stop       func()
}

// warnOnConsole writes the errors of d to console.warn while d has no OnError handler.
func warnOnConsole(d *ctlive.Dispatcher) (release func()) {
	consolesLock.Lock()
	defer consolesLock.Unlock()
	i := slices.IndexFunc(consoles, func(c *console) bool { return c.dispatcher == d })
	if i < 0 {
		i = len(consoles)
		consoles = append(consoles, &console{dispatcher: d, stop: d.Fallback(warn)})
	}
	c := consoles[i]
	c.listeners++
	return func() {
		consolesLock.Lock()
		defer consolesLock.Unlock()
		if c.listeners--; c.listeners == 0 {
			c.stop()
			consoles = slices.DeleteFunc(consoles, func(other *console) bool { return other == c })
		}
	}
}

func warn(err error) {
	js.Global().Get("console").Call("warn", err.Error())
}
