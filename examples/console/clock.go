//go:build js && wasm

package main

import (
	"time"

	"example.com/ctlive-go/examples/console/visit"
)

// clock is the one clock of the page: all parts show the same moment. It stands still for a while
// after each time the page was drawn, so that what is drawn only because time passes takes up
// little of it.
type clock struct {
	visit   *visit.Visit
	changes int // of the visit
	shown   time.Time
	next    time.Time // when it goes on
}

// maxLoad is the part of the time that may go into drawing again only because time has passed.
const maxLoad = 1.0 / 20

// read returns the moment to show. done is called when all is drawn.
func (c *clock) read(v *visit.Visit, now time.Time) (shown time.Time, done func()) {
	begin := time.Now()
	if c.visit == v && c.changes == v.Changes() && begin.Before(c.next) {
		return c.shown, func() {}
	}
	c.visit, c.changes, c.shown = v, v.Changes(), now
	return now, func() {
		took := time.Since(begin)
		c.next = begin.Add(time.Duration(float64(took) / maxLoad))
	}
}
