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
	return on(d, func(_ *registration, e E) { handler(e) }, opts)
}

// on is On for a handler that is told of its registration.
func on[E Event](d *Dispatcher, handler func(*registration, E), opts []Option) (stop func()) {
	if !canArrive[E]() {
		panic("ctlive: On: no event is ever of this type; name the struct itself, ctlive.Loaded and not *ctlive.Loaded, or ctlive.Event for every event")
	}
	return d.register(func(r *registration, m Message) {
		if e, ok := m.Event.(E); ok && r.claim() {
			handler(r, e)
		}
	}, opts)
}

// OnMessage registers a handler for every event, with what is known of its arrival. In all else it is as On.
func (d *Dispatcher) OnMessage(handler func(Message), opts ...Option) (stop func()) {
	if handler == nil {
		panic("ctlive: OnMessage: the handler is nil, want a function")
	}
	return d.register(func(r *registration, m Message) {
		if r.claim() {
			handler(m)
		}
	}, opts)
}

// canArrive reports whether some event of this package is an E.
func canArrive[E Event]() bool {
	return slices.ContainsFunc(everyEvent(), func(e Event) bool {
		_, ok := e.(E)
		return ok
	})
}

func (d *Dispatcher) register(run func(*registration, Message), opts []Option) (stop func()) {
	r := &registration{run: run}
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
	return func() {
		r.stopped.Store(true)
		d.remove(r)
	}
}

func (d *Dispatcher) remove(r *registration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.handlers = without(d.handlers, r)
}

// Dispatch delivers m to the handlers and returns when they have returned. Inside a handler it runs at once, nested.
// Several goroutines may dispatch; each message reaches its handlers whole. A handler that panics is reported as a
// *PanicError, and the others still run. Dispatch panics if m.Event is nil.
func (d *Dispatcher) Dispatch(m Message) {
	if m.Event == nil {
		panic("ctlive: Dispatch: Message.Event is nil, want an event such as ctlive.Loaded{}")
	}
	d.mu.Lock()
	d.history.add(m)
	handlers := d.handlers
	d.mu.Unlock()
	for _, r := range handlers {
		if !r.hold(m) {
			d.deliver(r, m)
		}
	}
}

func (d *Dispatcher) deliver(r *registration, m Message) {
	defer func() {
		if value := recover(); value != nil {
			d.Report(&PanicError{Message: m, Value: value, Stack: stack()})
		}
		if r.once && r.stopped.Load() {
			d.remove(r)
		}
	}()
	r.run(r, m)
}

// deliverReplay delivers what a new registration missed, and what is dispatched meanwhile, until it is up to date.
func (d *Dispatcher) deliverReplay(r *registration) {
	defer r.endReplay() // also when a handler ends the goroutine
	for {
		m, ok := r.nextHeld()
		if !ok {
			return
		}
		d.deliver(r, m)
	}
}

// without returns all but one, in a new slice.
func without[T comparable](all []T, one T) []T {
	i := slices.Index(all, one)
	if i < 0 {
		return all
	}
	return slices.Concat(all[:i], all[i+1:])
}
