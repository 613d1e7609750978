package ctlive

import "sync"

// Replay first delivers what has been dispatched already: the last 256 messages, with at most 1 MiB of Raw among them.
// They are delivered on the goroutine that registers, before On returns; what is dispatched meanwhile follows, with no
// gap and no duplicate. Dispatch does not wait for a replay: while a handler blocks in one, all that is dispatched is
// held for it, without limit. Each registration replays on its own: where the order of different events matters, use
// one handler of [Event].
func Replay() Option {
	return func(h *eventHandler) { h.replay = new(replay) }
}

// replayer is a *replay, which Replay alone makes: a page that never calls it does not link it.
type replayer interface {
	begin(history *history) // with the dispatcher's lock held
	hold(m Message) bool
	deliver(d *Dispatcher, h *eventHandler)
}

// replay is a replay in progress: messages are held for the goroutine that delivers them.
type replay struct {
	mu    sync.Mutex
	ended bool
	held  []Message
}

func (r *replay) begin(history *history) { r.held = history.messages() }

// hold keeps m for the replay, and reports false if that has ended.
func (r *replay) hold(m Message) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ended {
		r.held = append(r.held, m)
	}
	return !r.ended
}

// deliver delivers what a new handler missed, and what is dispatched meanwhile, until it is up to date. From then on,
// Dispatch delivers.
func (r *replay) deliver(d *Dispatcher, h *eventHandler) {
	defer r.end() // also when the handler ends the goroutine
	for {
		m, ok := r.next(h.stopped.Load())
		if !ok {
			return
		}
		d.runReplayed(h, &m)
	}
}

// runReplayed runs a handler, and reports its panic.
func (d *Dispatcher) runReplayed(h *eventHandler, m *Message) {
	defer func() {
		if value := recover(); value != nil {
			d.reportPanic(value, m.Event)
		}
	}()
	d.run(h, m)
}

// next returns the next message. When there is none left, or the handler has stopped, the replay has ended.
func (r *replay) next(stopped bool) (Message, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.held) == 0 || stopped {
		r.ended = true
		return Message{}, false
	}
	m := r.held[0]
	r.held = r.held[1:]
	return m, true
}

func (r *replay) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	r.held = nil
}
