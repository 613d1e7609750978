//go:build js && wasm

package wasm

import (
	"strconv"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// attach listens to target: through the filter, or without it where the browser lacks what that needs. detach removes
// the listener, and then releases what it called.
func (l *Listener) attach(target js.Value) (detach func(), ok bool) {
	if detach, ok := l.attachFilter(target); ok {
		return detach, true
	}
	return l.attachPlain(target)
}

// attachPlain listens with a Go function, which makes the checks that the filter makes.
func (l *Listener) attachPlain(target js.Value) (detach func(), ok bool) {
	receive, release := newFunc(func(event, _, _ js.Value) { l.receive(event) })
	return l.browser.addListener(target, receive.Value, release)
}

// receive is called by the browser for each message. It checks and queues; handlers run elsewhere, see deliver.
func (l *Listener) receive(event js.Value) {
	b := l.browser
	data, ok := b.get(event, "data")
	if !ok || !b.isEnvelope(data) {
		return
	}
	a := l.admit(event)
	if a == nil {
		return
	}
	json, gotTooLong := b.toJSON(data, l.maxBytes)
	l.accept(a, json, gotTooLong)
}

// isEnvelope is the first check: Object(data).name === "CTLiveEvent", with null, primitives and Proxies survived.
func (b *browser) isEnvelope(data js.Value) bool {
	object, ok := b.call(toObject, data)
	if !ok {
		return false
	}
	name, ok := b.get(object, "name")
	return ok && name.Equal(js.ValueOf("CTLiveEvent"))
}

// admit is the second check, of a message event or of what early.js has kept of one. A refused message is nil; it is
// counted, and its origin reported if that is news.
func (l *Listener) admit(event js.Value) *arrival {
	value, _ := l.browser.get(event, "origin")
	origin, ok := l.origins.allow(value)
	if !ok {
		l.mu.Lock()
		l.stats.Rejected++
		l.mu.Unlock()
		l.reportOrigin(value)
		return nil
	}
	timeStamp, _ := l.browser.get(event, "timeStamp")
	return &arrival{Message: ctlive.Message{Origin: origin, Time: l.browser.clock(timeStamp)}}
}

func (l *Listener) reportOrigin(value js.Value) {
	if l.origins.isNews(value) {
		origin, _ := text(value)
		l.enqueue(&arrival{err: &ctlive.OriginError{Origin: origin}, notice: true})
	}
}

// accept queues a message that passed the first two checks, with its content. That is JavaScript text, or something else
// where it got too long or JSON can't express it.
func (l *Listener) accept(a *arrival, json js.Value, gotTooLong bool) {
	content, ok := "", false
	if !gotTooLong {
		gotTooLong = l.browser.longerThan(json, l.maxBytes) // before it is copied: each UTF-16 unit is a byte at least
	}
	if !gotTooLong {
		content, ok = text(json)
	}
	if ok && len(content) <= l.maxBytes {
		a.Raw = []byte(content)
	} else {
		a.err = l.contentError(gotTooLong || ok)
	}
	l.enqueue(a)
}

func (l *Listener) contentError(tooLong bool) error {
	reason := "is not to be had as JSON, want no BigInt, no cycle, no getter that throws, and at most 200 levels"
	if tooLong {
		reason = "is longer than Options.MaxBytes, want at most " + strconv.Itoa(l.maxBytes) + " bytes of JSON"
	}
	return &ctlive.DecodeError{Member: "data", Reason: reason}
}
