//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// earlyGlobal is the one global that early.js makes: an object with the function take.
const earlyGlobal = "ctliveEarly"

// What is known of this program's own window.
var (
	earlySettled    atomic.Bool  // early.js ran before a Listen, or it was reported that it did not
	windowListeners atomic.Int64 // how many listeners there are
)

// takeEarly queues what early.js has kept for the target, and reports what it could not keep.
func (l *Listener) takeEarly(o *Options) {
	isThere := !l.onEarly("getOwnPropertyDescriptor").IsUndefined() // an element with this id is no own property
	taken, ok := browser.Call(l.onEarly("get"), "take", l.filter.exports.Get("receiveEarly"), l.filter.allowed)
	if lost := browser.Read(taken, "lost"); lost.Type() == js.TypeNumber && lost.Int() > 0 {
		l.backlog.stats.Dropped = uint64(lost.Int())
		l.report(ctlive.ErrBacklogFull)
	}
	if !isWindow(l.target) {
		return
	}
	origins := browser.Text(browser.Read(taken, "missing"))
	if origins != "" {
		origins += `; add data-origins="` + origins + `" to its script tag`
	} else if ok && o.AnyOrigin {
		origins = "other origins than the page's own; name them in its attribute data-origins"
	}
	missing := ErrNoEarly
	if origins != "" {
		missing = &notKeptError{origins}
	} else if isThere {
		missing = nil
	}
	if missing != nil && !o.NoEarly && !earlySettled.Load() {
		l.report(missing)
	}
	if isThere || !o.NoEarly {
		earlySettled.Store(true)
	}
	l.holdEarly(1)
}

// onEarly calls a method of Reflect on the global of early.js, in the target. Its copies would be larger, and those of
// report.
//
//go:noinline
func (l *Listener) onEarly(method string) js.Value {
	result, _ := browser.Reflect(method, l.target, earlyGlobal)
	return result
}

//go:noinline
func (l *Listener) report(err error) { l.backlog.add(&arrival{err: err, report: true}) }

func isWindow(target js.Value) bool { return target.Equal(js.Global()) }

// notKeptError is an ErrNoEarly for some origins alone.
type notKeptError struct{ origins string }

func (e *notKeptError) Error() string {
	return "wasm: early.js kept no messages that came before Listen from " + e.origins
}

func (e *notKeptError) Unwrap() error { return ErrNoEarly }

// holdEarly is called when a listener begins (1) or ends (-1). While there is a listener on this program's
// window, the global of early.js is defined as undefined, so that a copy that is loaded late does nothing: it
// would keep what is being delivered, and hand it to the next listener once more.
func (l *Listener) holdEarly(change int64) {
	if !isWindow(l.target) {
		return
	}
	if windowListeners.Add(change) > 0 {
		l.target.Set(earlyGlobal, js.Undefined())
	} else {
		l.onEarly("deleteProperty")
	}
}
