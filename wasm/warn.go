//go:build js && wasm

package wasm

import (
	"sync"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// warnings is a Fallback that writes to the console. The listeners of one Dispatcher share it, so that each error is
// written once.
type warnings struct {
	listeners int
	stop      func()
}

var (
	warningsMu sync.Mutex
	warningsOf = map[*ctlive.Dispatcher]*warnings{}
)

// beginWarnings writes the errors of d to the console, until each listener that called it has called end. end may be
// called any number of times.
func beginWarnings(d *ctlive.Dispatcher) (end func()) {
	warningsMu.Lock()
	defer warningsMu.Unlock()
	w := warningsOf[d]
	if w == nil {
		w = &warnings{stop: d.Fallback(warn)}
		warningsOf[d] = w
	}
	w.listeners++
	return sync.OnceFunc(func() {
		warningsMu.Lock()
		defer warningsMu.Unlock()
		if w.listeners--; w.listeners == 0 {
			delete(warningsOf, d)
			w.stop()
		}
	})
}

// warn writes to the console, of which a page may have made anything.
func warn(err error) { browser.Call(browser.Read(js.Global(), "console"), "warn", err.Error()) }
