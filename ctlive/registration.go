package ctlive

import "sync/atomic"

// Option changes how On, OnMessage or Wait register their handler.
type Option func(*registration)

// Once ends the registration with the first event of its type: the handler runs exactly once, even if several
// goroutines dispatch. Wait, which returns with the first match, ignores it.
func Once() Option {
	return func(r *registration) { r.once = true }
}

// registration is one handler of a Dispatcher. It has an identity of its own: the same function may be registered twice.
type registration struct {
	dispatcher *Dispatcher
	among      *registrations

	// One of these is set. onEvent passes the event on if it is of the handler's type and claim agrees; it reports
	// whether it is of that type, and only that where the registration is nil.
	onEvent     func(*registration, Event) (ofType bool)
	onMessage   func(Message)
	onError     func(error)
	onErrorText func(string)

	once    bool
	replay  *replay // nil without Replay
	stopped atomic.Bool
}

// registrations are the handlers for messages, or those for errors, in the order of registration. The list is appended to
// or replaced as a whole, so that who has read it can go through it without the dispatcher's lock.
type registrations struct {
	list  []*registration
	ended int // how many in the list have ended
}

// register adds r to a list, and returns the function that ends it.
func (d *Dispatcher) register(r *registration, among *registrations) (stop func()) {
	r.dispatcher, r.among = d, among
	d.mu.Lock()
	among.list = append(among.list, r)
	if r.replay != nil {
		r.replay.begin(r)
	}
	d.mu.Unlock()
	if r.replay != nil {
		r.replay.deliver(r)
	}
	return func() { r.end() }
}

// end stops the registration, and reports whether it was running until now. Ended ones leave a long list together, so
// that ending n of them takes time in proportion to n.
func (r *registration) end() (wasRunning bool) {
	r.dispatcher.mu.Lock()
	if wasRunning = !r.stopped.Swap(true); wasRunning {
		r.among.removeEnded()
	}
	r.dispatcher.mu.Unlock()
	return wasRunning
}

// removeEnded is called when one more has ended.
func (all *registrations) removeEnded() {
	all.ended++
	if len(all.list) >= 64 && 2*all.ended <= len(all.list) {
		return
	}
	var running []*registration
	for _, r := range all.list {
		if !r.stopped.Load() {
			running = append(running, r)
		}
	}
	*all = registrations{list: running}
}

// claim reports whether the handler may run now. With Once, only one caller ever gets true.
func (r *registration) claim() bool {
	if r.once {
		return r.end()
	}
	return !r.stopped.Load()
}

func (r *registration) run(m *Message) {
	if r.onEvent != nil {
		r.onEvent(r, m.Event)
	} else if r.claim() {
		r.onMessage(*m)
	}
}
