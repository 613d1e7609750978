package main

import (
	"time"

	"example.com/ctlive-go/ctlive/session"
)

// visitFigures is what is kept of a visit.
type visitFigures struct {
	funnel    session.Funnel
	chatCount int
	chats     []chatFigures // the latest, see session
}

// chatFigures is what is kept of a chat.
type chatFigures struct {
	id                       uint64 // a hash of its chatID; 0 if the page sends none
	widget                   uint32 // in account.widgets, as session infers it; 0 if it is not known
	state                    session.ChatState
	started, answered, ended int64 // Unix time in ms, of the visitor's clock; 0 if it is not known
}

func (a *account) figuresOf(s session.Session) visitFigures {
	f := visitFigures{funnel: s.Funnel, chatCount: s.Funnel.Requested + s.Funnel.Resumed}
	if len(s.Chats) > 0 {
		f.chats = make([]chatFigures, len(s.Chats))
	}
	for i, c := range s.Chats {
		f.chats[i] = chatFigures{
			widget: a.widgets.of(c.WidgetID), state: c.State,
			started: milliseconds(c.Started), answered: milliseconds(c.Answered), ended: milliseconds(c.Ended),
		}
		if c.ChatID != "" {
			f.chats[i].id = a.hash(c.ChatID)
		}
	}
	return f
}

func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// isOver tells whether a chat has ended, as far as the page or the vendor's server knows.
func (c chatFigures) isOver(n notice) bool {
	return n.ended || c.state == session.Finished || c.state == session.Abandoned
}

// between is the time from one moment to another, 0 if one is not known. It is never negative.
func between(from, to int64) time.Duration {
	if from == 0 || to == 0 {
		return 0
	}
	return max(time.Duration(to-from)*time.Millisecond, 0)
}

func addFunnel(sum *session.Funnel, f session.Funnel, sign int) {
	sum.Shown += sign * f.Shown
	sum.Clicked += sign * f.Clicked
	sum.Collected += sign * f.Collected
	sum.Requested += sign * f.Requested
	sum.Online += sign * f.Online
	sum.Finished += sign * f.Finished
	sum.Abandoned += sign * f.Abandoned
	sum.Surveyed += sign * f.Surveyed
	sum.Resumed += sign * f.Resumed
}
