//go:build js && wasm

package wasm

import "example.com/ctlive-go/ctlive"

// enqueue holds a message for delivery, or drops it when the backlog is full.
func (l *Listener) enqueue(a arrival) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
	case a.early: // early.js has a limit of its own
		l.push(a)
	case l.held < l.backlog:
		l.dropping = false
		l.held++
		l.push(a)
	default:
		l.stats.Dropped++
		l.full = l.full || !l.dropping
		l.dropping = true
	}
}

// enqueueError holds what is to be reported in the order of arrival, and is no message that takes a place.
func (l *Listener) enqueueError(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		l.push(arrival{err: err, notice: true})
	}
}

// push needs the lock. It starts the goroutine that delivers, unless it runs already; the browser's callback does not
// return to the page before that goroutine has delivered or blocks.
func (l *Listener) push(a arrival) {
	l.queue.push(a)
	if !l.delivering {
		l.delivering = true
		go l.deliverAll()
	}
}

// deliverAll delivers until nothing is left. One goroutine at a time runs it.
func (l *Listener) deliverAll() {
	finished := false
	defer func() {
		if !finished { // a handler ended the goroutine with runtime.Goexit
			go l.deliverAll()
		}
	}()
	for {
		a, ok := l.next()
		if !ok {
			finished = true
			return
		}
		l.deliver(a)
	}
}

// next returns what is to be delivered next. When there is nothing, the goroutine that asks must end.
func (l *Listener) next() (arrival, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.full && !l.closed {
		l.full = false
		return arrival{err: ctlive.ErrBacklogFull, notice: true}, true
	}
	a, ok := l.queue.pop()
	l.delivering = ok
	if !ok && l.closed {
		l.endWarnings()
	}
	if ok && !a.notice && !a.early {
		l.held--
	}
	return a, ok
}

// deliver runs the handlers for one message, or the error handlers if it can't be read.
func (l *Listener) deliver(a arrival) {
	if a.notice {
		l.dispatcher.Report(a.err)
		return
	}
	m, err := a.message()
	l.count(a.early, err)
	if err != nil {
		l.dispatcher.Report(err)
		return
	}
	l.dispatcher.Dispatch(m)
}

// message decodes what arrived.
func (a arrival) message() (ctlive.Message, error) {
	if a.err != nil {
		return ctlive.Message{}, a.err
	}
	event, err := ctlive.Decode(a.json)
	if err == ctlive.ErrNotCTLive { // the name is there, but not as JSON: a File with that name, an array
		err = &ctlive.DecodeError{Member: "data", Reason: "is no plain object, want { name, type, object }", Raw: a.json}
	}
	if err != nil {
		return ctlive.Message{}, err
	}
	return ctlive.Message{Event: event, Origin: a.origin, Time: a.time, Early: a.early, Raw: a.json}, nil
}

func (l *Listener) count(early bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err != nil:
		l.stats.Malformed++
	case early:
		l.stats.Early++
		l.stats.Delivered++
	default:
		l.stats.Delivered++
	}
}

func (l *Listener) reject() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stats.Rejected++
}
