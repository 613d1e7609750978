//go:build js && wasm

package beacon

import (
	"math/rand/v2"
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

const (
	maxKeepalive = 60 << 10           // bytes in all requests that outlive the page; browsers allow 64 KiB
	answerWait   = 60 * second        // a request without an answer is then ended, and has failed
	firstRetry   = second             // the delay doubles from here, and half of it at most is added at random
	lastRetry    = 40 * second        // up to here: 60 s with what is added
	maxRetry     = 24 * 3600 * second // what a server can ask for
)

// sending is the state of the requests.
type sending struct {
	most      int      // events in a request
	request   *request // the one on its way; nil: none
	leaving   int      // bytes in requests with keepalive on their way
	failures  int      // in a row
	retryAt   moment   // no request before; Flush and a page that is hidden may be sooner
	notBefore moment   // no request before: the server has said so
}

// request carries a batch.
type request struct {
	abort    js.Value // an AbortController
	deadline moment
	done     browser.Funcs
}

// send sends the next batch, if it is due and no request is on its way.
func (b *Beacon) send() {
	c := b.queue.free()
	if c == nil || b.sending.request != nil || c.count < b.sending.most && !b.clock.due(c.due) ||
		!b.clock.due(max(b.sending.retryAt, b.sending.notBefore)) {
		return
	}
	for c.count > b.sending.most {
		b.add(c.cutEvents(b.sending.most), b.sending.most, 0)
		b.change(c)
	}
	b.sending.request = b.post(c, false)
}

// sendLast sends what no other request carries with requests that outlive the page.
func (b *Beacon) sendLast() {
	for _, c := range b.queue.batches {
		if c.sent == nil && b.sending.leaving+len(c.text) <= maxKeepalive && b.clock.now >= b.sending.notBefore {
			b.sending.leaving += len(c.text)
			b.post(c, true)
		}
	}
}

// post starts a request with a batch.
func (b *Beacon) post(c *batch, keepalive bool) *request {
	r := &request{deadline: b.clock.now + answerWait}
	c.sent = r
	r.abort, _ = construct("AbortController")
	size := len(c.text)
	done := r.done.Add(func(args []js.Value) { // with a Response, or with an error, which has no status
		r.done.Release()
		status := int(browser.Number(browser.Read(args[0], "status")))
		wait := delayAsked(browser.Read(args[0], "headers"))
		b.do(func() {
			if keepalive {
				b.sending.leaving -= size
			} else {
				b.sending.request = nil
			}
			b.settle(c, status, wait)
		})
	})
	b.init.Set("body", c.body())
	b.init.Set("keepalive", keepalive)
	b.init.Set("signal", browser.Read(r.abort, "signal"))
	promise, _ := browser.Call(window, "fetch", b.url, b.init)
	if _, ok := browser.Call(promise, "then", done, done); !ok {
		browser.Invoke(done, js.Null())
	}
	return r
}

// abort ends the request on its way, if there is one.
func (b *Beacon) abort() {
	if r := b.sending.request; r != nil {
		r.deadline += answerWait
		call(r.abort, "abort")
	}
}

// settle deals with the answer to a batch: its status, or 0 if there is none.
func (b *Beacon) settle(c *batch, status int, wait moment) {
	c.sent = nil
	s := &b.sending
	now := b.clock.now
	switch {
	case b.stopped: // another beacon may have it
	case 200 <= status && status <= 299:
		s.failures = 0
		count := uint64(b.discard(c))
		b.stats.Sent += count
		b.stats.Held -= count
	case status == 0, status == 408, status == 425, status == 429, status >= 500:
		delay := min(firstRetry<<min(s.failures, 10), lastRetry)
		s.retryAt = now + delay + moment(rand.Uint64()%uint64(delay/2))
		s.notBefore = max(s.notBefore, now+wait)
		s.failures++
	case status == 413 && c.count > 1:
		s.most = max(1, min(s.most, c.count/2))
		c.due = 0
	default:
		if count := b.discard(c); count > 0 {
			b.stats.Refused += uint64(count)
			b.stats.Held -= uint64(count)
			b.fail(&StatusError{Status: status, Events: count})
		}
	}
}

// delayAsked returns how long the server asks to wait: seconds, or until a date, by the server's own clock where the
// browser shows it, since that of the visitor may be wrong.
func delayAsked(headers js.Value) moment {
	date := browser.Read(window, "Date")
	text := header(headers, "Retry-After")
	delay := float64(parse(text)) * 1000
	if until := milliseconds(date, "parse", text); delay == 0 && until > 0 { // not NaN
		from := milliseconds(date, "parse", header(headers, "Date"))
		if !(from > 0) {
			from = milliseconds(date, "now", "")
		}
		delay = until - from
	}
	if delay > float64(maxRetry) {
		return maxRetry
	}
	return moment(delay)
}

func header(headers js.Value, name string) string {
	value, _ := call(headers, "get", name)
	return browser.Text(value)
}

func milliseconds(date js.Value, method, text string) float64 {
	value, _ := call(date, method, text)
	return browser.Number(value)
}
