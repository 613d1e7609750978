package visit

import (
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// Kind is what a lane of the timeline is about.
type Kind int

// The kinds of lanes, in the order in which they stand.
const (
	Widget Kind = iota
	Chat
	Other // events that name no widget and no chat
)

// State is what a bar says of a widget or a chat.
type State int

// The states. Between two bars there is none: a widget is hidden, a chat is over.
const (
	Nothing State = iota
	Shown
	Form
	Waiting
	Talking
	Survey
)

// Lane is what the timeline shows of a widget or a chat.
type Lane struct {
	Kind  Kind
	ID    string
	Bars  []Bar  // in order, none at the same time as another
	Marks []Mark // in order of arrival

	widget widgetKey
}

// Bar is a state over time.
type Bar struct {
	State    State
	From, To time.Time // To is zero while the state goes on
}

// Mark is a message.
type Mark struct {
	Number int
	Time   time.Time
}

type laneKey struct {
	kind   Kind
	id     string
	widget widgetKey
}

// widgetKey tells a widget from others, as package session does. ID is its widgetID, or else its elementID.
type widgetKey struct{ elementID, widgetID string }

// Lanes returns the lanes in the order in which they stand: widgets, chats, others, each by first sight.
func (v *Visit) Lanes() []*Lane { return v.lanes }

// Lane returns the lane of a message that is kept, by its number.
func (v *Visit) Lane(number int) *Lane { return v.lane(*v.Entry(number)) }

// follow adds a message to its lane, and what it has changed.
func (v *Visit) follow(e Entry) {
	l := v.lane(e)
	l.Marks = append(l.Marks, Mark{e.Number, e.At})
	switch e.Event.(type) {
	case ctlive.Loaded, ctlive.WidgetClicked, ctlive.Unknown: // these change no state
		return
	}
	state := v.state(l)
	open := l.open()
	if open != nil && open.State == state {
		return
	}
	if open != nil {
		open.To = later(e.At, open.From)
	}
	if state != Nothing {
		from := e.At
		if len(l.Bars) > 0 {
			from = later(from, l.Bars[len(l.Bars)-1].To)
		}
		l.Bars = append(l.Bars, Bar{State: state, From: from})
	}
}

// lane returns the lane that a message belongs to. One that names a widget and a chat belongs to the chat.
func (v *Visit) lane(e Entry) *Lane {
	kind, id, widget := Other, "", widgetKey{}
	switch {
	case e.ChatID != "":
		kind, id = Chat, e.ChatID
	case e.WidgetID != "":
		kind, id, widget = Widget, e.WidgetID, e.widget
	}
	if l := v.laneOf[laneKey{kind, id, widget}]; l != nil {
		return l
	}
	l := &Lane{Kind: kind, ID: id, widget: widget}
	if v.laneOf == nil {
		v.laneOf = map[laneKey]*Lane{}
	}
	v.laneOf[laneKey{kind, id, widget}] = l
	at := slices.IndexFunc(v.lanes, func(other *Lane) bool { return other.Kind > kind })
	if at < 0 {
		at = len(v.lanes)
	}
	v.lanes = slices.Insert(v.lanes, at, l)
	return l
}

// state returns the state of a lane, as the session has it.
func (v *Visit) state(l *Lane) State {
	if l.Kind == Chat {
		c, ok := v.Tracker.Chat(l.ID)
		switch {
		case !ok:
		case c.State == session.Requested:
			return Waiting
		case c.State == session.Online:
			return Talking
		case c.Survey == session.SurveyOpen:
			return Survey
		}
		return Nothing
	}
	w, ok := v.Tracker.Widget(l.widget.elementID, l.widget.widgetID)
	switch {
	case !ok:
	case w.Collecting && (w.Shown || w.Since.IsZero()): // the WidgetShown may have come before the listener
		return Form
	case w.Shown:
		return Shown
	}
	return Nothing
}

// Latest is the number of the latest message of a lane, -1 if none is kept.
func (l *Lane) Latest() int {
	if len(l.Marks) == 0 {
		return -1
	}
	return l.Marks[len(l.Marks)-1].Number
}

// open returns the bar that goes on, nil if there is none.
func (l *Lane) open() *Bar {
	if n := len(l.Bars); n > 0 && l.Bars[n-1].To.IsZero() {
		return &l.Bars[n-1]
	}
	return nil
}

// at returns the bar at a moment, nil if there is none.
func (l *Lane) at(t time.Time) *Bar {
	for i := range l.Bars {
		if b := &l.Bars[i]; !t.Before(b.From) && (b.To.IsZero() || t.Before(b.To)) {
			return b
		}
	}
	return nil
}

// forget removes the marks of messages before a number, and the bars that ended before a moment.
func (l *Lane) forget(number int, before time.Time) {
	l.Marks = slices.DeleteFunc(l.Marks, func(m Mark) bool { return m.Number < number })
	l.Bars = slices.DeleteFunc(l.Bars, func(b Bar) bool { return !b.To.IsZero() && b.To.Before(before) })
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
