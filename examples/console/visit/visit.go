// Package visit is what the console knows of a visit: its messages, what they have come to, and how that looks over time. It
// knows nothing of the page that shows it.
package visit

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// MaxMessages is how many messages of a visit are kept, to be shown and saved. The oldest go first.
const MaxMessages = 10_000

// maxTypes is how many types of events are told apart: those that a version does not know come from outside.
const maxTypes = 100

// Visit is what has happened on a page. The zero value is ready. It is not safe for concurrent use.
type Visit struct {
	Tracker session.Tracker // what the messages have come to

	entries []Entry
	forgot  int // entries that are not kept any more
	lanes   []*Lane
	laneOf  map[laneKey]*Lane
	types   []ctlive.EventType
}

// Entry is a message with what it is about.
type Entry struct {
	ctlive.Message
	At       time.Time // its time, or that of the message before if it has none
	Number   int       // of the message in the visit, from 0
	WidgetID string
	ChatID   string

	widget widgetKey
}

// Add adds the next message.
func (v *Visit) Add(m ctlive.Message) { v.add(m, m.Time) }

func (v *Visit) add(m ctlive.Message, at time.Time) {
	if len(v.entries) == MaxMessages+MaxMessages/10 { // not one by one: each time all are moved
		v.forget(MaxMessages / 10)
	}
	e := Entry{Message: m, At: at, Number: v.Next()}
	e.widget, e.ChatID = about(m.Event)
	e.WidgetID = cmp.Or(e.widget.widgetID, e.widget.elementID)
	v.entries = append(v.entries, e)
	if t := m.Event.EventType(); t != "" && len(v.types) < maxTypes && !slices.Contains(v.types, t) {
		v.types = append(v.types, t)
	}
	m.Time = at
	v.Tracker.Observe(m)
	v.follow(e)
}

func (v *Visit) forget(count int) {
	v.entries = slices.Delete(v.entries, 0, count)
	v.forgot += count
	for _, lane := range v.lanes {
		lane.forget(v.forgot, v.entries[0].At)
	}
	v.lanes = slices.DeleteFunc(v.lanes, func(l *Lane) bool {
		gone := len(l.Marks) == 0 && (l.open() == nil || v.state(l) == Nothing) // the session may have forgotten it too
		if gone {
			delete(v.laneOf, laneKey{l.Kind, l.ID, l.widget})
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

// Types returns the types of events that there were, by first sight; an event without a type is not among them.
func (v *Visit) Types() []ctlive.EventType { return v.types }

// Messages returns the messages that are kept.
func (v *Visit) Messages() []ctlive.Message {
	var messages []ctlive.Message
	for n := v.First(); n < v.Next(); n++ {
		messages = append(messages, v.Entry(n).Message)
	}
	return messages
}

// Span is from the first message that is kept to the last, or to now while something goes on.
func (v *Visit) Span(now time.Time) (from, to time.Time) {
	if len(v.entries) == 0 {
		return now, now
	}
	from = v.Entry(v.First()).At
	to = v.entries[len(v.entries)-1].At
	if v.goesOn() && now.After(to) {
		to = now
	}
	if to.Before(from) { // the clock was set back
		to = from
	}
	return from, to
}

func (v *Visit) goesOn() bool {
	return slices.ContainsFunc(v.lanes, func(l *Lane) bool { return l.open() != nil })
}

// about returns the widget or the chat that an event names, "" where it names none.
func about(event ctlive.Event) (widget widgetKey, chatID string) {
	switch e := event.(type) {
	case ctlive.Loaded:
		return widgetKey{e.ElementID, e.WidgetID}, ""
	case ctlive.WidgetShown:
		return widgetKey{e.ElementID, e.WidgetID}, ""
	case ctlive.WidgetHidden:
		return widgetKey{e.ElementID, e.WidgetID}, ""
	case ctlive.WidgetClicked:
		return widgetKey{e.ElementID, e.WidgetID}, ""
	case ctlive.DatacollectionStarted:
		return widgetKey{e.ElementID, e.WidgetID}, ""
	case ctlive.DatacollectionSubmitted:
		return widgetKey{e.ElementID, e.WidgetID}, ""
	case ctlive.ChatStarted:
		return widget, e.ChatID
	case ctlive.ChatOnline:
		return widget, e.ChatID
	case ctlive.ChatFinished:
		return widget, e.ChatID
	case ctlive.SurveyStarted:
		return widget, e.ChatID
	case ctlive.SurveySubmitted:
		return widget, e.ChatID
	case ctlive.Unknown:
		var ids struct{ ElementID, WidgetID, ChatID string }
		_ = json.Unmarshal(e.Object, &ids) // members of other kinds name nothing
		return widgetKey{ids.ElementID, ids.WidgetID}, ids.ChatID
	}
	return widget, ""
}

// Filter says which messages are shown. The zero value shows all.
type Filter struct {
	Type     ctlive.EventType
	WidgetID string
	ChatID   string
}

// Match reports whether a message is shown.
func (f Filter) Match(e *Entry) bool {
	return (f.Type == "" || f.Type == e.Event.EventType()) &&
		(f.WidgetID == "" || f.WidgetID == e.WidgetID) &&
		(f.ChatID == "" || f.ChatID == e.ChatID)
}
