package visit

import (
	"cmp"
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
	Bars  []Bar  // in order, none at the same time as another
	Marks []Mark // in order of arrival

	key    laneKey
	shared bool // another widget has the same widgetID
}

// Kind is what the lane is about.
func (l *Lane) Kind() Kind { return l.key.kind }

// ElementID is the id of the element that holds its widget, "" where there is none.
func (l *Lane) ElementID() string { return l.key.elementID }

// ID is what its widget or chat is called by: two widgets with one widgetID by that of their
// element too.
func (l *Lane) ID() string {
	k := l.key
	switch {
	case k.kind == Chat:
		return k.chatID
	case l.shared && k.elementID != "":
		return k.widgetID + " in " + k.elementID
	}
	return cmp.Or(k.widgetID, k.elementID)
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

// Lanes returns the lanes in the order in which they stand: widgets, chats, others, each by first
// sight.
func (v *Visit) Lanes() []*Lane { return v.lanes }

// LatestWidgets returns the lanes of the widgets that were seen last, at most so many.
func (v *Visit) LatestWidgets(count int) []*Lane {
	end := slices.IndexFunc(v.lanes, func(l *Lane) bool { return l.key.kind != Widget })
	if end < 0 {
		end = len(v.lanes)
	}
	return v.lanes[max(end-count, 0):end]
}

// ChatNow returns the chat that is going on, the newest of several, as the session has it.
func (v *Visit) ChatNow() (chat session.Chat, ok bool) {
	for _, l := range slices.Backward(v.lanes) {
		if l.key.kind == Chat && l.open() != nil && v.state(l) != Nothing {
			return v.Tracker.Chat(l.key.chatID)
		}
	}
	return session.Chat{}, false
}

// follow adds a message to its lane, and what it has changed.
func (v *Visit) follow(e Entry) {
	l := e.Lane
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

// state returns the state of a lane, as the session has it.
func (v *Visit) state(l *Lane) State {
	if l.key.kind == Chat {
		c, ok := v.Tracker.Chat(l.key.chatID)
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
	w, ok := v.Tracker.Widget(l.key.elementID, l.key.widgetID)
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
