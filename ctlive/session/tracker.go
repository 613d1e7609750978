package session

import (
	"maps"
	"slices"
	"sync"

	"example.com/ctlive-go/ctlive"
)

// How much a Tracker keeps, on a page that lives for days. The oldest that have ended go first: widgets that are hidden,
// chats that are over.
const (
	maxWidgets      = 1000
	maxChats        = 1000
	maxAnomalies    = 1000
	maxAnomalyBytes = 1 << 20 // of Message.Raw; the newest is kept in any case
	maxClickTypes   = 100     // of one widget
	maxTypeBytes    = 64      // of a type that is counted
	maxClickers     = 1000    // users whose latest clicks are kept
)

// Tracker follows the events of a page. The zero value is ready. It is safe for concurrent use.
type Tracker struct {
	mu        sync.Mutex
	loaded    bool
	widgets   []*widget
	chats     []*Chat
	chatsByID map[string]*Chat
	funnel    Funnel
	anomalies []Anomaly
	rawBytes  int // of anomalies

	// clickers has, for each user with a click of type Chat since the last ChatStarted, the WidgetID that was clicked, or ""
	// where that can't be told: there were several, or the user's clicks have not all been kept.
	clickers     map[string]string
	clicksMissed bool
}

// Observe follows one message: register it with Dispatcher.OnMessage. Times are taken from Message.Time.
func (t *Tracker) Observe(m ctlive.Message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	reason := ""
	switch e := m.Event.(type) {
	case ctlive.Loaded:
		reason = t.load(e)
	case ctlive.WidgetShown:
		t.funnel.Shown++
		reason = t.show(t.widget(e.ElementID, e.WidgetID, e.UserID), true, m.Time)
	case ctlive.WidgetHidden:
		reason = t.show(t.widget(e.ElementID, e.WidgetID, e.UserID), false, m.Time)
	case ctlive.WidgetClicked:
		t.funnel.Clicked++
		t.click(t.widget(e.ElementID, e.WidgetID, e.UserID), e)
	case ctlive.DatacollectionStarted:
		t.widget(e.ElementID, e.WidgetID, e.UserID).Collecting = true
	case ctlive.DatacollectionSubmitted:
		t.funnel.Collected++
		reason = t.collect(t.widget(e.ElementID, e.WidgetID, e.UserID))
	case ctlive.ChatStarted:
		reason = t.startChat(e, m.Time)
	case ctlive.ChatOnline:
		reason = t.answerChat(e, m.Time)
	case ctlive.ChatFinished:
		reason = t.finishChat(e, m.Time)
	case ctlive.SurveyStarted:
		reason = t.startSurvey(e.ChatID)
	case ctlive.SurveySubmitted:
		reason = t.endSurvey(e.ChatID)
	}
	if reason != "" {
		t.note(Anomaly{Message: m, Reason: string(m.Event.EventType()) + " " + reason})
	}
}

func (t *Tracker) note(a Anomaly) {
	t.anomalies = append(t.anomalies, a)
	t.rawBytes += len(a.Message.Raw)
	for len(t.anomalies) > maxAnomalies || t.rawBytes > maxAnomalyBytes && len(t.anomalies) > 1 {
		t.rawBytes -= len(t.anomalies[0].Message.Raw)
		t.anomalies = slices.Delete(t.anomalies, 0, 1)
	}
}

// Snapshot returns what the visit has come to, as one moment of it.
func (t *Tracker) Snapshot() Session {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := Session{Loaded: t.loaded, Funnel: t.funnel, Anomalies: slices.Clone(t.anomalies)}
	for _, w := range t.widgets {
		s.Widgets = append(s.Widgets, w.copy())
	}
	for _, c := range t.chats {
		s.Chats = append(s.Chats, c.copy())
	}
	return s
}

// Widget returns a copy of one widget, as Snapshot has it: that with the widgetID, or with the elementID where widgetID is
// "". ok is false if no event has named it.
func (t *Tracker) Widget(elementID, widgetID string) (w Widget, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.knownWidget(elementID, widgetID); known != nil {
		return known.copy(), true
	}
	return Widget{}, false
}

// Chat returns a copy of one chat, as Snapshot has it. ok is false if it has not started.
func (t *Tracker) Chat(chatID string) (c Chat, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.chat(chatID); known != nil {
		return known.copy(), true
	}
	return Chat{}, false
}

func (w *widget) copy() Widget {
	copied := w.Widget
	copied.Clicks = maps.Clone(w.Clicks)
	return copied
}

func (c *Chat) copy() Chat {
	copied := *c
	copied.Users = slices.Clone(c.Users)
	return copied
}
