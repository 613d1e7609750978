//go:build js && wasm

package beacon

import (
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
)

// draft is an event without an id: there is no consent yet, or the visit is not known.
type draft struct {
	source  string
	message ctlive.Message // Time and Raw alone: an Event may keep a whole envelope in memory
	due     time.Duration  // when it waits no longer for others
}

// event is one that is held until the server has acknowledged it.
type event struct {
	text    string        // as JSON, on one line
	due     time.Duration // as in draft
	chunk   *chunk        // where it is stored; nil: nowhere
	carried bool          // a request on its way carries it
	gone    bool          // it is not held any more
}

// chunk is one item of localStorage: some events, one to a line. It is written once, and again when some are gone.
type chunk struct {
	key    string
	events []*event
	dirty  bool // in queue.dirty
}

// text is what the chunk should hold; "" if all of its events are gone.
func (c *chunk) text() string {
	c.events = slices.DeleteFunc(c.events, func(e *event) bool { return e.gone })
	return lines(c.events)
}

func lines(events []*event) string { return join(events, "\n") }

func join(events []*event, separator string) string {
	size := 0
	for _, e := range events {
		size += len(e.text) + len(separator)
	}
	text := make([]byte, 0, size)
	for i, e := range events {
		if i > 0 {
			text = append(text, separator...)
		}
		text = append(text, e.text...)
	}
	return string(text)
}

// queue has what is held, oldest first: the events, and behind them the drafts.
type queue struct {
	events   []*event
	drafts   []draft
	most     int      // of both
	dropping bool     // the latest draft has pushed another out
	dirty    []*chunk // to be written anew
}

func (q *queue) len() int { return len(q.events) + len(q.drafts) }

// add adds a draft. It returns how many were dropped for it, and whether that begins a run of drops.
func (q *queue) add(d draft) (dropped int, begins bool) {
	q.drafts = append(q.drafts, d)
	for q.len() > q.most {
		q.drop()
		dropped++
	}
	begins = dropped > 0 && !q.dropping
	q.dropping = dropped > 0
	return dropped, begins
}

// prepend adds events that are older than all others, and returns what add does.
func (q *queue) prepend(events []*event) (dropped int, begins bool) {
	q.events = append(events, q.events...)
	for q.len() > q.most {
		q.drop()
		dropped++
	}
	return dropped, dropped > 0
}

// drop drops the oldest that no request carries, so that what is dropped is not at the server too; where a request
// carries all, it drops the oldest.
func (q *queue) drop() {
	i := slices.IndexFunc(q.events, func(e *event) bool { return !e.carried })
	if i < 0 && len(q.drafts) > 1 {
		q.drafts = q.drafts[1:]
		return
	}
	i = max(i, 0)
	q.leave(q.events[i])
	q.events = slices.Delete(q.events, i, i+1)
}

// leave notes that an event is not held any more.
func (q *queue) leave(e *event) {
	e.gone = true
	if c := e.chunk; c != nil && !c.dirty {
		c.dirty = true
		q.dirty = append(q.dirty, c)
	}
}

// remove removes events, and returns how many were still held.
func (q *queue) remove(events []*event) (count int) {
	for _, e := range events {
		if !e.gone {
			count++
			q.leave(e)
		}
	}
	q.events = slices.DeleteFunc(q.events, func(e *event) bool { return e.gone })
	return count
}

// forget removes all, without a trace in dirty, and returns how many there were.
func (q *queue) forget() (count int) {
	count = q.len()
	for _, e := range q.events {
		e.gone = true
	}
	*q = queue{most: q.most}
	return count
}

// hurry lets nothing that is held wait for others.
func (q *queue) hurry() {
	for _, e := range q.events {
		e.due = 0
	}
	for i := range q.drafts {
		q.drafts[i].due = 0
	}
}

// take marks events as carried by a request: at most so many, with a body of at most so many bytes, but for a single
// event if alone is set. It returns none if none is free.
func (q *queue) take(most, bytes int, alone bool) (taken []*event) {
	size := len("[]")
	for _, e := range q.events {
		if len(taken) == most {
			break
		}
		if e.carried || size+len(e.text) > bytes && !(alone && len(taken) == 0) {
			continue
		}
		size += len(e.text) + len(",")
		e.carried = true
		taken = append(taken, e)
	}
	return taken
}

// ready tells when the next request is due: at once if a whole batch is free. It reports false if nothing is free.
func (q *queue) ready(batch int) (due time.Duration, ok bool) {
	free := 0
	for _, e := range q.events {
		if e.carried {
			continue
		}
		if free == 0 || e.due < due {
			due = e.due
		}
		if free++; free == batch || due == 0 {
			return 0, true
		}
	}
	return due, free > 0
}

// number makes an event of each draft, as far as there are numbers. It reports an error for a message that
// can't be written, which is lost.
func (b *Beacon) number() {
	for {
		b.enter()
		d, number, ok := b.next()
		if !ok {
			b.exit()
			return
		}
		if number == 0 {
			b.exit()
			b.reserve()
			continue
		}
		text, err := cloudevents.Event{
			ID: b.visit.name + "-" + decimal(
				number,
			), Source: d.source, Visit: b.visit.name, Sequence: number, Message: d.message,
		}.MarshalJSON()
		if err != nil {
			b.stats.Dropped++
		} else {
			b.queue.events = append(b.queue.events, &event{text: string(text), due: d.due})
			b.saving.due = true
		}
		b.exit()
		if err != nil {
			b.dispatcher.Report(err)
		}
	}
}

// next takes the oldest draft and its number. The number is 0, and the draft stays, if more numbers must be
// reserved first.
func (b *Beacon) next() (d draft, number uint64, ok bool) {
	if len(b.queue.drafts) == 0 || !b.visit.known {
		return d, 0, false
	}
	if b.visit.next == b.visit.reserved {
		return d, 0, true
	}
	d = b.queue.drafts[0]
	if b.queue.drafts = b.queue.drafts[1:]; len(b.queue.drafts) == 0 {
		b.queue.drafts = nil
	}
	number = b.visit.next
	b.visit.next++
	return d, number, true
}
