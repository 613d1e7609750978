package ctlive

import "runtime"

// OnError registers a handler for what went wrong: *DecodeError, *OriginError, *PanicError, ErrBacklogFull, and what the
// program itself reports. It runs on the goroutine that calls Report. A panic in it is swallowed. OnError panics if
// handler is nil; stop may be called any number of times, from anywhere.
func (d *Dispatcher) OnError(handler func(error)) (stop func()) {
	mustBe(handler != nil, "the handler is nil, want a function")
	return d.registerForErrors(&registration{onError: handler}, &d.errorHandlers)
}

// Fallback registers a handler that runs only while there is no OnError handler. In all else it is as OnError.
func (d *Dispatcher) Fallback(handler func(error)) (stop func()) {
	mustBe(handler != nil, "the handler is nil, want a function")
	return d.registerForErrors(&registration{onError: handler}, &d.fallbacks)
}

// FallbackText is Fallback for a handler that needs no more than the text of an error: package wasm writes to the console
// with it. Of several registered so, the first runs. A program that learns of errors in no other way does not link
// what formats the time in a *PanicError, which is 17 KB of a page's download.
func (d *Dispatcher) FallbackText(handler func(text string)) (stop func()) {
	mustBe(handler != nil, "the handler is nil, want a function")
	return d.register(&registration{onErrorText: handler}, &d.fallbacks)
}

// registerForErrors is for handlers that see errors, not only their text.
func (d *Dispatcher) registerForErrors(r *registration, among *registrations) (stop func()) {
	d.mu.Lock()
	d.newPanicError = newPanicError
	d.mu.Unlock()
	return d.register(r, among)
}

func newPanicError(m Message, value any, stack []byte) error {
	return &PanicError{Message: m, Value: value, Stack: stack}
}

// Report passes err to the OnError handlers, or to the Fallback handlers if there is none, in the order of registration.
// A nil err is ignored.
func (d *Dispatcher) Report(err error) {
	if err != nil {
		d.audience().report(err)
	}
}

func (d *Dispatcher) reportPanic(value any, m *Message) {
	if value == nil { // the goroutine is just ending
		return
	}
	a := d.audience()
	if a.newPanicError == nil {
		a.report(errorText(panicErrorText(m.Event, value)))
		return
	}
	a.report(a.newPanicError(*m, value, stack()))
}

// audience is who hears of an error.
type audience struct {
	handlers, fallbacks []*registration
	newPanicError       func(Message, any, []byte) error // nil where nobody sees more than a text
}

func (d *Dispatcher) audience() audience {
	d.mu.Lock()
	a := audience{d.errorHandlers.list, d.fallbacks.list, d.newPanicError}
	d.mu.Unlock()
	return a
}

func (a audience) report(err error) {
	if !runAll(a.handlers, err) {
		runAll(a.fallbacks, err)
	}
}

// errorText is an error without more than its text.
type errorText string

func (e errorText) Error() string { return string(e) }

// runAll reports whether a handler has run: all may have been stopped meanwhile.
func runAll(handlers []*registration, err error) (ran bool) {
	written := false // as text
	for _, r := range handlers {
		isText := r.onErrorText != nil
		if !r.stopped.Load() && !(isText && written) {
			ran, written = true, written || isText
			r.handle(err)
		}
	}
	return ran
}

// handle swallows a panic: there is nobody left to report it to.
func (r *registration) handle(err error) {
	defer func() { _ = recover() }()
	if r.onError != nil {
		r.onError(err)
	} else {
		r.onErrorText(err.Error())
	}
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
