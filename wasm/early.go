//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// earlyGlobal is the one global that early.js makes.
const earlyGlobal = "ctliveEarly"

// takeEarly queues what early.js has kept on the target, the content under the same checks as that of any message. The
// names were checked by early.js.
func (l *Listener) takeEarly(target js.Value) {
	b := l.browser
	early, _ := b.get(target, earlyGlobal)
	taken, ok := b.method(early, "take")
	if !ok {
		return // no early.js, or another listener was first
	}
	kept, _ := b.get(taken, "kept")
	for i := range int(b.lengthOf(kept)) {
		message, _ := b.get(kept, i)
		if a := l.admit(message); a != nil {
			a.Early = true
			json, _ := b.get(message, "text")
			long, _ := b.get(message, "long")
			l.accept(a, json, long.Equal(js.ValueOf(true)))
		}
	}
	value, _ := b.get(taken, "lost")
	if lost, _ := number(value); lost > 0 {
		l.mu.Lock()
		l.stats.Dropped += uint64(lost)
		l.mu.Unlock()
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
