// Package ctlivetest is for the tests of programs that use package ctlive: a scripted visit, and a recorder of what a
// Dispatcher delivers. It needs no browser and no tenant of CTLive's.
//
//	var d ctlive.Dispatcher
//	hidePhoneNumber(&d, page)
//	for _, m := range ctlivetest.Visit("chat-1", "user-1") {
//		d.Dispatch(m)
//	}
package ctlivetest

import (
	"slices"
	"sync"
	"time"

	"example.com/ctlive-go/ctlive"
)

// What the messages of Visit say, beside the ids that it is given.
const (
	Origin    = "https://www.example.com"
	ElementID = "ctlive-sidebar"
	WidgetID  = "widget-1"
	AgentID   = "agent-1"
)

// Visit returns the messages of a whole visit, as the SDK posts them, one second apart: the widget is shown and
// clicked, the form filled in, a chat requested, answered and finished, the survey filled in, and the widget
// hidden. The slice and what it holds are the caller's own.
func Visit(chatID, userID string) []ctlive.Message {
	events := []ctlive.Event{
		ctlive.Loaded{ElementID: ElementID, WidgetID: WidgetID, UserID: userID},
		ctlive.WidgetShown{ElementID: ElementID, WidgetID: WidgetID, UserID: userID},
		ctlive.WidgetClicked{ElementID: ElementID, WidgetID: WidgetID, UserID: userID, Type: ctlive.Chat},
		ctlive.DatacollectionStarted{ElementID: ElementID, WidgetID: WidgetID, UserID: userID, Type: ctlive.Chat},
		ctlive.DatacollectionSubmitted{ElementID: ElementID, WidgetID: WidgetID, UserID: userID, Type: ctlive.Chat},
		ctlive.ChatStarted{ChatID: chatID, UserID: userID},
		ctlive.ChatOnline{ChatID: chatID, Users: []string{userID, AgentID}},
		ctlive.ChatFinished{ChatID: chatID, UserID: userID, IsSurveyConfigured: true},
		ctlive.SurveyStarted{ChatID: chatID, UserID: userID},
		ctlive.SurveySubmitted{ChatID: chatID, UserID: userID},
		ctlive.WidgetHidden{ElementID: ElementID, WidgetID: WidgetID, UserID: userID},
	}
	begin := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	messages := make([]ctlive.Message, len(events))
	for i, e := range events {
		raw, err := ctlive.Encode(e)
		if err != nil {
			panic(err) // every event above has an envelope
		}
		messages[i] = ctlive.Message{Event: e, Origin: Origin, Time: begin.Add(time.Duration(i) * time.Second), Raw: raw}
	}
	return messages
}

// Recorder keeps what a Dispatcher delivers and reports. It is safe for concurrent use.
type Recorder struct {
	mu       sync.Mutex
	messages []ctlive.Message
	errors   []error
}

// Record registers a Recorder with d, as a handler for every message and for every error.
func Record(d *ctlive.Dispatcher) *Recorder {
	r := new(Recorder)
	d.OnMessage(func(m ctlive.Message) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.messages = append(r.messages, m)
	})
	d.OnError(func(err error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.errors = append(r.errors, err)
	})
	return r
}

// Messages returns the messages so far, in the order of delivery.
func (r *Recorder) Messages() []ctlive.Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.messages)
}

// Errors returns the errors so far, in the order of their reports.
func (r *Recorder) Errors() []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.errors)
}
