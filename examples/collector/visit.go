package main

import (
	"cmp"
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/session"
)

// visit is one visit: where its events are in the stream, in the order of the visit, and their session.
//
// The order is that of ctliveseq as far as it has come: numbers that are missing are normal. Where an event comes
// after one with a higher number, the session is built anew with the event in its place. Events with the same
// number, and those without one, stay in the order in which they came.
type visit struct {
	places  []place
	text    int           // bytes of the events' texts
	stored  time.Time     // when the stream took the latest event
	ahead   time.Duration // of the clock here, how far the visitor's is behind, and how long the event took
	pages   []pageFigures
	figures visitFigures

	// Of an open visit:
	isOpen   bool
	messages []ctlive.Message // as places
	tracker  *session.Tracker // nil if it has to be built anew
}

// place is where an event is: in the visit, and in the stream.
type place struct{ sequence, stream uint64 }

// add puts an event in its place. The session of an open visit follows.
func (v *visit) add(sequence uint64, m message, content ctlive.Message) {
	if !content.Time.IsZero() {
		v.ahead = m.stored.Sub(content.Time)
	}
	content.Raw = nil
	content.Event = ofVisitor(content.Event)
	last := len(v.places)
	if sequence == 0 && last > 0 {
		sequence = v.places[last-1].sequence
	}
	at, _ := slices.BinarySearchFunc(v.places, sequence, func(p place, sequence uint64) int {
		if p.sequence <= sequence {
			return -1
		}
		return 1
	})
	v.places = slices.Insert(v.places, at, place{sequence, m.place})
	if !v.isOpen {
		return
	}
	v.messages = slices.Insert(v.messages, at, content)
	switch {
	case at < last:
		v.tracker = nil
	case last == 0:
		v.tracker = new(session.Tracker)
		fallthrough
	case v.tracker != nil:
		v.tracker.Observe(content)
	}
}

// ofVisitor names the user of a click or of a chat that names none, as pages send no userID by default: a visit is of
// one visitor. Otherwise its session could not tell which widget a chat came from.
func ofVisitor(event ctlive.Event) ctlive.Event {
	const visitor = "visitor"
	switch e := event.(type) {
	case ctlive.WidgetClicked:
		e.UserID = cmp.Or(e.UserID, visitor)
		return e
	case ctlive.ChatStarted:
		e.UserID = cmp.Or(e.UserID, visitor)
		return e
	}
	return event
}

// session returns the session of an open visit.
func (v *visit) session() session.Session {
	if v.tracker == nil {
		v.tracker = new(session.Tracker)
		for _, m := range v.messages {
			v.tracker.Observe(m)
		}
	}
	return v.tracker.Snapshot()
}

// close frees what only an open visit has. The figures must be up to date.
func (v *visit) close() {
	v.isOpen, v.messages, v.tracker = false, nil, nil
	v.places = slices.Clip(v.places)
}

// reopen reads the events of a closed visit again. Those that the stream no longer has are left out.
func (v *visit) reopen(readBack func(place uint64) (message, bool, error)) error {
	messages, places := make([]ctlive.Message, 0, len(v.places)), make([]place, 0, len(v.places))
	for _, p := range v.places {
		m, ok, err := readBack(p.stream)
		if err != nil {
			return err
		}
		var e cloudevents.Event
		if ok && e.UnmarshalJSON(m.data) == nil && e.ID != "" {
			e.Message.Raw = nil
			e.Message.Event = ofVisitor(e.Message.Event)
			messages, places = append(messages, e.Message), append(places, p)
		}
	}
	v.messages, v.places, v.tracker = messages, places, nil
	return nil
}

// maxPages is how many pages of one visit are told from each other.
const maxPages = 100

// pageFigures count what happened on one page.
type pageFigures struct {
	page                  uint32 // in account.pages
	shown, clicked, chats uint32
}

func (v *visit) addPage(page uint32, e ctlive.Event) {
	i := slices.IndexFunc(v.pages, func(p pageFigures) bool { return p.page == page })
	switch {
	case i < 0 && len(v.pages) == maxPages:
		return
	case i < 0:
		i = len(v.pages)
		v.pages = append(v.pages, pageFigures{page: page})
	}
	switch e.(type) {
	case ctlive.WidgetShown:
		v.pages[i].shown++
	case ctlive.WidgetClicked:
		v.pages[i].clicked++
	case ctlive.ChatStarted:
		v.pages[i].chats++
	}
}
