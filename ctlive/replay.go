package ctlive

import "sync"

// Replay first delivers what has been dispatched already: the last 256 messages, with at most 1 MiB of Raw among them.
// They are delivered on the goroutine that registers, before On returns; what is dispatched meanwhile follows, with no
// gap and no duplicate. Dispatch does not wait for a replay: a handler that blocks in one has all that is dispatched
// meanwhile held for it, without limit. Each registration replays on its own: where the order of different events matters,
// one handler of Event takes them all.
func Replay() Option {
	return func(r *registration) {
		r.replay = &replay{begin: beginReplay, hold: holdForReplay, deliver: deliverReplay}
	}
}

// replay is a replay under way: messages are held for the goroutine that delivers it. Its functions are values, so that a
// program which never calls Replay does not link them.
type replay struct {
	begin   func(*registration) // with the dispatcher's lock held
	hold    func(*registration, Message) bool
	deliver func(*registration)

	mu    sync.Mutex
	ended bool
	held  []Message
}

func beginReplay(r *registration) { r.replay.held = r.dispatcher.history.messages() }

// holdForReplay keeps m for the replay, and reports false if that has ended.
func holdForReplay(r *registration, m Message) bool {
	r.replay.mu.Lock()
	defer r.replay.mu.Unlock()
	if !r.replay.ended {
		r.replay.held = append(r.replay.held, m)
	}
	return !r.replay.ended
}

// deliverReplay delivers what a new registration missed, and what is dispatched meanwhile, until it is up to date. From
// then on, Dispatch delivers.
func deliverReplay(r *registration) {
	defer r.replay.end() // also when a handler ends the goroutine
	for {
		m, ok := r.replay.next(r.stopped.Load())
		if !ok {
			return
		}
		r.dispatcher.deliverHeld(r, &m)
	}
}

// next returns the next message. When there is none left, or the registration has stopped, the replay has ended.
func (p *replay) next(stopped bool) (Message, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.held) == 0 || stopped {
		p.ended = true
		return Message{}, false
	}
	m := p.held[0]
	p.held = p.held[1:]
	return m, true
}

func (p *replay) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	p.held = nil
}
