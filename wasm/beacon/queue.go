//go:build js && wasm

package beacon

import "example.com/ctlive-go/ctlive/cloudevents"

// draft is an event without an id: there is no consent yet, or the visit is not known.
type draft struct {
	event cloudevents.Event
	due   moment // when it waits no longer for others
}

// batch is some events that are stored under one key, sent in one request, and gone together when they are
// acknowledged.
type batch struct {
	text  []byte   // the events as JSON, each behind a comma and before a line break
	count int      // of events
	due   moment   // of the first
	key   string   // in localStorage; "": it is not there
	dirty bool     // not stored as it is
	sent  *request // the request that carries it; nil: none
}

// maxBatch is the most bytes of a batch with more than one event, such that it can go out when the page goes.
const maxBatch = maxKeepalive

// body is the body of a request, and what is stored: a JSON array, one event to a line.
func (c *batch) body() string { return "[" + string(c.text[1:]) + "]" }

// cutEvents cuts so many events off the front of a batch, and returns their text.
func (c *batch) cutEvents(count int) (text []byte) {
	size := 0
	for left := count; left > 0; size++ {
		if c.text[size] == '\n' {
			left--
		}
	}
	text = c.text[:size:size]
	c.text = c.text[size:]
	c.count -= count
	return text
}

// queue has what is held, oldest first: batches, and behind them drafts.
type queue struct {
	batches  []*batch
	drafts   []*draft
	dropping bool // the latest event has pushed another out
}

// hurry lets nothing that is held wait for others.
func (q *queue) hurry() {
	for _, c := range q.batches {
		c.due = 0
	}
	for _, d := range q.drafts {
		d.due = 0
	}
}

// free returns the first batch that no request carries; nil if there is none.
func (q *queue) free() *batch {
	for _, c := range q.batches {
		if c.sent == nil {
			return c
		}
	}
	return nil
}

// hold adds a draft.
func (b *Beacon) hold(d *draft) {
	b.queue.drafts = append(b.queue.drafts, d)
	b.stats.Held++
	before := b.queue.dropping
	if b.queue.dropping = b.drop(); b.queue.dropping && !before {
		b.fail(ErrHeldFull)
	}
}

// drop drops the oldest events past Options.Held. Those that a request carries stay, since they may be at the server.
func (b *Beacon) drop() (dropped bool) {
	for b.stats.Held > uint64(b.options.Held) {
		if c := b.queue.free(); c != nil {
			c.cutEvents(1)
			b.change(c)
		} else if len(b.queue.drafts) > 0 {
			b.queue.drafts = b.queue.drafts[1:]
		} else {
			break
		}
		b.stats.Held--
		b.stats.Dropped++
		dropped = true
	}
	return dropped
}

// number makes an event of each draft.
func (b *Beacon) number() {
	if !b.visit.known {
		return
	}
	for _, d := range b.queue.drafts {
		e := &d.event
		e.Visit, e.Sequence = b.visit.name, b.visit.next
		e.ID = b.visit.name + "-" + decimal(b.visit.next)
		b.visit.next++
		b.add(append(cloudevents.Append([]byte(","), e), '\n'), 1, d.due)
	}
	b.queue.drafts = nil
}

// add adds events to the last batch, or to a new one.
func (b *Beacon) add(text []byte, count int, due moment) {
	var c *batch
	if i := len(b.queue.batches) - 1; i >= 0 {
		c = b.queue.batches[i]
	}
	if c == nil || c.sent != nil || c.count+count > b.sending.most || len(c.text)+len(text) > maxBatch {
		c = &batch{due: due}
		b.queue.batches = append(b.queue.batches, c)
	}
	c.text = append(c.text, text...)
	c.count += count
	b.change(c)
}

// change notes that a batch is to be stored anew, or is gone if it has no events.
func (b *Beacon) change(c *batch) {
	c.dirty = true
	b.store.unsaved = true
	if c.count == 0 {
		b.discard(c)
	}
}

// discard removes a batch from memory and from storage. It returns how many events it had; none if it was not held.
func (b *Beacon) discard(c *batch) (events int) {
	for i, other := range b.queue.batches {
		if other == c {
			b.queue.batches = append(b.queue.batches[:i], b.queue.batches[i+1:]...)
			if c.key != "" {
				remove(b.local, c.key)
				b.store.unsaved = true // there is room now for what could not be stored
			}
			return c.count
		}
	}
	return 0
}
