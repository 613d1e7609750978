//go:build js && wasm

package wasm

import (
	"runtime"
	"slices"
	"sync"

	"example.com/ctlive-go/ctlive"
)

// maxBacklogBytes is how much Raw a backlog holds, whatever the number of messages.
const maxBacklogBytes = 16 << 20

// arrival is what waits to be delivered: a message that passed the checks of the filter, with all but its Event, or an
// error.
type arrival struct {
	ctlive.Message
	err    error // why the message can't be read, or what is to be reported
	report bool  // err is all there is: it belongs to no message that counts

	next *arrival // in the backlog
}

// counts reports whether a takes a place of the backlog: early.js has a limit of its own.
func (a *arrival) counts() bool { return !a.report && !a.Early }

// backlog is a first-in, first-out queue of what has arrived, and the state of the goroutine that delivers it.
type backlog struct {
	_     [0]func()  // not comparable, so that the linker keeps no comparison
	mu    sync.Mutex // not held during a call into JavaScript, nor while a handler runs
	limit int        // of messages that count
	stats Stats

	first, last *arrival
	messages    int  // that count
	bytes       int  // of their Raw
	dropping    bool // the latest message was dropped
	full        bool // ErrBacklogFull is to be reported next
	closed      bool

	goroutine string        // the one that delivers, as runtime.Stack names it; "" before it has begun
	open      bool          // it may deliver: not before Listen has returned
	idle      bool          // it waits for something to deliver
	added     chan struct{} // wakes it
	turn      int           // of the goroutine that delivers: one that was given up has an earlier turn
}

// add holds a for delivery, unless the backlog is full or closed. It reports whether a is the first that is dropped.
func (b *backlog) add(a *arrival) (startsDropping bool) {
	b.mu.Lock()
	switch counts := a.counts(); {
	case b.closed:
	case counts && (b.messages == b.limit || b.messages > 0 && b.bytes+len(a.Raw) > maxBacklogBytes):
		startsDropping = !b.dropping
		b.dropping = true
		b.full = b.full || startsDropping
		b.stats.Dropped++
	default:
		if counts {
			b.dropping = false
			b.messages++
			b.bytes += len(a.Raw)
		}
		if b.first == nil {
			b.first = a
		} else {
			b.last.next = a
		}
		b.last = a
	}
	b.mu.Unlock()
	return startsDropping
}

// wake lets the goroutine deliver: it ends its wait, or the next one at once.
func (b *backlog) wake() {
	b.mu.Lock()
	b.open = true
	b.mu.Unlock()
	select {
	case b.added <- struct{}{}:
	default:
	}
}

// take waits for the next arrival. It returns nil when the goroutine of a turn must end, since the backlog is closed or
// the turn was given up. goroutine is its name.
func (b *backlog) take(turn int, goroutine string) (a *arrival, closed bool) {
	b.mu.Lock()
	for turn == b.turn && !b.closed {
		b.goroutine = goroutine
		if a = b.next(); a != nil {
			break
		}
		b.idle = true
		b.mu.Unlock()
		<-b.added
		b.mu.Lock()
		b.idle = false
	}
	closed = b.closed
	b.mu.Unlock()
	return a, closed
}

// next removes, decodes and counts the first arrival. It returns nil if there is none that may be delivered.
func (b *backlog) next() *arrival {
	if !b.open {
		return nil
	}
	if b.full {
		b.full = false
		return &arrival{err: ctlive.ErrBacklogFull, report: true}
	}
	a := b.first
	if a == nil {
		return nil
	}
	b.first = a.next
	if a.counts() {
		b.messages--
		b.bytes -= len(a.Raw)
	}
	if a.err == nil {
		a.Event, a.err = a.decode()
	}
	switch {
	case a.report:
	case a.err != nil:
		b.stats.Malformed++
	default:
		b.stats.Delivered++
		if a.Early {
			b.stats.Early++
		}
	}
	return a
}

// giveUp gives up the goroutine that delivers, if a JavaScript exception has ended it, and begins the next turn. What
// it handled is lost; that is reported first. It reports false if the goroutine lives.
//
// threw says that the filter saw the exception. Otherwise giveUp looks for itself: it must be called by a callback of
// the browser's that is not nested in a run of Go, as such a callback runs on the goroutine that threw last.
func (b *backlog) giveUp(threw bool) (turn int, ok bool) {
	name := goroutineName()
	b.mu.Lock()
	if ok = !b.idle && (threw || b.goroutine == name); ok {
		b.turn++
		b.first = &arrival{err: ErrHandlerThrew, report: true, next: b.first}
		if b.first.next == nil {
			b.last = b.first
		}
	}
	turn = b.turn
	b.mu.Unlock()
	return turn, ok
}

// close drops what waits. It reports whether this call has closed the backlog, and whether the goroutine is at work: it
// runs a handler, or is about to.
func (b *backlog) close() (closes, isDelivering bool) {
	b.mu.Lock()
	closes = !b.closed
	b.closed = true
	for a := b.first; a != nil; a = a.next {
		if !a.report {
			b.stats.Dropped++
		}
	}
	b.first = nil
	isDelivering = !b.idle
	b.mu.Unlock()
	b.wake() // to end
	return closes, isDelivering
}

// goroutineName returns what runtime.Stack calls this goroutine: "goroutine 7 ".
func goroutineName() string {
	text := make([]byte, 32)
	runtime.Stack(text, false)
	return string(text[:max(slices.Index(text, '['), 0)])
}
