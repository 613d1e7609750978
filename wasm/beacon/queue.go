//go:build js && wasm

package beacon

import (
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/wasm/internal/browser"
)

// draft is an event without an id: there is no consent yet, or the visit is not known.
type draft struct {
	event cloudevents.Event
	due   moment // when it waits no longer for others
}

// batch is some events that are stored under one key, sent in one request, and gone together when they are
// acknowledged.
type batch struct {
	events []string // as JSON
	bytes  int      // of text
	due    moment   // of its first event
	key    string   // in localStorage; "": it is not there
	dirty  bool     // not stored as it is
	sent   *request // the request that carries it; nil: none
}

// maxBatch is the most bytes of a batch with more than one event, such that it can go out when the page goes.
const maxBatch = maxKeepalive

// text is the body of a request, and what is stored: a JSON array, one event to a line.
func (c *batch) text() string {
	text := make([]byte, 0, c.bytes)
	separator := byte('[')
	for _, e := range c.events {
		text = append(append(append(text, separator), e...), '\n')
		separator = ','
	}
	return string(append(text, ']'))
}

// eventsOf returns the events of a text as batch.text writes it.
func eventsOf(text string) (events []string) {
	for text != "" {
		var line string
		if line, text = cut(text, '\n'); len(line) > 2 && line[1] == '{' && line[len(line)-1] == '}' {
			events = append(events, line[1:])
		}
	}
	return events
}

// queue has what is held, oldest first: batches, and behind them drafts.
type queue struct {
	batches  []*batch
	drafts   []draft
	dropping bool // the latest event has pushed another out
}

// hurry lets nothing that is held wait for others.
func (q *queue) hurry() {
	for _, c := range q.batches {
		c.due = 0
	}
	for i := range q.drafts {
		q.drafts[i].due = 0
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
func (b *Beacon) hold(d draft) {
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
		c := b.queue.free()
		switch {
		case c != nil:
			c.bytes -= len(c.events[0]) + 2
			c.events = c.events[1:]
			b.change(c)
		case len(b.queue.drafts) > 0:
			b.queue.drafts = b.queue.drafts[1:]
		default:
			return dropped
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
		d.event.Visit, d.event.Sequence = b.visit.name, b.visit.next
		d.event.ID = b.visit.name + "-" + decimal(b.visit.next)
		b.visit.next++
		b.add(string(cloudevents.Append(nil, d.event)), d.due)
	}
	b.queue.drafts = nil
}

// add adds an event to the last batch, or to a new one.
func (b *Beacon) add(event string, due moment) {
	var c *batch
	if i := len(b.queue.batches) - 1; i >= 0 {
		c = b.queue.batches[i]
	}
	if c == nil || c.sent != nil || len(c.events) >= b.sending.most || c.bytes+len(event)+2 > maxBatch {
		c = &batch{bytes: 1, due: due}
		b.queue.batches = append(b.queue.batches, c)
	}
	c.bytes += len(event) + 2
	c.events = append(c.events, event)
	b.change(c)
}

// split leaves so many events in a batch, and adds one with the others.
func (b *Beacon) split(c *batch, most int) {
	rest := c.events[most:]
	c.events = c.events[:most:most]
	for _, e := range rest {
		c.bytes -= len(e) + 2
	}
	b.change(c)
	for _, e := range rest {
		b.add(e, 0)
	}
}

// change notes that a batch is to be stored anew, or is gone if it has no events.
func (b *Beacon) change(c *batch) {
	if len(c.events) == 0 {
		b.remove(c)
		return
	}
	c.dirty = true
	b.store.unsaved = true
}

// remove removes a batch from memory and from storage. It returns how many events it had; none if it was not held.
func (b *Beacon) remove(c *batch) (events int) {
	for i, other := range b.queue.batches {
		if other == c {
			b.queue.batches = append(b.queue.batches[:i], b.queue.batches[i+1:]...)
			browser.Call(b.local, "removeItem", c.key)
			b.store.unsaved = true // there may be room now for what could not be stored
			return len(c.events)
		}
	}
	return 0
}
