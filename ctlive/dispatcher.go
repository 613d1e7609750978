package ctlive

import "sync"

// Dispatcher hands messages to the handlers registered with it. The zero value is ready. It is safe for concurrent use,
// from handlers too, and must not be copied after its first use.
//
// Handlers run on the goroutine that calls Dispatch, in the order of registration, whatever they were registered with.
// A handler added during a dispatch sees the next message; one that is stopped does not run again, not even later in
// the same dispatch.
type Dispatcher struct {
	mu sync.Mutex // never held while a handler runs

	handlers, errorHandlers, fallbacks registrations

	newPanicError func(Message, any, []byte) error // nil as long as nobody sees errors; so it is linked with who does

	history history
}

// On registers a handler for the events of type E, which is a struct of this package, or Event for every event. It
// returns the function that ends the registration; stop may be called any number of times, from anywhere.
//
// On panics if handler is nil, or if no event can ever be an E, as with On[*Loaded].
func On[E Event](d *Dispatcher, handler func(E), opts ...Option) (stop func()) {
	return d.on(handler == nil, func(r *registration, event Event) bool {
		e, ok := event.(E)
		if ok && r != nil && r.claim() {
			handler(e)
		}
		return ok
	}, opts)
}

// on is the part of On that is the same for all types.
func (d *Dispatcher) on(isNil bool, onEvent func(*registration, Event) bool, opts []Option) (stop func()) {
	mustBe(!isNil, "the handler is nil, want a function")
	canArrive := false
	for _, event := range everyEvent {
		canArrive = canArrive || onEvent(nil, event)
	}
	mustBe(canArrive, "no event is ever of this type; name the struct itself, ctlive.Loaded and not *ctlive.Loaded, or ctlive.Event for every event")
	return d.registerWith(&registration{onEvent: onEvent}, opts)
}

// OnMessage registers a handler for every event, with what is known of its arrival. In all else it is as On.
func (d *Dispatcher) OnMessage(handler func(Message), opts ...Option) (stop func()) {
	mustBe(handler != nil, "the handler is nil, want a function")
	return d.registerWith(&registration{onMessage: handler}, opts)
}

func (d *Dispatcher) registerWith(r *registration, opts []Option) (stop func()) {
	for _, option := range opts {
		option(r)
	}
	return d.register(r, &d.handlers)
}

// mustBe panics where the program is wrong.
func mustBe(ok bool, want string) {
	if !ok {
		panic("ctlive: " + want)
	}
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
	handlers := d.handlers.list
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
		if r.replay == nil || !r.replay.hold(r, *m) {
			r.run(m)
		}
	}
	returned = true
	return next
}

func (d *Dispatcher) deliverHeld(r *registration, m *Message) {
	defer func() { d.reportPanic(recover(), m) }()
	r.run(m)
}
