//go:build js && wasm

package main

import (
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/examples/console/visit"
)

// source is what the page shows: the visit on this page, or a recording of another.
type source struct {
	live     *visit.Visit
	pausedAt time.Time        // zero while the live visit goes on
	held     []ctlive.Message // what has come while it was paused
	heldSize int              // bytes of their envelopes

	player   *visit.Player // nil on the live page
	fileName string

	changed func() // another visit is shown
}

func newSource(changed func()) *source { return &source{live: new(visit.Visit), changed: changed} }

// add adds a message of this page, also while a recording is shown.
func (s *source) add(m ctlive.Message) {
	if s.pausedAt.IsZero() {
		s.live.Add(m)
		return
	}
	s.held = append(s.held, m)
	s.heldSize += len(m.Raw)
	if len(s.held) == visit.MaxMessages || s.heldSize > visit.MaxBytes { // no more can be held without losing any
		s.resume()
	}
}

// all are the messages of the visit that is shown, with what is held or not replayed yet.
func (s *source) all() []ctlive.Message {
	if s.player != nil {
		return s.player.Messages()
	}
	return append(s.live.Messages(), s.held...)
}

// restart begins the live visit anew, with the session of earlier pages.
func (s *source) restart(earlier *session.Tracker) {
	s.empty()
	s.live.GoOn(earlier)
	s.changed()
}

// clear begins the live visit anew, in the middle of the page.
func (s *source) clear() {
	s.empty()
	visit.BeginInTheMiddle(&s.live.Tracker)
	s.changed()
}

func (s *source) empty() { s.live, s.held, s.heldSize = new(visit.Visit), nil, 0 }

func (s *source) togglePause() {
	if s.pausedAt.IsZero() {
		s.pausedAt = time.Now()
	} else {
		s.resume()
	}
}

func (s *source) resume() {
	for _, m := range s.held {
		s.live.Add(m)
	}
	s.held, s.heldSize, s.pausedAt = nil, 0, time.Time{}
}

// open shows a recording.
func (s *source) open(messages []ctlive.Message, fileName string) {
	s.player, s.fileName = visit.NewPlayer(messages), fileName
	s.changed()
}

// close shows the live visit again.
func (s *source) close() {
	s.player = nil
	s.changed()
}

// advance lets the time of a recording pass.
func (s *source) advance(now time.Time) {
	if s.player != nil {
		s.player.Advance(now)
	}
}

// seeking reports whether a recording is on its way to another position: advance goes on.
func (s *source) seeking() bool { return s.player != nil && s.player.Seeking() }

// visit returns what is shown.
func (s *source) visit() *visit.Visit {
	if s.player != nil {
		return s.player.Visit
	}
	return s.live
}

// now is the moment at which the visit is looked at.
func (s *source) now() time.Time {
	switch {
	case s.player != nil:
		return s.player.Now()
	case !s.pausedAt.IsZero():
		return s.pausedAt
	}
	return time.Now()
}
