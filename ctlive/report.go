package ctlive

import "runtime"

// OnError registers a handler for what went wrong: *DecodeError, *OriginError, *PanicError, ErrBacklogFull, and what the
// program itself reports. It runs on the goroutine that calls Report. A panic in it is swallowed. OnError panics if
// handler is nil; stop may be called any number of times, from anywhere.
func (d *Dispatcher) OnError(handler func(error)) (stop func()) {
	mustBe(handler != nil, "the handler is nil, want a function")
	return d.register(&registration{onError: handler}, &d.errorHandlers)
}

// Fallback registers a handler that runs only while there is no OnError handler: package wasm writes to the console
// with it. In all else it is as OnError.
func (d *Dispatcher) Fallback(handler func(error)) (stop func()) {
	mustBe(handler != nil, "the handler is nil, want a function")
	return d.register(&registration{onError: handler}, &d.fallbacks)
}

// Report passes err to the OnError handlers, or to the Fallback handlers if there is none, in the order of registration.
// A nil err is ignored.
func (d *Dispatcher) Report(err error) {
	if err == nil {
		return
	}
	d.mu.Lock()
	handlers, fallbacks := d.errorHandlers.list, d.fallbacks.list
	d.mu.Unlock()
	if !runAll(handlers, err) {
		runAll(fallbacks, err)
	}
}

// runAll reports whether a handler has run: all may have been stopped meanwhile.
func runAll(handlers []*registration, err error) (ran bool) {
	for _, h := range handlers {
		if !h.stopped.Load() {
			ran = true
			h.handle(err)
		}
	}
	return ran
}

// handle swallows a panic: there is nobody left to report it to.
func (r *registration) handle(err error) {
	defer func() { _ = recover() }()
	r.onError(err)
}

// stack returns the stack of this goroutine, as runtime/debug.Stack does, which would link fmt.
func stack() []byte {
	for size := 4 << 10; ; size *= 2 {
		text := make([]byte, size)
		if n := runtime.Stack(text, false); n < size {
			return text[:n]
		}
	}
}
