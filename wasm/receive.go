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
	removeListener, ok := l.browser.addListener(target, receive.Value)
	if !ok {
		release()
		return nil, false
	}
	return func() {
		removeListener()
		release()
	}, true
}

// receive is called by the browser for each message. It checks and queues; handlers run elsewhere, see deliver.
func (l *Listener) receive(event js.Value) {
	b := l.browser
	data, ok := b.get(event, "data")
	if !ok || !b.isEnvelope(data) {
		return
	}
	value, _ := b.get(event, "origin")
	origin, ok := l.admit(value)
	if !ok {
		return
	}
	timeStamp, _ := b.get(event, "timeStamp")
	json, gotTooLong := b.toJSON(data, l.maxBytes)
	l.accept(arrival{origin: origin, time: b.clock(timeStamp)}, json, gotTooLong)
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

// admit is the second check. A refused message is counted, and its origin reported if that is news.
func (l *Listener) admit(value js.Value) (origin string, ok bool) {
	if origin, ok = l.origins.allow(value); ok {
		return origin, true
	}
	l.reject()
	l.reportOrigin(value)
	return "", false
}

func (l *Listener) reportOrigin(value js.Value) {
	if l.origins.isNews(value) {
		origin, _ := text(value)
		l.enqueueError(&ctlive.OriginError{Origin: origin})
	}
}

// accept queues a message that passed the first two checks, with its content. That is JavaScript text, or something else
// where it got too long or JSON can't express it.
func (l *Listener) accept(a arrival, json js.Value, gotTooLong bool) {
	if gotTooLong || l.browser.longerThan(json, l.maxBytes) { // before it is copied: each UTF-16 unit is a byte at least
		a.err = errTooLong(l.maxBytes)
	} else if content, ok := text(json); !ok {
		a.err = errNoJSON()
	} else if len(content) > l.maxBytes {
		a.err = errTooLong(l.maxBytes)
	} else {
		a.json = []byte(content)
	}
	l.enqueue(a)
}

func errNoJSON() error {
	return &ctlive.DecodeError{Member: "data", Reason: "is not to be had as JSON, want no BigInt, no cycle, no getter that throws, and at most 200 levels"}
}

func errTooLong(maxBytes int) error {
	return &ctlive.DecodeError{Member: "data", Reason: "is longer than Options.MaxBytes, want at most " + strconv.Itoa(maxBytes) + " bytes of JSON"}
}
