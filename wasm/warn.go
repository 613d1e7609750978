//go:build js && wasm

package wasm

import (
	"slices"
	"sync"
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// warners are the listeners whose errors may go to the console, in the order of Listen.
var (
	warnersMu sync.Mutex
	warners   []*Listener
)

// beginWarnings lets the errors of the listener's Dispatcher go to the console, until endWarnings is called.
func (l *Listener) beginWarnings() {
	warnersMu.Lock()
	warners = append(warners, l)
	warnersMu.Unlock()
	l.stopWarnings = l.dispatcher.Fallback(l.warn)
}

// endWarnings may be called any number of times.
func (l *Listener) endWarnings() {
	l.stopWarnings()
	warnersMu.Lock()
	if i := slices.Index(warners, l); i >= 0 {
		copy(warners[i:], warners[i+1:])
		last := len(warners) - 1
		warners[last] = nil
		warners = warners[:last]
	}
	warnersMu.Unlock()
}

// warn writes to the console, of which a page may have made anything. Of several listeners that have one
// Dispatcher, the first does so, so that each error is written once.
func (l *Listener) warn(err error) {
	warnersMu.Lock()
	first := l
	for _, other := range warners {
		if other.dispatcher == l.dispatcher {
			first = other
			break
		}
	}
	warnersMu.Unlock()
	if first == l {
		browser.Call(browser.Read(js.Global(), "console"), "warn", err.Error())
	}
}
