//go:build js && wasm

package beacon

import (
	"math/rand/v2"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/wasm/internal/browser"
)

const (
	maxBody      = 256 << 10        // bytes in a request of several events
	maxKeepalive = 60 << 10         // bytes in all requests that outlive the page; browsers allow 64 KiB
	answerWait   = 60 * time.Second // a request without an answer is then ended, and has failed
	firstRetry   = time.Second      // the delay doubles from here, and half of it at most is added at random
	lastRetry    = 40 * time.Second // up to here: 60 s with what is added
	maxRetry     = 24 * time.Hour   // what a server can ask for
	idleWait     = time.Hour        // how long the goroutine sleeps where there is nothing to do
)

// sending is the state of the requests.
type sending struct {
	most      int           // events in a request
	request   *request      // the one on its way; nil: none
	leaving   int           // bytes in requests with keepalive on their way
	failures  int           // in a row
	retryAt   time.Duration // no request before; Flush and a page that is hidden may be sooner
	notBefore time.Duration // no request before: the server has said so
	wakeAt    time.Duration // when the goroutine wakes
}

// request is a batch on its way.
type request struct {
	events    []*event
	bytes     int
	keepalive bool
	abort     js.Value // an AbortController
	deadline  time.Duration
	funcs     browser.Funcs
}

// run is the goroutine that sends, until the beacon is stopped and no request is on its way.
func (b *Beacon) run() {
	timer := time.AfterFunc(idleWait, b.signal) // a select over two channels would add 4 KB to the download
	for {
		wait, more := b.turn()
		if !more {
			timer.Stop()
			return
		}
		timer.Reset(wait)
		<-b.wake
	}
}

// turn does what is due, and returns how long there is nothing to do.
func (b *Beacon) turn() (wait time.Duration, more bool) {
	agreed := b.agreed()
	b.enter()
	now := b.now()
	r := b.sending.request
	stopped, known, suspended := b.stopped, b.visit.known, b.visit.suspended
	find := !known && !b.visit.asking && now >= b.visit.askAt
	scan := now >= b.visit.scanAt
	if scan && known {
		b.visit.scanAt = now + scanPeriod
	}
	b.exit()
	switch {
	case stopped && r == nil:
		b.leave()
		return 0, false
	case r != nil && now >= r.deadline:
		browser.Call(r.abort, "abort")
	case stopped, suspended, !agreed:
	case !known:
		if find {
			b.find()
		}
	default:
		b.number()
		b.saveSoon()
		if scan {
			b.adopt()
		}
		b.send()
	}
	b.enter()
	defer b.exit()
	b.sending.wakeAt = b.nextTurn(agreed)
	return max(b.sending.wakeAt-b.now(), 0), true
}

// nextTurn returns when there is something to do.
func (b *Beacon) nextTurn(agreed bool) time.Duration {
	now := b.now()
	at := now + idleWait
	if b.sending.request != nil {
		at = max(b.sending.request.deadline, now+time.Second)
	}
	if b.stopped || !agreed || b.visit.suspended {
		return at
	}
	if !b.visit.known {
		if !b.visit.asking {
			at = min(at, b.visit.askAt)
		}
		return at
	}
	at = min(at, b.visit.scanAt)
	if b.saving.due {
		at = min(at, b.saving.last+savePause)
	}
	if b.sending.request != nil {
		return at
	}
	if due, ok := b.queue.ready(b.sending.most); ok {
		at = min(at, max(due, b.sending.retryAt, b.sending.notBefore))
	}
	return at
}

// send sends the next batch, if it is due and no request is on its way.
func (b *Beacon) send() {
	b.enter()
	now := b.now()
	due, ok := b.queue.ready(b.sending.most)
	var events []*event
	if ok && b.sending.request == nil && now >= max(due, b.sending.retryAt, b.sending.notBefore) {
		events = b.queue.take(b.sending.most, maxBody, true)
	}
	b.exit()
	if len(events) > 0 {
		b.post(&request{events: events})
	}
}

// sendLast sends what no other request carries with requests that outlive the page.
func (b *Beacon) sendLast() {
	for {
		b.enter()
		var events []*event
		if b.now() >= b.sending.notBefore {
			events = b.queue.take(b.sending.most, maxKeepalive-b.sending.leaving, false)
		}
		b.exit()
		if len(events) == 0 {
			return
		}
		b.post(&request{events: events, keepalive: true})
	}
}

