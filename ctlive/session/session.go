// Package session tells what a visit has come to: which widgets are shown, which chats are waiting, going on or over, how
// long visitors waited, and how far they got. It is made from the events alone.
//
//	var tracker session.Tracker
//	d.OnMessage(tracker.Observe)
//	...
//	for _, chat := range tracker.Snapshot().Chats {
//		fmt.Println(chat.ChatID, chat.State, chat.Waiting(time.Now()))
//	}
//
// CTLive promises no order of its messages, and repeats some where its script runs twice. What the order of a visit does
// not allow becomes an Anomaly, and changes no state and no time. At most 1,000 widgets, chats and anomalies are kept.
package session

import (
	"time"

	"example.com/ctlive-go/ctlive"
)

// Session is what a visit has come to. It is a copy: nothing changes it later.
type Session struct {
	Loaded    bool // the SDK is loaded
	Widgets   []Widget
	Chats     []Chat // these three in the order of first sight
	Funnel    Funnel
	Anomalies []Anomaly
}

// Widget is a widget of the page. It exists from the first event that names it.
type Widget struct {
	ElementID, WidgetID, UserID string

	Shown      bool
	Collecting bool // its form is open; no event says that a visitor has closed it
	Clicks     map[ctlive.WidgetType]int
	Since      time.Time // when Shown last changed; zero if it has not
}

// Chat is a chat that was requested.
type Chat struct {
	ChatID, UserID string
	Users          []string // the participants, as the latest ChatOnline names them
	State          ChatState
	Survey         SurveyState

	// WidgetID is the widget that the chat came from, where that can be told: the one widget with a click of type Chat by
	// the same user since that user's last ChatStarted; "" if several fit. No event states it, so that WidgetInferred is
	// true wherever WidgetID is set.
	WidgetID       string
	WidgetInferred bool

	Started, Answered, Ended time.Time // zero: not yet, or never
}

// ChatState is how far a chat has come.
type ChatState int

// The states of a chat.
const (
	Requested ChatState = iota // nobody has joined yet
	Online                     // an agent has joined
	Finished                   // it was online, and is over
	Abandoned                  // it is over, and nobody had joined
)

// String returns the state in lower case: "requested".
func (s ChatState) String() string { return name(s, "requested", "online", "finished", "abandoned") }

// SurveyState is what has become of the survey after a chat.
type SurveyState int

// The states of a survey.
const (
	NoSurvey       SurveyState = iota // none is configured, as far as is known
	SurveyExpected                    // the chat is over, and a survey is configured
	SurveyOpen
	SurveyDone
)

// String returns the state in words: "survey expected".
func (s SurveyState) String() string {
	return name(s, "no survey", "survey expected", "survey open", "survey done")
}

func name[S ~int](state S, names ...string) string {
	if state < 0 || int(state) >= len(names) {
		return "unknown"
	}
	return names[state]
}

// Waiting is how long the visitor has waited for an agent: from Started to Answered, Ended or now, whichever is first.
func (c Chat) Waiting(now time.Time) time.Duration { return span(c.Started, c.Answered, c.Ended, now) }

// Talking is how long the chat has been online: from Answered to Ended or now, whichever is first; 0 if never answered.
func (c Chat) Talking(now time.Time) time.Duration { return span(c.Answered, c.Ended, now) }

// span is the time from start to the first of ends that is set, 0 if there is none or start is not set.
func span(start time.Time, ends ...time.Time) time.Duration {
	var first time.Time
	for _, end := range ends {
		if !end.IsZero() && (first.IsZero() || end.Before(first)) {
			first = end
		}
	}
	if start.IsZero() || first.IsZero() {
		return 0
	}
	return max(first.Sub(start), 0)
}

// Funnel counts how far visitors got, all visits of the page together. Clicks by type are in Widget.Clicks.
type Funnel struct {
	Shown     int // WidgetShown events
	Clicked   int // WidgetClicked events
	Collected int // DatacollectionSubmitted events
	Requested int // chats
	Online    int // chats that an agent joined
	Finished  int // chats that were online and are over
	Abandoned int // chats that are over and were never online
	Surveyed  int // chats whose survey was submitted
}

// Anomaly is a message that the order of a visit does not allow.
type Anomaly struct {
	Message ctlive.Message
	Reason  string // what was wrong: "ChatOnline for a chat that has not started"
}
