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
	// 88 bytes: go test -run '^$' -bench Dispatch -benchtime 1x ./ctlive shows 1.2 times as long.
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