// post starts a request. Its events are marked as carried.
func (b *Beacon) post(r *request) {
	body := "[" + join(r.events, ",") + "]"
	r.bytes = len(body)
	r.abort, _ = construct("AbortController")
	b.enter()
	r.deadline = b.now() + answerWait
	if r.keepalive {
		b.sending.leaving += r.bytes
	} else {
		b.sending.request = r
	}
	b.exit()
	answer := r.funcs.Add(func(args []js.Value) {
		status := int(browser.Number(browser.Read(args[0], "status")))
		b.settle(r, status, delayAsked(browser.Read(args[0], "headers")))
	})
	fail := r.funcs.Add(func([]js.Value) { b.settle(r, 0, 0) })
	promise, ok := browser.Call(js.Global(), "fetch", b.url, bare(
		"method", "POST", "headers", b.headers, "body", body, "keepalive", r.keepalive,
		"signal", browser.Read(r.abort, "signal")))
	if ok {
		_, ok = browser.Call(promise, "then", answer, fail)
	}
	if !ok {
		b.settle(r, 0, 0)
	}
}

// abort ends the request on its way, if there is one.
func (b *Beacon) abort() {
	b.enter()
	r := b.sending.request
	b.exit()
	if r != nil {
		browser.Call(r.abort, "abort")
	}
}

// settle deals with the answer to a request: its status, or 0 if there is none.
func (b *Beacon) settle(r *request, status int, retryAfter time.Duration) {
	r.funcs.Release()
	b.enter()
	var problem error
	s := &b.sending
	if r.keepalive {
		s.leaving -= r.bytes
	} else {
		s.request = nil
	}
	for _, e := range r.events {
		e.carried = false
	}
	now := b.now()
	switch {
	case 200 <= status && status <= 299:
		s.failures = 0
		b.stats.Sent += uint64(b.queue.remove(r.events))
	case status == 0, status == 408, status == 425, status == 429, status >= 500:
		s.retryAt = now + retryDelay(s.failures)
		s.notBefore = max(s.notBefore, now+retryAfter)
		s.failures++
	case status == 413 && len(r.events) > 1:
		s.most = max(1, min(s.most, len(r.events)/2))
		for _, e := range r.events {
			e.due = 0
		}
	default:
		if count := b.queue.remove(r.events); count > 0 {
			b.stats.Refused += uint64(count)
			problem = &StatusError{Status: status, Events: count}
		}
	}
	b.exit()
	b.rewrite()
	b.dispatcher.Report(problem)
	b.signal()
}

// retryDelay is how long to wait after so many failures before this one.
func retryDelay(failures int) time.Duration {
	delay := min(firstRetry<<min(failures, 10), lastRetry)
	return delay + time.Duration(rand.Int64N(int64(delay/2)))
}

// delayAsked returns how long the server asks to wait: seconds, or until a date, by the server's own clock where the
// browser shows it, since that of the visitor may be wrong.
func delayAsked(headers js.Value) time.Duration {
	header := func(name string) string {
		value, _ := browser.Call(headers, "get", name)
		return browser.Text(value)
	}
	text := header("Retry-After")
	if text == "" {
		return 0
	}
	if seconds, ok := parse(text); ok {
		return time.Duration(min(seconds, uint64(maxRetry/time.Second))) * time.Second
	}
	date := browser.Read(js.Global(), "Date")
	milliseconds := func(text string) float64 {
		value, _ := browser.Call(date, "parse", text)
		return browser.Number(value)
	}
	until, from := milliseconds(text), milliseconds(header("Date"))
	if !(from > 0) {
		now, _ := browser.Call(date, "now")
		from = browser.Number(now)
	}
	if !(until > from) { // NaN, too
		return 0
	}
	return time.Duration(min(until-from, float64(maxRetry/time.Millisecond))) * time.Millisecond
}

// newHeaders makes the headers of every request. It reports false if the browser refuses one.
func newHeaders(own map[string]string) (headers js.Value, ok bool) {
	if headers, ok = construct("Headers"); !ok {
		return headers, false
	}
	for name, value := range own {
		if _, ok := browser.Call(headers, "set", name, value); !ok {
			return headers, false
		}
	}
	_, ok = browser.Call(headers, "set", "Content-Type", cloudevents.BatchContentType)
	return headers, ok
}
