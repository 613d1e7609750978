//go:build js && wasm

package wasm

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// Listener delivers messages until it is closed. Its methods are safe for concurrent use, from handlers too.
type Listener struct {
	dispatcher *ctlive.Dispatcher
	target     js.Value
	filter     messageFilter
	backlog    backlog
	warns      bool // its errors may go to the console; see useConsole
}

// Listen attaches a listener to the window, or to Options.Target, and returns it. Nil options are the defaults. What
// early.js has kept is delivered first, to the first listener on the window.
//
// Errors of messages go to the OnError handlers of d: [*ctlive.DecodeError], [*ctlive.OriginError] for each of
// the first 16 origins refused, [ctlive.ErrBacklogFull], [*ctlive.PanicError], [ErrHandlerThrew], [ErrNoEarly].
// Without an OnError handler they go to console.warn.
//
// Listen returns an error if d is nil, if an option is wrong, if there is no window and no Target, if the page's own
// origin is opaque and the options name no other, or if the browser can't compile the filter.
func Listen(d *ctlive.Dispatcher, opts *Options) (*Listener, error) {
	if d == nil {
		return nil, errDispatcher
	}
	var options Options
	if opts != nil {
		options = *opts
	}
	if err := options.complete(); err != nil {
		return nil, err
	}
	l := &Listener{
		dispatcher: d, target: options.Target,
		backlog: backlog{limit: options.Backlog, idle: true, added: make(chan struct{}, 1)},
	}
	// On a page whose scripts have replaced what the browser has, init and attach can fail after functions of Go were
	// made. These stay: to release them here would add 3 KB, brotli, to each page that never closes a listener (make
	// size).
	if err := l.filter.init(l, &options); err != nil {
		return nil, err
	}
	if !l.attach("addEventListener") {
		return nil, errTarget
	}
	l.useConsole(true)
	l.takeEarly(&options)
	l.deliver(0)
	l.resumeLater()
	return l, nil
}

// attach calls addEventListener or removeEventListener of the target.
func (l *Listener) attach(method string) (ok bool) {
	_, ok = browser.Call(l.target, method, "message", l.filter.exports.Get("receive"))
	return ok
}

// resumeLater delivers what is queued once the scripts that run now have returned.
func (l *Listener) resumeLater() { l.filter.exports.Call("resumeLater") }

// Close ends the listener: no message is dispatched after it returns. One in progress finishes with all its handlers,
// and Close does not wait for it; what is queued is dropped. Close may be called any number of times, from anywhere,
// and always returns nil. Close, and then Listen in the same stretch of code without blocking, misses no new message.
func (l *Listener) Close() error {
	browser.Call(l.filter.exports, "check")
	closes, isDelivering := l.backlog.close()
	if !closes {
		return nil
	}
	l.attach("removeEventListener")
	l.filter.exports.Call("close")
	l.filter.funcs.Release()
	l.holdEarly(-1)
	if !isDelivering {
		l.useConsole(false)
	}
	return nil
}

// Stats returns what the listener has counted, also after Close.
func (l *Listener) Stats() Stats {
	rejected := l.filter.exports.Call("rejected").Float()
	l.backlog.mu.Lock()
	stats := l.backlog.stats
	l.backlog.mu.Unlock()
	stats.Rejected = uint64(rejected)
	return stats
}

// deliver starts the goroutine of a turn. The goroutine runs the handlers for each message, or the error handlers if
// the message can't be read, until the listener is closed or the goroutine is given up.
func (l *Listener) deliver(turn int) {
	go func() {
		finished := false
		defer func() {
			if !finished { // a handler ended the goroutine with runtime.Goexit
				l.deliver(turn)
			}
		}()
		goroutine := goroutineName()
		for {
			a, closed := l.backlog.take(turn, goroutine)
			if a == nil {
				finished = true
				if closed { // and not merely given up
					l.useConsole(false)
				}
				return
			}
			if a.err != nil {
				l.dispatcher.Report(a.err)
			} else {
				l.dispatcher.Dispatch(a.Message)
			}
		}
	}()
}

// decode decodes Raw. The filter has checked the name of the JavaScript value. An array with a property called name
// passes there, and its JSON is no envelope.
func (a *arrival) decode() (ctlive.Event, error) {
	event, err := ctlive.Decode(a.Raw)
	if err == ctlive.ErrNotCTLive {
		err = &ctlive.DecodeError{Member: "data", Reason: "is no plain object, want { name, type, object }", Raw: a.Raw}
	}
	return event, err
}
