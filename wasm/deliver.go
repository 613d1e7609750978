//go:build js && wasm

package wasm

import "example.com/ctlive-go/ctlive"

// enqueue holds a message for delivery, or drops it when the backlog is full. Notices are held in any case.
func (l *Listener) enqueue(a *arrival) {
	l.mu.Lock()
	switch {
	case l.closed:
	case l.counts(a) && l.held == l.backlog:
		l.stats.Dropped++
		l.full = l.full || !l.dropping
		l.dropping = true
	default:
		if l.counts(a) {
			l.dropping = false
			l.held++
		}
		l.queue.push(a)
		if !l.delivering {
			// The browser's callback does not return to the page before this goroutine has delivered or blocks.
			l.delivering = true
			go l.deliverAll()
		}
	}
	l.mu.Unlock()
}

// counts reports whether a takes a place of the backlog: early.js has a limit of its own.
func (l *Listener) counts(a *arrival) bool { return !a.notice && !a.Early }

// deliverAll delivers until nothing is left. One goroutine at a time runs it.
func (l *Listener) deliverAll() {
	finished := false
	defer func() {
		if !finished { // a handler ended the goroutine with runtime.Goexit
			go l.deliverAll()
		}
	}()
	for a := l.next(); a != nil; a = l.next() {
		l.deliver(a)
	}
	finished = true
}

// next returns what is to be delivered next. When there is nothing, it is nil, and the goroutine that asks must end.
func (l *Listener) next() *arrival {
	var a *arrival
	l.mu.Lock()
	if l.full && !l.closed {
		l.full = false
		a = &arrival{err: ctlive.ErrBacklogFull, notice: true}
	} else if a = l.queue.pop(); a == nil {
		l.delivering = false
		if l.closed {
			l.endWarnings()
		}
	} else if l.counts(a) {
		l.held--
	}
	l.mu.Unlock()
	return a
}

// deliver runs the handlers for one message, or the error handlers if it can't be read.
func (l *Listener) deliver(a *arrival) {
	if a.err == nil {
		a.Event, a.err = ctlive.Decode(a.Raw)
		if a.err == ctlive.ErrNotCTLive { // the name is there, but not as JSON: a File with that name, an array
			a.err = &ctlive.DecodeError{Member: "data", Reason: "is no plain object, want { name, type, object }", Raw: a.Raw}
		}
	}
	if !a.notice {
		l.count(a)
	}
	if a.err != nil {
		l.dispatcher.Report(a.err)
		return
	}
	l.dispatcher.Dispatch(a.Message)
}

func (l *Listener) count(a *arrival) {
	l.mu.Lock()
	if a.err != nil {
		l.stats.Malformed++
	} else {
		l.stats.Delivered++
		if a.Early {
			l.stats.Early++
		}
	}
	l.mu.Unlock()
}

func (l *Listener) reject() {
	l.mu.Lock()
	l.stats.Rejected++
	l.mu.Unlock()
}
