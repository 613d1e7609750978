//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"strings"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm/sessionstore"
)

// visitor follows the visit over the pages of the site, so that what the vendor's script posts again after a page load
// is counted once. It keeps what it knows for the next page, with the ids of people in it, only if the visitor agrees.
type visitor struct {
	dispatcher  ctlive.Dispatcher
	tracker     session.Tracker
	stopTracker func()
	told        []progress // of the chats, when the last event came
}

// progress is how far a chat has come.
type progress struct {
	state  session.ChatState
	survey session.SurveyState
}

func newVisitor() *visitor {
	v := &visitor{}
	v.dispatcher.OnError(showProblem)
	v.stopTracker = v.dispatcher.OnMessage(v.tracker.Observe)
	return v
}

// keep keeps the session, and goes on with that of an earlier page.
func (v *visitor) keep() {
	v.stopTracker()
	_, _ = sessionstore.Attach(&v.dispatcher, &v.tracker, nil) // it errs on nil alone
	v.told = v.progress()
	v.show()
}

// forget deletes what an earlier page has kept.
func (v *visitor) forget() {
	store, _ := sessionstore.Attach(new(ctlive.Dispatcher), new(session.Tracker), nil)
	store.Forget()
}

// follow reports whether an event is news. The event of a chat that changes none is not: an earlier page has had it.
func (v *visitor) follow(m ctlive.Message) (news bool) {
	v.dispatcher.Dispatch(m)
	before := v.told
	v.told = v.progress()
	v.show()
	switch m.Event.(type) {
	case ctlive.ChatStarted, ctlive.ChatOnline, ctlive.ChatFinished, ctlive.SurveyStarted, ctlive.SurveySubmitted:
		return !slices.Equal(before, v.told)
	}
	return true
}

func (v *visitor) progress() (all []progress) {
	for _, c := range v.tracker.Snapshot().Chats {
		all = append(all, progress{c.State, c.Survey})
	}
	return all
}

// show shows the state of the visit, over all its pages.
func (v *visitor) show() {
	s := v.tracker.Snapshot()
	var chats []string
	for _, c := range s.Chats {
		text := c.State.String()
		if c.Resumed {
			text += " (resumed after a page load)"
		}
		chats = append(chats, text)
	}
	text := "No chat yet."
	if len(chats) > 0 {
		f := s.Funnel
		text = fmt.Sprintf("Chats: %s. Requested %d, answered %d, finished %d, surveys completed %d.",
			strings.Join(chats, ", "), f.Requested, f.Online, f.Finished, f.Surveyed)
	}
	dom.SetText("session", text)
}
