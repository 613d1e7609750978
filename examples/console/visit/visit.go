// Package visit is what the console knows of a visit: its messages, its session, and how
// that looks over time. It knows nothing of the page that shows it.
package visit

import (
	"slices"
	"strings"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// Of a visit at most so many messages are kept, to be shown and saved, and so many bytes of
// envelopes. The oldest go first.
const (
	MaxMessages = 10_000
	MaxBytes    = 32 << 20 // the strings of the events take as much again
)

const (
	maxTypes = 100 // types of events are offered to filter by: those that a version does not know come from outside
	maxID    = 256 // bytes of an id or of the name of a type are kept beyond its message
)

// Visit is what has happened on a page. The zero value is ready. It is not safe for concurrent use.
type Visit struct {
	Tracker session.Tracker // observes the messages

	earlier session.Session // what earlier pages knew
	entries []Entry
	bytes   int // of the envelopes in entries
	forgot  int // entries that are not kept any more
	lanes   []*Lane
	laneOf  map[laneKey]*Lane
	types   []ctlive.EventType

	start       time.Time
	troubles    []Trouble
	troubled    int // how many troubles there were
	undelivered int // messages in them
}

// Entry is a message with what it is about.
type Entry struct {
	ctlive.Message
	At     time.Time // its time, or that of the message before if it has none
	Number int       // of the message in the visit, from 0
	Lane   *Lane     // where the timeline shows it
	Widget *Lane     // of the widget that it names, nil where it names none
}

// Add adds the next message.
func (v *Visit) Add(m ctlive.Message) { v.add(m, m.Time) }

func (v *Visit) add(m ctlive.Message, at time.Time) {
	if len(v.entries) == MaxMessages+MaxMessages/10 { // not one by one: each time all are moved
		v.forget(MaxMessages / 10)
	}
	v.begin(at)
	e := Entry{Message: m, At: at, Number: v.Next()}
	e.Lane, e.Widget = v.lanesOf(m.Event)
	v.entries = append(v.entries, e)
	v.bytes += len(m.Raw)
	v.noteType(m.Event.EventType())
	m.Time = at
	v.Tracker.Observe(m)
	v.follow(e)
	if v.bytes > MaxBytes {
		v.forget(v.countOver(MaxBytes - MaxBytes/10))
	}
}

func (v *Visit) noteType(t ctlive.EventType) {
	t = ctlive.EventType(short(string(t)))
	if t != "" && len(v.types) < maxTypes && !slices.Contains(v.types, t) {
		v.types = append(v.types, ctlive.EventType(strings.Clone(string(t))))
	}
}

// countOver is how many of the oldest messages have to go so that no more than so many bytes are
// kept. The newest stays.
func (v *Visit) countOver(limit int) (count int) {
	for left := v.bytes; left > limit && count < len(v.entries)-1; count++ {
		left -= len(v.entries[count].Raw)
	}
	return count
}

func (v *Visit) forget(count int) {
	for _, e := range v.entries[:count] {
		v.bytes -= len(e.Raw)
	}
	v.entries = slices.Delete(v.entries, 0, count)
	v.forgot += count
	for _, lane := range v.lanes {
		lane.forget(v.forgot, v.entries[0].At)
	}
	v.lanes = slices.DeleteFunc(v.lanes, func(l *Lane) bool {
		gone := len(l.Marks) == 0 && (l.open() == nil || v.state(l) == Nothing) // the session may have forgotten it too
		if gone {
			delete(v.laneOf, l.key)
		}
		return gone
	})
}

// Next is the number that the next message gets.
func (v *Visit) Next() int { return v.forgot + len(v.entries) }

// First is the number of the oldest message that is kept.
func (v *Visit) First() int { return max(v.forgot, v.Next()-MaxMessages) }

// Has reports whether a message is kept.
func (v *Visit) Has(number int) bool { return number >= v.First() && number < v.Next() }

// Entry returns a message that is kept, by its number.
func (v *Visit) Entry(number int) *Entry { return &v.entries[number-v.forgot] }

// Types returns the types of events that there were, by first sight; an event without a type is not
// among them.
func (v *Visit) Types() []ctlive.EventType { return v.types }

// Messages returns the messages that are kept.
func (v *Visit) Messages() []ctlive.Message {
	var messages []ctlive.Message
	for n := v.First(); n < v.Next(); n++ {
		messages = append(messages, v.Entry(n).Message)
	}
	return messages
}

// begin notes when the visit began, with the first that happens.
func (v *Visit) begin(at time.Time) {
	if v.Changes() == 0 {
		v.start = at
		v.openEarlier(at)
	}
}

// Start is when the visit began, from which its times are counted. Before, it is the moment that is
// asked for.
func (v *Visit) Start() time.Time {
	if v.Changes() == 0 {
		return time.Now()
	}
	return v.start
}

// Changes is how many messages and troubles there were.
func (v *Visit) Changes() int { return v.Next() + v.troubled }

// Span is from the first message or trouble that is kept to the last, or to now while something
// goes on.
func (v *Visit) Span(now time.Time) (from, to time.Time) {
	if v.Changes() == 0 {
		return now, now
	}
	var times []time.Time
	if len(v.entries) > 0 {
		times = append(times, v.Entry(v.First()).At, v.entries[len(v.entries)-1].At)
	}
	if len(v.troubles) > 0 {
		times = append(times, v.troubles[0].Time, v.troubles[len(v.troubles)-1].Time)
	}
	from, to = slices.MinFunc(times, time.Time.Compare), slices.MaxFunc(times, time.Time.Compare)
	if v.goesOn() && now.After(to) {
		to = now
	}
	return from, to
}

func (v *Visit) goesOn() bool {
	return slices.ContainsFunc(v.lanes, func(l *Lane) bool { return l.open() != nil })
}

// Filter says which messages are shown. The zero value shows all.
type Filter struct {
	Type   ctlive.EventType
	Widget *Lane // nil for all
	Chat   *Lane // nil for all
}

// Match reports whether a message is shown.
func (f Filter) Match(e *Entry) bool {
	t := e.Event.EventType()
	return (f.Type == "" || f.Type == ctlive.EventType(short(string(t)))) &&
		(f.Widget == nil || f.Widget == e.Widget) &&
		(f.Chat == nil || f.Chat == e.Lane)
}
