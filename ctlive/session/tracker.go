package session

import (
	"slices"
	"sync"

	"example.com/ctlive-go/ctlive"
)

// How much a Tracker keeps, on a page that lives for days or gets messages from a hostile frame.
// With the limits in keep.go and clicks.go it holds at most 8 MB: TestMemory fills them all.
const (
	maxWidgets   = 1000
	maxChats     = 1000
	maxAnomalies = 1000
)

// Tracker follows the events of a visit. The zero value is ready. It is safe for concurrent use.
type Tracker struct {
	mu sync.Mutex
	state
}

// state is what a Tracker knows.
type state struct {
	loaded    bool
	widgets   []*widget
	chats     []*chat
	funnel    Funnel
	anomalies []*Anomaly
	clicks    chatClicks
	types     typeNames
	restored  bool // it goes on from an earlier page

	widgetsByKey map[widgetKey]*widget
	chatsByID    map[string]*chat // that of "" means nothing: several chats can have no id
}

// Observe follows one message: register it with Dispatcher.OnMessage. Times are taken from
// Message.Time.
func (t *Tracker) Observe(m ctlive.Message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	reason := ""
	switch e := m.Event.(type) {
	case ctlive.Loaded:
		t.loaded = true
		reason = t.widget(e.ElementID, e.WidgetID, e.UserID).load()
	case ctlive.WidgetShown:
		t.funnel.Shown++
		reason = t.widget(e.ElementID, e.WidgetID, e.UserID).show(m.Time, t.chatsOver())
	case ctlive.WidgetHidden:
		reason = t.widget(e.ElementID, e.WidgetID, e.UserID).hide(m.Time)
	case ctlive.WidgetClicked:
		t.funnel.Clicked++
		t.click(t.widget(e.ElementID, e.WidgetID, e.UserID), e)
	case ctlive.DatacollectionStarted:
		t.widget(e.ElementID, e.WidgetID, e.UserID).Collecting = true
	case ctlive.DatacollectionSubmitted:
		t.funnel.Collected++
		reason = t.widget(e.ElementID, e.WidgetID, e.UserID).collect()
	case ctlive.ChatStarted:
		reason = t.startChat(e, m.Time)
	case ctlive.ChatOnline:
		reason = t.answerChat(e, m.Time)
	case ctlive.ChatFinished:
		reason = t.finishChat(e, m.Time)
	case ctlive.SurveyStarted:
		reason = t.startSurvey(e)
	case ctlive.SurveySubmitted:
		reason = t.endSurvey(e)
	}
	if reason != "" {
		t.note(m, string(m.Event.EventType())+" "+reason)
	}
}

// note adds an anomaly.
func (s *state) note(m ctlive.Message, reason string) {
	m.Event, m.Origin, m.Raw = keepEvent(m.Event), keep(m.Origin), nil
	s.anomalies, _ = atMost(maxAnomalies, append(s.anomalies, &Anomaly{Message: m, Reason: reason}),
		func(*Anomaly) bool { return true })
}

// atMost removes one of all but the last, if there are more than limit: the oldest that has ended,
// or just the oldest.
func atMost[T any](limit int, all []*T, ended func(*T) bool) (kept []*T, gone *T) {
	if len(all) <= limit {
		return all, nil
	}
	i := max(slices.IndexFunc(all[:limit], ended), 0)
	gone = all[i]
	return slices.Delete(all, i, i+1), gone
}

// Snapshot returns the state of the visit at this moment.
func (t *Tracker) Snapshot() Session {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := Session{Loaded: t.loaded, Funnel: t.funnel}
	for _, w := range t.widgets {
		s.Widgets = append(s.Widgets, w.copy())
	}
	for _, c := range t.chats {
		s.Chats = append(s.Chats, c.copy())
	}
	for _, a := range t.anomalies {
		s.Anomalies = append(s.Anomalies, *a)
	}
	return s
}

// Widget returns a copy of one widget, as Snapshot has it. ok is false if no event has named it, or
// it is no longer kept.
func (t *Tracker) Widget(elementID, widgetID string) (w Widget, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.widgetsByKey[keyOf(elementID, widgetID)]; known != nil {
		return known.copy(), true
	}
	return Widget{}, false
}

// Chat returns a copy of one chat, as Snapshot has it; for "" the latest, which an event without a
// chatID belongs to. ok is false if there is no such chat, or it is no longer kept.
func (t *Tracker) Chat(chatID string) (c Chat, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.chat(chatID); known != nil {
		return known.copy(), true
	}
	return Chat{}, false
}
