//go:build js && wasm

package wasm

import (
	"sync/atomic"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// earlyGlobal is the one global that early.js makes: an object with the functions keeps and take.
const earlyGlobal = "ctliveEarly"

// What is known of this program's own window.
var (
	earlyRan        atomic.Bool  // early.js ran before a Listen
	noEarlyReported atomic.Bool  // ErrNoEarly comes once
	windowListeners atomic.Int64 // how many listeners there are
)

// takeEarly queues what early.js has kept for the target, and reports what it could not keep.
func (l *Listener) takeEarly(o *Options) {
	early := browser.Read(o.Target, earlyGlobal)
	isThere := hasEarly(o.Target)
	lost, taken := browser.Call(early, "take", l.filter.export("receiveEarly"))
	if count := browser.Number(lost); count > 0 {
		l.backlog.stats.Dropped = uint64(count)
		l.report(ctlive.ErrBacklogFull)
	}
	if !isWindow(o.Target) {
		return
	}
	if isThere {
		earlyRan.Store(true)
	}
	var missing error
	if !earlyRan.Load() {
		missing = ErrNoEarly
	} else if taken {
		missing = notKept(o, early)
	}
	if missing != nil && !o.NoEarly && !noEarlyReported.Swap(true) {
		l.report(missing)
	}
	holdEarly(o.Target, 1)
}

//go:noinline
func (l *Listener) report(err error) { l.backlog.add(&arrival{err: err, report: true}) }

func isWindow(target js.Value) bool { return target.Equal(js.Global()) }

// hasEarly reports whether early.js has run in a window. An element with the id ctliveEarly is no own property.
func hasEarly(target js.Value) bool {
	property, _ := browser.Call(js.Global().Get("Reflect"), "getOwnPropertyDescriptor", target, earlyGlobal)
	return !property.IsUndefined()
}

// notKept returns an error if a listener accepts messages of origins that early.js kept none of.
func notKept(o *Options, early js.Value) error {
	if o.AnyOrigin {
		return &notKeptError{"other origins than the page's own; name them in its attribute data-origins"}
	}
	for _, origin := range o.Origins {
		if kept, _ := browser.Call(early, "keeps", origin); !kept.Equal(js.ValueOf(true)) {
			return &notKeptError{origin + `; add data-origins="` + origin + `" to its script tag`}
		}
	}
	return nil
}

// notKeptError is an ErrNoEarly for some origins alone.
type notKeptError struct{ origins string }

func (e *notKeptError) Error() string {
	return "wasm: early.js kept no messages that came before Listen from " + e.origins
}

func (e *notKeptError) Unwrap() error { return ErrNoEarly }

// holdEarly is called when a listener begins (1) or ends (-1). While there is a listener on this program's
// window, the global of early.js is defined as undefined, so that a copy that is loaded late does nothing: it
// would keep what is being delivered, and hand it to the next listener once more.
func holdEarly(target js.Value, change int64) {
	if !isWindow(target) {
		return
	}
	if windowListeners.Add(change) > 0 {
		target.Set(earlyGlobal, js.Undefined())
	} else {
		browser.Call(js.Global().Get("Reflect"), "deleteProperty", target, earlyGlobal)
	}
}
