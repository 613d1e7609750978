//go:build js && wasm

package beacon

import (
	"errors"
	"sync"
	"time"

	"example.com/ctlive-go/wasm/internal/browser"
)

// All that a beacon does is a step: an event is held, a server answers, the page goes. Steps run one after the other,
// each to its end, so that a step can call JavaScript, which may call back, and no lock is held meanwhile. No goroutine
// waits for work: a step runs on the goroutine that brings it.
type steps struct {
	mu       sync.Mutex
	waiting  []func()
	running  bool
	problems []error // to be reported when no step runs
}

// do runs a step, or leaves it to the goroutine that runs one already. What is due is done after each.
func (b *Beacon) do(step func()) {
	s := &b.steps
	s.mu.Lock()
	s.waiting = append(s.waiting, step)
	if s.running {
		s.mu.Unlock()
		return
	}
	s.running = true
	for len(s.waiting) > 0 {
		next := s.waiting[0]
		s.waiting = s.waiting[1:]
		s.mu.Unlock()
		b.clock.tick()
		next()
		b.turn()
		s.mu.Lock()
	}
	s.running = false
	problems := s.problems
	s.problems = nil
	s.mu.Unlock()
	for _, problem := range problems {
		b.dispatcher.Report(problem)
	}
}

// fail reports a problem when the step has ended.
func (b *Beacon) fail(problem error) { b.steps.problems = append(b.steps.problems, problem) }

// turn does what is due, and sets the timer for what is due next.
func (b *Beacon) turn() {
	b.clock.wakeAt = b.clock.now + idleWait
	if !b.stopped && !b.visit.suspended && b.agreed() {
		if b.visit.known {
			b.number()
			for b.clock.due(b.visit.scanAt) { // the second time sets the timer for the next scan
				b.adopt()
			}
			b.send()
			if b.store.unsaved && b.clock.due(b.store.saveAt) {
				b.save()
			}
		} else if !b.visit.asking && b.clock.due(b.visit.askAt) {
			b.find()
		}
	}
	if r := b.sending.request; r != nil && b.clock.due(r.deadline) {
		b.abort()
	}
	if b.stopped && b.sending.request == nil {
		b.clock.timer.Stop()
		return
	}
	b.clock.wake()
}

// agreed asks for consent.
func (b *Beacon) agreed() (yes bool) {
	if b.options.Consent == nil {
		return true
	}
	defer func() {
		if value := recover(); value != nil {
			yes = false
			b.fail(errors.New("beacon: Options.Consent panicked, which means no: " + browser.PanicText(value)))
		}
	}()
	return b.options.Consent()
}

// moment is a time in milliseconds since Attach. A time.Duration in the state of a beacon would link its String, which
// adds 1 KB to the download.
type moment int64

const (
	second   moment = 1000
	idleWait        = 3600 * second // the longest that the timer is set for
)

// clock tells the time and wakes the beacon. It never jumps, as the visitor's own may.
type clock struct {
	begin  time.Time
	now    moment // as tick has left it, at the beginning of each step
	timer  *time.Timer
	setTo  moment // when the timer ends
	wakeAt moment // when it should end
}

// start begins to count, and wakes the beacon soon.
func (c *clock) start(wake func()) {
	c.begin = time.Now()
	c.timer = time.AfterFunc(0, wake)
}

func (c *clock) tick() { c.now = moment(time.Since(c.begin) / time.Millisecond) }

// due reports whether it is so late. If not, the beacon wakes at that moment, or sooner.
func (c *clock) due(at moment) bool {
	if c.now < at {
		c.wakeAt = min(c.wakeAt, at)
	}
	return c.now >= at
}

// wake sets the timer. One that ends sooner is left as it is: setting it takes longer than a turn with nothing to do.
func (c *clock) wake() {
	if c.setTo > c.wakeAt || c.setTo <= c.now {
		c.setTo = c.wakeAt
		c.timer.Reset(time.Duration(c.wakeAt-c.now) * time.Millisecond)
	}
}
