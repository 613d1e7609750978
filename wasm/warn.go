//go:build js && wasm

package wasm

import (
	"sync"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// console is a Dispatcher whose errors go to the console where it has no OnError handler.
type console struct {
	dispatcher *ctlive.Dispatcher
	listeners  int    // of the Dispatcher: together they write each error once
	stop       func() // ends the Fallback
}

var (
	consolesMu sync.Mutex
	consoles   []*console
)

// useConsole lets the errors of the listener's Dispatcher go to the console, or no longer, as far as this listener is
// concerned. It may be called with the same value again.
func (l *Listener) useConsole(warns bool) {
	consolesMu.Lock()
	defer consolesMu.Unlock()
	if l.warns == warns {
		return
	}
	l.warns = warns
	for i, c := range consoles {
		if c.dispatcher != l.dispatcher {
			continue
		}
		if warns {
			c.listeners++
		} else if c.listeners--; c.listeners == 0 {
			c.stop()
			last := len(consoles) - 1
			consoles[i], consoles[last] = consoles[last], nil
			consoles = consoles[:last]
		}
		return
	}
	consoles = append(consoles, &console{l.dispatcher, 1, l.dispatcher.Fallback(warn)})
}

// warn writes to the console, of which a page may have made anything.
func warn(err error) { browser.Call(browser.Read(js.Global(), "console"), "warn", err.Error()) }
