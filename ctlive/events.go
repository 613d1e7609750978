package ctlive

import (
	"context"
	"iter"
	"sync"
)

// maxWaiting is how many messages wait for the loop over an Events or Messages sequence.
const maxWaiting = 4096

// Events returns the events of type E as a sequence to range over, from the beginning of the loop until it breaks, ctx
// ends or, with Once, the first event is done. Each range over it is a registration of its own. Events panics where On
// does.
//
//	for e := range ctlive.Events[ctlive.ChatStarted](ctx, &d) {
//		log(e) // slow work delays no handler
//	}
//
// The loop has a queue of its own: it delays no handler and no message, and gets each event in order, once. At most
// 4096 events wait. Past that the newest are dropped, and [ErrBacklogFull] is reported once for each run of drops, on
// the goroutine of the Dispatch that first drops. When ctx ends, what waits is dropped.
//
// A range inside a handler is a mistake: the loop waits for later messages, which come only after the handler has
// returned. Start a goroutine.
func Events[E Event](ctx context.Context, d *Dispatcher, opts ...Option) iter.Seq[E] {
	d.mustExist()
	mustArrive(is[E])
	messages := d.sequence(ctx, is[E], opts)
	return func(yield func(E) bool) {
		messages(func(m Message) bool { return yield(m.Event.(E)) })
	}
}

// Messages is as [Events] for every event, with what is known of its arrival.
func (d *Dispatcher) Messages(ctx context.Context, opts ...Option) iter.Seq[Message] {
	d.mustExist()
	return d.sequence(ctx, is[Event], opts)
}

func (d *Dispatcher) sequence(ctx context.Context, accepts func(Event) bool, opts []Option) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		if ctx.Err() != nil {
			return
		}
		q := &queue{added: make(chan struct{}, 1)}
		h := &eventHandler{accepts: accepts, handleMessage: func(m Message) {
			if startsDropping := q.add(m); startsDropping {
				d.Report(ErrBacklogFull)
			}
		}}
		stop := d.register(h, opts)
		defer stop()
		for {
			m, ok := q.take()
			if !ok {
				select {
				case <-q.added:
				case <-ctx.Done():
					return
				}
				continue
			}
			if ctx.Err() != nil || !yield(m) || h.once {
				return
			}
		}
	}
}

// queue holds what waits for a loop.
type queue struct {
	added chan struct{} // has a value when something was added

	mu       sync.Mutex
	waiting  []Message
	dropping bool // the latest message was dropped
}

// add reports whether m is the first that is dropped after one that was not.
func (q *queue) add(m Message) (startsDropping bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == maxWaiting {
		startsDropping = !q.dropping
		q.dropping = true
		return startsDropping
	}
	q.dropping = false
	q.waiting = append(q.waiting, m)
	select {
	case q.added <- struct{}{}:
	default:
	}
	return false
}

func (q *queue) take() (m Message, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return Message{}, false
	}
	m = q.waiting[0]
	q.waiting[0] = Message{}
	q.waiting = q.waiting[1:]
	return m, true
}
