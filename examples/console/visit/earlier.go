package visit

import (
	"slices"
	"time"

	"example.com/ctlive-go/ctlive/session"
)

// GoOn makes the visit go on with the session of earlier pages. Call it before the first message.
func (v *Visit) GoOn(earlier *session.Tracker) {
	if s := earlier.Snapshot(); !s.Loaded && len(s.Widgets) == 0 && len(s.Chats) == 0 {
		return // nothing is known, so that what comes first is judged as on a first page
	}
	text, _ := earlier.MarshalJSON()
	_ = v.Tracker.UnmarshalJSON(text) // it reads what MarshalJSON writes
	v.earlier = v.Tracker.Snapshot()
}

// BeginInTheMiddle tells a new tracker that its messages begin in the middle of a page: nothing is known of what the
// page shows, so that the first event of a widget is no anomaly.
func BeginInTheMiddle(t *session.Tracker) {
	text, _ := new(session.Tracker).MarshalJSON()
	_ = t.UnmarshalJSON(text) // it reads what MarshalJSON writes
}

// Since is when the session began, as far as an earlier page knew: zero if there was none.
func (v *Visit) Since() (first time.Time) {
	note := func(t time.Time) {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	for _, w := range v.earlier.Widgets {
		note(w.Since)
	}
	for _, c := range v.earlier.Chats {
		note(c.Started)
	}
	return first
}

// IsEarlier reports whether a chat is from an earlier page.
func (v *Visit) IsEarlier(chatID string) bool {
	return slices.ContainsFunc(v.earlier.Chats, func(c session.Chat) bool { return c.ChatID == chatID })
}

// openEarlier gives a lane to each chat that was going on when the page began.
func (v *Visit) openEarlier(at time.Time) {
	for _, c := range v.earlier.Chats {
		key := laneKey{kind: Chat, chatID: c.ChatID}
		if state := v.state(&Lane{key: key}); c.ChatID != "" && state != Nothing {
			l := v.lane(key)
			l.Bars = append(l.Bars, Bar{State: state, From: at})
		}
	}
}
