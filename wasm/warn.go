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
	next       *console
}

var (
	consolesMu sync.Mutex
	consoles   *console // the first one
)

// useConsole lets the errors of the listener's Dispatcher go to the console, or no longer, as far as this listener is
// concerned. It may be called with the same value again.
func (l *Listener) useConsole(warns bool) {
	consolesMu.Lock()
	if l.warns != warns {
		l.warns = warns
		at := &consoles
		for *at != nil && (*at).dispatcher != l.dispatcher {
			at = &(*at).next
		}
		switch c := *at; {
		case c == nil:
			*at = &console{dispatcher: l.dispatcher, listeners: 1, stop: l.dispatcher.Fallback(warn)}
		case warns:
			c.listeners++
		default:
			if c.listeners--; c.listeners == 0 {
				c.stop()
				*at = c.next
			}
		}
	}
	consolesMu.Unlock()
}

// warn writes to the console, of which a page may have made anything.
func warn(err error) { browser.Call(browser.Read(js.Global(), "console"), "warn", err.Error()) }
