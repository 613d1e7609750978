package ctlive

import (
	"slices"
	"sync"
)

// Dispatcher passes messages to the handlers that are registered with it. The zero value is ready. It is safe for
// concurrent use, from handlers too, and must not be copied after its first use.
//
// Handlers run on the goroutine that calls [Dispatcher.Dispatch], in the order of registration, whatever they were
// registered with. A handler added during a dispatch sees the next message. A stopped handler does not run again, not
// even later in the same dispatch. A handler that takes long delays the handlers after it and later messages: for slow
// work, range over [Events] on a goroutine of your own.
type Dispatcher struct {
	mu            sync.Mutex      // not held while a handler runs
	eventHandlers []*eventHandler // appended to or replaced as a whole: its readers need no lock once they have it
	stopped       int             // how many of these have stopped
	errorHandlers []*errorHandler // replaced as a whole, as the fallbacks are
	fallbacks     []*errorHandler
	history       history
}

// On registers a handler for the events of type E, which is a struct of this package, or [Event] for every event. It
// returns the function that stops the handler; stop may be called any number of times, from anywhere.
//
// On panics if d or handler is nil, or if no event can be an E, as with On[*Loaded].
func On[E Event](d *Dispatcher, handler func(E), opts ...Option) (stop func()) {
	var call any = handler // with a func(E) in it, the closure would keep the types of each E
	return d.on(handler != nil, is[E], func(event Event) {
		if e, ok := event.(E); ok {
			call.(func(E))(e)
		}
	}, opts)
}

// on is the part of On that is the same for all types.
func (d *Dispatcher) on(exists bool, accepts func(Event) bool, handle func(Event), opts []Option) (stop func()) {
	mustHandle(exists)
	mustArrive(accepts)
	return d.register(&eventHandler{accepts: accepts, handleEvent: handle}, opts)
}

// OnMessage registers a handler for every event, with what is known of its arrival. In all else it is as [On].
func (d *Dispatcher) OnMessage(handler func(Message), opts ...Option) (stop func()) {
	mustHandle(handler != nil)
	return d.register(&eventHandler{accepts: is[Event], handleMessage: handler}, opts)
}

// is reports whether an event is an E.
func is[E Event](event Event) bool {
	_, ok := event.(E)
	return ok
}

// mustArrive panics where no event is ever accepted.
func mustArrive(accepts func(Event) bool) {
	mustBe(slices.ContainsFunc(everyEvent[:], accepts), "no event is ever of this type; name the struct itself, "+
		"ctlive.Loaded and not *ctlive.Loaded, or ctlive.Event for every event")
}

func mustHandle(ok bool) { mustBe(ok, "the handler is nil, want a function") }

func (d *Dispatcher) mustExist() {
	mustBe(d != nil, "the Dispatcher is nil, want one such as new(ctlive.Dispatcher)")
}

// mustBe panics where the program is wrong. Copies of it in every caller would be larger.
//
//go:noinline
func mustBe(ok bool, want string) {
	if !ok {
		panic("ctlive: " + want)
	}
}

// register adds a handler, and returns the function that stops it. With Replay it first delivers what was missed.
func (d *Dispatcher) register(h *eventHandler, opts []Option) (stop func()) {
	d.mustExist()
	for _, option := range opts {
		option(h)
	}
	d.mu.Lock()
	d.eventHandlers = append(d.eventHandlers, h)
	if h.replay != nil {
		h.replay.begin(&d.history)
	}
	d.mu.Unlock()
	if h.replay != nil {
		h.replay.deliver(d, h)
	}
	return func() { d.stop(h) }
}

// stop stops a handler, and reports whether it was running until now. A long list keeps the stopped ones until they are
// half of it, so that stopping n handlers takes time in proportion to n.
func (d *Dispatcher) stop(h *eventHandler) (wasRunning bool) {
	d.mu.Lock()
	wasRunning = !h.stopped.Swap(true)
	if wasRunning {
		d.stopped++
		if len(d.eventHandlers) < 64 || 2*d.stopped > len(d.eventHandlers) {
			running := make([]*eventHandler, 0, len(d.eventHandlers)-d.stopped)
			for _, other := range d.eventHandlers {
				if !other.stopped.Load() {
					running = append(running, other)
				}
			}
			d.eventHandlers, d.stopped = running, 0
		}
	}
	d.mu.Unlock()
	return wasRunning
}

// Dispatch passes m to the handlers, and returns when they have returned. Inside a handler it runs at once, nested.
// Several goroutines may dispatch; each message reaches its handlers whole. A handler that panics is reported as a
// [*PanicError]. The other handlers still run, also after one that ends its goroutine with runtime.Goexit, as a test's
// FailNow does. Dispatch panics if d or m.Event is nil.
func (d *Dispatcher) Dispatch(m Message) {
	d.mustExist()
	mustBe(m.Event != nil, "Dispatch: Message.Event is nil, want an event such as ctlive.Loaded{}")
	d.mu.Lock()
	d.history.add(&m)
	list := d.eventHandlers
	d.mu.Unlock()
	d.runAll(list, &m)
}

// runAll runs handlers one after the other.
func (d *Dispatcher) runAll(list []*eventHandler, m *Message) {
	for len(list) > 0 {
		list = d.runUntilPanic(list, m)
	}
}

// runUntilPanic runs handlers until one panics, and returns those that are left.
func (d *Dispatcher) runUntilPanic(list []*eventHandler, m *Message) (left []*eventHandler) {
	left = list
	returned := false
	defer func() {
		if returned {
			return
		}
		if value := recover(); value != nil {
			d.reportPanic(value, m.Event)
		} else { // runtime.Goexit
			d.runAll(left, m)
		}
	}()
	for len(left) > 0 {
		h := left[0]
		left = left[1:]
		if h.replay == nil || !h.replay.hold(*m) {
			d.run(h, m)
		}
	}
	returned = true
	return nil
}

// run runs a handler, if it has not stopped and accepts the event. With Once, a single call ever runs it.
func (d *Dispatcher) run(h *eventHandler, m *Message) {
	if h.stopped.Load() || !h.accepts(m.Event) {
		return
	}
	if h.once && !d.stop(h) {
		return
	}
	if h.handleEvent != nil {
		h.handleEvent(m.Event)
	} else {
		h.handleMessage(*m)
	}
}
