// Package session tells the state of a visit: which widgets are shown, which chats are waiting,
// going on or over, how long visitors waited, and how far they got. It is made from the events
// alone.
//
//	var tracker session.Tracker
//	d.OnMessage(tracker.Observe)
//	...
//	for _, chat := range tracker.Snapshot().Chats {
//		fmt.Println(chat.ChatID, chat.State, chat.Waiting(time.Now()))
//	}
//
// CTLive promises no order of its messages, and repeats some where its script runs twice. What the
// order of a visit does not allow becomes an [Anomaly], and changes no state and no time.
//
// # A visit of several pages
//
// The SDK goes on with a chat after a page load (seen in its loader), and a new page begins with a
// new Tracker. Two things follow.
//
// An event of a chat whose start was not seen is no anomaly. The Tracker takes the chat up: it is
// Resumed, with the state that the event says and with the times that are known. The survey after a
// ClickToCall call comes without a ChatStarted (inferred), so its chat is taken up too, as
// Finished.
//
// To go on with what the earlier pages knew, write the Tracker as JSON before a page ends, and read
// it on the next page:
//
//	text, err := tracker.MarshalJSON()
//	...
//	err = tracker.UnmarshalJSON(text) // before the first event of the new page
//
// The text holds the ids of people and chats, which are personal data or keys to it: store it no
// longer than the visit.
//
// # Limits
//
// At most 1,000 widgets, 1,000 chats and 1,000 anomalies are kept. The oldest that have ended go
// first: widgets that are not shown, chats that are over. If none has ended, the oldest goes.
// Strings are cut at 256 bytes. Of the users of a chat the first are kept, 1 KB of them: some fifteen.
// A Tracker holds at most 8 MB.
package session

import (
	"time"

	"example.com/ctlive-go/ctlive"
)

// Session is the state of a visit. It is a copy: nothing changes it later.
type Session struct {
	Loaded    bool // the SDK has been loaded, on this page or on an earlier one
	Widgets   []Widget
	Chats     []Chat // these three in the order of first sight
	Funnel    Funnel
	Anomalies []Anomaly
}

// Widget is a widget of the page. ElementID and WidgetID together tell it from others: two services
// may share a WidgetID (inferred). It exists from the first event that names it.
type Widget struct {
	ElementID, WidgetID string
	UserID              string // of the latest event that had one

	Shown      bool
	Collecting bool                      // its form is open; no event says that a visitor has closed it
	Clicks     map[ctlive.WidgetType]int // at most 16 types, the first that came; nil if there were none
	Since      time.Time                 // when Shown last changed; zero if it has not
}

// Chat is a chat that was requested, or that was going on when the page began.
type Chat struct {
	ChatID, UserID string
	Users          []string // the participants, as the latest ChatOnline with users names them
	State          ChatState
	Survey         SurveyState
	Resumed        bool // it went on over a page load: first seen here in its middle, or restored and seen again

	// ElementID and WidgetID are the widget that the chat came from, where that can be told: the
	// one widget with a click of type Chat by the same user since that user's last ChatStarted.
	// Both are "" if several fit. No event states it, so WidgetInferred is true wherever they are
	// set.
	ElementID, WidgetID string
	WidgetInferred      bool

	Started, Answered, Ended time.Time // zero: not yet, never, or not on a page that was seen
}

// ChatState is how far a chat has come.
type ChatState int

// The states of a chat.
const (
	Requested ChatState = iota // nobody has joined yet
	Online                     // the chat is active; that an agent has joined is inferred, a bot may have
	Finished                   // it is over; it was online, or its beginning was not seen
	Abandoned                  // it is over, and was never online
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

// Waiting is how long the visitor has waited for the chat to be active: from Started to Answered,
// Ended or now, whichever is first; 0 if Started is not known. It is never negative.
func (c Chat) Waiting(now time.Time) time.Duration { return span(c.Started, c.Answered, c.Ended, now) }

// Talking is how long the chat has been online: from Answered to Ended or now, whichever is first;
// 0 if Answered is not known. It is never negative.
func (c Chat) Talking(now time.Time) time.Duration { return span(c.Answered, c.Ended, now) }

// span is the time from start to the first of ends that is set, 0 if there is none or start is not
// set.
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

// Funnel counts how far visitors got. Shown, Clicked and Collected count events of widgets; clicks
// by type are in Widget.Clicks. The others count chats.
//
// A chat that was taken up in its middle counts in Resumed, not in Requested, and in the steps
// whose events came here: one that was taken up with a ChatOnline counts in Online.
type Funnel struct {
	Shown     int // WidgetShown events
	Clicked   int // WidgetClicked events
	Collected int // DatacollectionSubmitted events
	Requested int // chats that began here, with a ChatStarted
	Online    int // chats with a ChatOnline
	Finished  int // chats with a ChatFinished, that were online or whose beginning was not seen
	Abandoned int // chats with a ChatFinished, that were never online
	Surveyed  int // chats with a SurveySubmitted
	Resumed   int // chats that were taken up in their middle
}

// Anomaly is a message that the order of a visit does not allow.
type Anomaly struct {
	Message ctlive.Message // without Raw, and with what is kept of its strings; read only
	Reason  string         // what was wrong: "ChatFinished for a chat that is over already"
}
