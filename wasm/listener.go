//go:build js && wasm

package wasm

import (
	"sync"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// Listener delivers messages until it is closed. Its methods are safe for concurrent use, from handlers too.
type Listener struct {
	dispatcher *ctlive.Dispatcher
	filter     js.Value // what the filter exports: receive, the event listener, and rejected, its count of refused messages
	backlog    int
	maxBytes   int
	timeOrigin float64 // when the page's clock started, in milliseconds since 1970; 0 if there is no such clock

	detach      func() // what Close undoes
	endWarnings func() // runs when the last message is done with, which may be after Close
	takingEarly bool   // what arrives is what early.js has kept

	mu         sync.Mutex // never held across a call into JavaScript, nor while a handler runs
	closed     bool
	delivering bool // a goroutine is running that delivers what is in the queue
	queue      queue
	held       int  // messages in the queue that count against the backlog
	dropping   bool // the latest message was dropped, the backlog was full
	full       bool // ErrBacklogFull is to be reported next
	stats      Stats
}

// Stats counts messages since Listen.
type Stats struct {
	Delivered uint64 // dispatched to the handlers, the early ones too
	Early     uint64 // delivered with Message.Early set
	Rejected  uint64 // refused for their origin
	Malformed uint64 // reported as *ctlive.DecodeError
	Dropped   uint64 // past the backlog, over what early.js keeps, or still queued when Close was called
}

// Listen attaches a listener to the window, or to Options.Target, and returns it. Nil options are the defaults. What
// early.js has kept is delivered first, to the first listener on the window.
//
// Errors of messages go to the OnError handlers of d: *ctlive.DecodeError, *ctlive.OriginError for each of the first 16
// origins refused, ctlive.ErrBacklogFull, *ctlive.PanicError. Without an OnError handler they go to console.warn.
//
// Listen returns an error if d is nil, if an option is wrong, if there is no window and no Target, if the page's own
// origin is opaque and the options name no other, or if the browser can't compile the filter and there is no
// Options.Fallback.
func Listen(d *ctlive.Dispatcher, opts *Options) (*Listener, error) {
	if d == nil {
		return nil, errorText("the Dispatcher is nil, want one such as new(ctlive.Dispatcher)")
	}
	var options Options
	if opts != nil {
		options = *opts
	}
	if err := options.complete(); err != nil {
		return nil, err
	}
	l := &Listener{
		dispatcher: d,
		backlog:    options.Backlog,
		maxBytes:   options.MaxBytes,
		delivering: true, // not before Listen has returned
	}
	l.timeOrigin = browser.Number(browser.Read(browser.Read(js.Global(), "performance"), "timeOrigin"))
	receive, release, ok := l.makeFilter(options.Origins)
	if !ok {
		if options.Fallback == nil {
			return nil, errorText("this browser can't compile the filter, want Options.Fallback or WebAssembly exceptions: Chrome 96, Firefox 100, Safari 15.4 or later")
		}
		receive, release = options.Fallback(l, options.Origins)
	}
	if _, ok := browser.Call(options.Target, "addEventListener", "message", receive); !ok {
		release()
		return nil, errorText("Options.Target has no addEventListener that can be called, want an EventTarget such as a window of this origin or a BroadcastChannel")
	}
	l.endWarnings = d.FallbackText(warn)
	l.takeEarly(options.Target, receive)
	holdEarly(options.Target, 1)
	l.detach = func() {
		browser.Call(options.Target, "removeEventListener", "message", receive)
		release()
		holdEarly(options.Target, -1)
	}
	go l.deliverAll()
	return l, nil
}

// Close ends the listener: no message is dispatched after it returns. One in progress finishes with all its handlers,
// and Close does not wait for it; what is queued is dropped. Close may be called any number of times, from anywhere,
// and always returns nil. Close, and then Listen in the same stretch of code without blocking, misses no new message.
func (l *Listener) Close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	l.stats.Dropped += l.queue.messages()
	l.queue = queue{}
	inProgress := l.delivering
	l.mu.Unlock()
	l.detach()
	if !inProgress {
		l.endWarnings()
	}
	return nil
}

// Stats returns what the listener has counted, also after Close.
func (l *Listener) Stats() Stats {
	rejected := browser.Number(browser.Read(browser.Read(l.filter, "rejected"), "value")) // 0 without filter
	l.mu.Lock()
	defer l.mu.Unlock()
	stats := l.stats
	stats.Rejected += uint64(rejected)
	return stats
}

func warn(text string) { js.Global().Get("console").Call("warn", text) }
