//go:build js && wasm

package main

import (
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/examples/dom"
)

// maxMessages is how many messages of a visit are kept, to be saved or shown again.
const maxMessages = 10_000

// visit is what has happened: on the page, or on the one that a recording was made on.
type visit struct {
	recordedIn string // the name of the file; "" for the page itself
	messages   []ctlive.Message
	tracker    session.Tracker
}

var (
	live  = new(visit) // what happens on this page
	shown *visit
)

func (v *visit) add(m ctlive.Message) {
	v.tracker.Observe(m)
	if v.messages = append(v.messages, m); len(v.messages) > maxMessages {
		v.messages = v.messages[1:]
	}
	if v == shown {
		renderMessage(m)
	}
}

// now is the moment at which the visit is looked at: a recording stands still at its last message.
func (v *visit) now() time.Time {
	if v.recordedIn == "" || len(v.messages) == 0 {
		return time.Now()
	}
	return v.messages[len(v.messages)-1].Time
}

// show makes the page show a visit from its beginning.
func show(v *visit) {
	shown = v
	clearMessages()
	for _, m := range v.messages[max(0, len(v.messages)-maxRows):] {
		renderMessage(m)
	}
	renderSession()
	if v == live {
		dom.SetText("state", "Live: listening to "+origin())
	} else {
		dom.SetText("state", "A recording: "+v.recordedIn)
	}
	dom.ByID("live").Set("hidden", v == live)
}
