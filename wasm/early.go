//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// earlyGlobal is the one global that early.js makes.
const earlyGlobal = "ctliveEarly"

// takeEarly queues what early.js has kept on the target: early.js hands it to the filter, message by message.
func (l *Listener) takeEarly(target js.Value) {
	early, _ := read(target, earlyGlobal)
	l.takingEarly = true
	result, _ := call(early, "take", l.filter.Get("receive")) // not there without early.js, or where another was first
	l.takingEarly = false
	if lost := number(result); lost > 0 {
		l.stats.Dropped = uint64(lost)
		l.enqueue(&arrival{err: ctlive.ErrBacklogFull, notice: true})
	}
}

// windowListeners counts the listeners on this program's own window.
var windowListeners atomic.Int64

// holdEarly keeps an early.js that is loaded late from starting while a listener is there: it would keep what is being
// delivered, and hand it to the next listener once more. Its sign is the global, there and undefined.
func holdEarly(target js.Value) (release func()) {
	if !target.Equal(js.Global()) {
		return func() {}
	}
	windowListeners.Add(1)
	js.Global().Set(earlyGlobal, js.Undefined())
	return func() {
		if windowListeners.Add(-1) == 0 {
			js.Global().Delete(earlyGlobal)
		}
	}
}
