package ctlive

import (
	"slices"
	"sync"
)

// Dispatcher hands messages to the handlers registered with it. The zero value is ready. It is safe for concurrent use,
// from handlers too, and must not be copied after its first use.
//
// Handlers run on the goroutine that calls Dispatch, in the order of registration, whatever they were registered with.
// A handler added during a dispatch sees the next message; one that is stopped does not run again, not even later in
// the same dispatch.
type Dispatcher struct {
	mu sync.Mutex // never held while a handler runs

	// Each list is appended to or replaced as a whole, so that who has read it can go through it without the lock.
	handlers      []*registration
	ended         int // how many of handlers have ended
	errorHandlers []*errorHandler
	fallbacks     []*errorHandler

	history history
}

// On registers a handler for the events of type E, which is a struct of this package, or Event for every event. It
// returns the function that ends the registration; stop may be called any number of times, from anywhere.
//
// On panics if handler is nil, or if no event can ever be an E, as with On[*Loaded].
func On[E Event](d *Dispatcher, handler func(E), opts ...Option) (stop func()) {
	if handler == nil {
		panic("ctlive: On: the handler is nil, want a function")
	}
	mustArrive[E]()
	return d.register(&registration{onEvent: func(r *registration, event Event) {
		if e, ok := event.(E); ok && r.claim() {
			handler(e)
		}
	}}, opts)
}

// OnMessage registers a handler for every event, with what is known of its arrival. In all else it is as On.
func (d *Dispatcher) OnMessage(handler func(Message), opts ...Option) (stop func()) {
	if handler == nil {
		panic("ctlive: OnMessage: the handler is nil, want a function")
	}
	return d.register(&registration{onMessage: handler}, opts)
}

// mustArrive panics if no event of this package is an E.
func mustArrive[E Event]() {
	var zero E
	if Event(zero) == nil { // E is an interface
		_, ok := Event(Loaded{}).(E)
		mustBe(ok)
		return
	}
	mustBe(isOurs(zero))
}

func mustBe(ok bool) {
	if !ok {
		panic("ctlive: On: no event is ever of this type; name the struct itself, ctlive.Loaded and not *ctlive.Loaded, or ctlive.Event for every event")
	}
}

func (d *Dispatcher) register(r *registration, opts []Option) (stop func()) {
	r.dispatcher = d
	for _, option := range opts {
		option(r)
	}
	d.mu.Lock()
	d.handlers = append(d.handlers, r)
	if r.replay {
		r.beginReplay(d.history.messages())
	}
	d.mu.Unlock()
	if r.replay {
		d.deliverReplay(r)
	}
	return func() { d.end(r) }
}

// end stops a registration, and reports whether it was running until now. Ended ones leave a long list together, so that
// ending n of them takes time in proportion to n.
func (d *Dispatcher) end(r *registration) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.stopped.Load() {
		return false
	}
	r.stopped.Store(true)
	d.ended++
	if len(d.handlers) < 64 || 2*d.ended > len(d.handlers) {
		d.handlers = slices.DeleteFunc(slices.Clone(d.handlers), func(r *registration) bool { return r.stopped.Load() })
		d.ended = 0
	}
	return true
}

// Dispatch delivers m to the handlers and returns when they have returned. Inside a handler it runs at once, nested.
// Several goroutines may dispatch; each message reaches its handlers whole. A handler that panics is reported as a
// *PanicError, and the others still run. Dispatch panics if m.Event is nil.
func (d *Dispatcher) Dispatch(m Message) {
	if m.Event == nil {
		panic("ctlive: Dispatch: Message.Event is nil, want an event such as ctlive.Loaded{}")
	}
	d.mu.Lock()
	d.history.add(&m)
	handlers := d.handlers
	d.mu.Unlock()
	for next := 0; next < len(handlers); {
		next = d.deliver(handlers, next, &m)
	}
}

// deliver runs the handlers from one on, and returns the one to go on with: a panic ends it behind the one that panicked.
func (d *Dispatcher) deliver(handlers []*registration, from int, m *Message) (next int) {
	returned := false
	defer func() {
		if !returned {
			d.reportPanic(recover(), m)
		}
	}()
	for next = from; next < len(handlers); {
		r := handlers[next]
		next++
		if !r.replaying.Load() || !r.hold(m) {
			r.run(m)
		}
	}
	returned = true
	return next
}

func (d *Dispatcher) reportPanic(value any, m *Message) {
	if value != nil { // and the goroutine is not just ending
		d.Report(&PanicError{Message: *m, Value: value, Stack: stack()})
	}
}

// deliverReplay delivers what a new registration missed, and what is dispatched meanwhile, until it is up to date.
func (d *Dispatcher) deliverReplay(r *registration) {
	defer r.endReplay() // also when a handler ends the goroutine
	for {
		m, ok := r.nextHeld()
		if !ok {
			return
		}
		d.deliverHeld(r, &m)
	}
}

func (d *Dispatcher) deliverHeld(r *registration, m *Message) {
	defer func() { d.reportPanic(recover(), m) }()
	r.run(m)
}
