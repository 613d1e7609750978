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
		if warns {
			countConsole(l.dispatcher, 1)
		} else {
			countConsole(l.dispatcher, -1)
		}
	}
	consolesMu.Unlock()
}

// countConsole changes how many listeners of a Dispatcher use the console. The lock must be held.
func countConsole(d *ctlive.Dispatcher, change int) {
	for at := &consoles; *at != nil; at = &(*at).next {
		if c := *at; c.dispatcher == d {
			if c.listeners += change; c.listeners == 0 {
				c.stop()
				*at = c.next
			}
			return
		}
	}
	consoles = &console{d, change, d.Fallback(warn), consoles}
}

// warn writes to the console, of which a page may have made anything.
func warn(err error) { browser.Call(browser.Read(js.Global(), "console"), "warn", err.Error()) }
