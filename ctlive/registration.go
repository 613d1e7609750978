package ctlive

import (
	"sync"
	"sync/atomic"
)

// Option changes how On, OnMessage or Wait register their handler.
type Option func(*registration)

// Once ends the registration with the first event of its type: the handler runs exactly once, even if several
// goroutines dispatch. Wait, which returns with the first match, ignores it.
func Once() Option {
	return func(r *registration) { r.once = true }
}

// Replay first delivers what has been dispatched already: the last 256 messages, with at most 1 MiB of Raw among them.
// They are delivered on the goroutine that registers, before On returns; what is dispatched meanwhile follows, with no
// gap and no duplicate. Dispatch does not wait for a replay: a handler that blocks in one has all that is dispatched
// meanwhile held for it, without limit.
func Replay() Option {
	return func(r *registration) { r.replay = true }
}

// registration is one handler of a Dispatcher. It has an identity of its own: the same function may be registered twice.
type registration struct {
	dispatcher *Dispatcher
	onEvent    func(*registration, Event) // passes the event on if it is of the handler's type and claim agrees; or nil
	onMessage  func(Message)              // the handler itself, where there is no onEvent
	once       bool
	replay     bool

	stopped atomic.Bool // written with the dispatcher's lock held

	// While a replay is under way, messages are held for the goroutine that delivers it.
	replaying atomic.Bool // written with mu held
	mu        sync.Mutex
	held      []Message
}

func (r *registration) run(m *Message) {
	if r.onEvent != nil {
		r.onEvent(r, m.Event)
	} else if r.claim() {
		r.onMessage(*m)
	}
}

// claim reports whether the handler may run now. With Once, only one caller ever gets true.
func (r *registration) claim() bool {
	if r.once {
		return r.dispatcher.end(r)
	}
	return !r.stopped.Load()
}

func (r *registration) beginReplay(past []Message) {
	r.held = past
	r.replaying.Store(true)
}

// hold keeps m for the replay under way, and reports false if there is none.
func (r *registration) hold(m *Message) bool {
	if !r.replaying.Load() {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.replaying.Load() {
		return false
	}
	r.held = append(r.held, *m)
	return true
}

// nextHeld returns the next message of the replay. When there is none left, the replay has ended: from then on,
// Dispatch delivers.
func (r *registration) nextHeld() (Message, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.held) == 0 || r.stopped.Load() {
		r.replaying.Store(false)
		return Message{}, false
	}
	m := r.held[0]
	r.held = r.held[1:]
	return m, true
}

func (r *registration) endReplay() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.replaying.Store(false)
	r.held = nil
}
