//go:build js && wasm

package main

import (
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/wasm/sessionstore"
)

// kept keeps the session of this page for the next page of the tab. It has a tracker of its own: the
// visit that is shown can be paused, and this goes on.
type kept struct {
	dispatcher ctlive.Dispatcher
	tracker    *session.Tracker
	store      *sessionstore.Store
}

func newKept(tasks chan func(), problems *problems) *kept {
	k := &kept{}
	k.dispatcher.OnError(func(err error) {
		go func() { tasks <- func() { problems.add(err, time.Now()) } }() // the store may report within a task
	})
	k.begin()
	return k
}

// begin restores what an earlier page has kept.
func (k *kept) begin() {
	k.tracker = new(session.Tracker)
	k.store, _ = sessionstore.Attach(&k.dispatcher, k.tracker, nil) // it errs on nil alone
}

// clear deletes what is kept, and begins anew in the middle of the page.
func (k *kept) clear() {
	k.store.Forget()
	k.begin()
	visit.BeginInTheMiddle(k.tracker)
}
