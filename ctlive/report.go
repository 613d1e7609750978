package ctlive

import "runtime"

// OnError registers a handler for what went wrong: [*DecodeError], [*OriginError], [*PanicError], [ErrBacklogFull], and
// what the program itself reports. It runs on the goroutine that calls [Dispatcher.Report]. A panic of the handler is
// not reported again. OnError panics if d or handler is nil; stop may be called any number of times, from anywhere.
func (d *Dispatcher) OnError(handler func(error)) (stop func()) {
	return d.registerForErrors(handler, false)
}

// Fallback registers a handler that runs only while there is no OnError handler. In all else it is as
// [Dispatcher.OnError].
func (d *Dispatcher) Fallback(handler func(error)) (stop func()) {
	return d.registerForErrors(handler, true)
}

// registerForErrors adds a handler to the OnError handlers, or to the fallbacks, in place of those that have stopped.
func (d *Dispatcher) registerForErrors(handler func(error), fallback bool) (stop func()) {
	d.mustExist()
	mustHandle(handler != nil)
	h := &errorHandler{handle: handler}
	all := &d.errorHandlers
	if fallback {
		all = &d.fallbacks
	}
	d.mu.Lock()
	running := make([]*errorHandler, len(*all)+1)
	n := 0
	for _, other := range *all {
		if !other.stopped.Load() {
			running[n] = other
			n++
		}
	}
	running[n] = h
	*all = running[:n+1]
	d.mu.Unlock()
	return func() { h.stopped.Store(true) }
}

// Report passes err to the OnError handlers, or to the Fallback handlers if there is none, in the order of
// registration. A nil err is ignored. Report panics if d is nil.
func (d *Dispatcher) Report(err error) {
	d.mustExist()
	if err == nil {
		return
	}
	d.mu.Lock()
	lists := [...][]*errorHandler{d.errorHandlers, d.fallbacks}
	d.mu.Unlock()
	for _, list := range lists {
		ran := false // all of a list may have stopped meanwhile
		for _, h := range list {
			if !h.stopped.Load() {
				ran = true
				h.run(err)
			}
		}
		if ran {
			return
		}
	}
}

// run swallows a panic: to report it could panic again, without end.
func (h *errorHandler) run(err error) {
	defer ignorePanic()
	h.handle(err)
}

// reportPanic reports a panic, with the stack of this goroutine. runtime/debug.Stack does that too, but would link fmt.
func (d *Dispatcher) reportPanic(value any, event Event) {
	for size := 4 << 10; ; size *= 2 {
		stack := make([]byte, size)
		if n := runtime.Stack(stack, false); n < size {
			d.Report(&PanicError{Event: event, Value: value, Stack: stack[:n]})
			return
		}
	}
}
