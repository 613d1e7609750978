//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// earlyGlobal is the one global that early.js makes.
const earlyGlobal = "ctliveEarly"

// takeEarly queues what early.js has kept on the target: early.js calls receive for each message.
func (l *Listener) takeEarly(target, receive js.Value) {
	l.takingEarly = true
	result, _ := browser.Call(browser.Read(target, earlyGlobal), "take", receive) // not there without early.js, or where another was first
	l.takingEarly = false
	if lost := browser.Number(result); lost > 0 {
		l.stats.Dropped = uint64(lost)
		l.enqueue(&arrival{err: ctlive.ErrBacklogFull, notice: true})
	}
}

// windowListeners counts the listeners on this program's own window. While there is one, an early.js that is loaded late
// must not start: it would keep what is being delivered, and hand it to the next listener once more. Its sign is the
// global, there and undefined.
var windowListeners atomic.Int64

// holdEarly is called when a listener begins (1) or ends (-1).
func holdEarly(target js.Value, change int64) {
	if !target.Equal(js.Global()) {
		return
	}
	if windowListeners.Add(change) > 0 {
		target.Set(earlyGlobal, js.Undefined())
	} else {
		browser.Call(js.Global().Get("Reflect"), "deleteProperty", target, earlyGlobal)
	}
}
