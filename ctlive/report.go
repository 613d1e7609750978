package ctlive

import (
	"runtime"
	"slices"
	"sync/atomic"
)

type errorHandler struct {
	handle  func(error)
	stopped atomic.Bool
}

// OnError registers a handler for what went wrong: *DecodeError, *OriginError, *PanicError, ErrBacklogFull, and what the
// program itself reports. It runs on the goroutine that calls Report. A panic in it is swallowed. OnError panics if
// handler is nil; stop may be called any number of times, from anywhere.
func (d *Dispatcher) OnError(handler func(error)) (stop func()) {
	return d.registerErrorHandler(&d.errorHandlers, "OnError", handler)
}

// Fallback registers a handler that runs only while there is no OnError handler: package wasm writes to the console
// with it. In all else it is as OnError.
func (d *Dispatcher) Fallback(handler func(error)) (stop func()) {
	return d.registerErrorHandler(&d.fallbacks, "Fallback", handler)
}

func (d *Dispatcher) registerErrorHandler(list *[]*errorHandler, function string, handler func(error)) (stop func()) {
	if handler == nil {
		panic("ctlive: " + function + ": the handler is nil, want a function")
	}
	h := &errorHandler{handle: handler}
	d.mu.Lock()
	defer d.mu.Unlock()
	*list = append(*list, h)
	return func() {
		h.stopped.Store(true)
		d.mu.Lock()
		defer d.mu.Unlock()
		if i := slices.Index(*list, h); i >= 0 {
			*list = slices.Delete(slices.Clone(*list), i, i+1)
		}
	}
}

// Report passes err to the OnError handlers, or to the Fallback handlers if there is none, in the order of registration.
// A nil err is ignored.
func (d *Dispatcher) Report(err error) {
	if err == nil {
		return
	}
	d.mu.Lock()
	handlers, fallbacks := d.errorHandlers, d.fallbacks
	d.mu.Unlock()
	if !runAll(handlers, err) {
		runAll(fallbacks, err)
	}
}

// runAll reports whether a handler has run: all may have been stopped meanwhile.
func runAll(handlers []*errorHandler, err error) (ran bool) {
	for _, h := range handlers {
		if !h.stopped.Load() {
			ran = true
			h.run(err)
		}
	}
	return ran
}

// run swallows a panic: there is nobody left to report it to.
func (h *errorHandler) run(err error) {
	defer func() { _ = recover() }()
	h.handle(err)
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
