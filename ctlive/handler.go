package ctlive

import "sync/atomic"

// Option changes how On, OnMessage, Events, Messages or Wait register.
type Option func(*eventHandler)

// Once stops after the first event of the type: a handler runs exactly once, even if several goroutines dispatch, and a
// loop ends. It changes nothing for Wait, which returns with the first match anyway.
func Once() Option {
	return func(h *eventHandler) { h.once = true }
}

// eventHandler is one registration for events. It has an identity of its own: the same function may be
// registered twice.
type eventHandler struct {
	accepts func(Event) bool

	// One of the two is called for an accepted event. With a Message alone, a call of each On handler would copy its
	// 88 bytes: go test -run '^$' -bench Dispatch -benchtime 1x ./ctlive shows 1.4 times as long.
	handleEvent   func(Event)
	handleMessage func(Message)

	once    bool
	replay  replayer // nil without Replay
	stopped atomic.Bool
}

// errorHandler is one registration for errors.
type errorHandler struct {
	handle  func(error)
	stopped atomic.Bool
}

// eventHandlers are in the order of registration. The list is appended to or replaced as a whole, so that its
// readers need no lock once they have it.
type eventHandlers struct {
	list    []*eventHandler
	stopped int // how many in the list have stopped
}

// removeStopped is called after one more has stopped. A long list keeps the stopped ones until they are half of it, so
// that stopping n handlers takes time in proportion to n.
func (all *eventHandlers) removeStopped() {
	all.stopped++
	if len(all.list) >= 64 && 2*all.stopped <= len(all.list) {
		return
	}
	var running []*eventHandler
	for _, h := range all.list {
		if !h.stopped.Load() {
			running = append(running, h)
		}
	}
	*all = eventHandlers{list: running}
}
