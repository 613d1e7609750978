//go:build js && wasm

package wasm

import (
	"slices"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
	"example.com/ctlive-go/wasm/internal/filter"
)

// Fallback is a way to listen where the browser can't compile the filter, for Options.Fallback.
type Fallback func(l *Listener, origins []string) (receive js.Value, release func())

// PlainListener returns a Fallback that makes the checks of the filter in Go. Every message of the page's window then
// wakes the program, some 20 µs each. A program that does not call it does not link it.
func PlainListener() Fallback {
	return func(l *Listener, origins []string) (receive js.Value, release func()) {
		global := js.Global()
		objectClass := global.Get("Object")
		p := &plainListener{
			listener:  l,
			get:       global.Get("Reflect").Get("get"),
			object:    objectClass,
			keys:      objectClass.Get("keys"),
			toString:  bind(objectClass.Get("prototype").Get("toString"), "call"),
			isArray:   global.Get("Array").Get("isArray"),
			isView:    global.Get("ArrayBuffer").Get("isView"),
			stringify: global.Get("JSON").Get("stringify"),
		}
		for _, origin := range origins {
			p.origins = append(p.origins, js.ValueOf(origin))
		}
		f, release := newFunc(func(args []js.Value) { p.receive(args[0]) })
		return f.Value, release
	}
}

type plainListener struct {
	listener *Listener
	origins  []js.Value // who may post; none: any. Compared as JavaScript strings, so that no text is copied into Go
	reported []js.Value

	// The browser's own functions, taken once: a message may be large, and Invoke is the fastest way to call.
	get, object, keys, toString, isArray, isView, stringify js.Value
}

// receive is called by the browser for each message. It checks as the filter does, in the same order.
func (p *plainListener) receive(event js.Value) {
	data := p.read(event, "data")
	if !p.read(browser.Invoke(p.object, data), "name").Equal(js.ValueOf("CTLiveEvent")) {
		return
	}
	origin := p.read(event, "origin")
	l := p.listener
	a := &arrival{Message: ctlive.Message{Time: l.clock(browser.Number(p.read(event, "timeStamp"))), Early: l.takingEarly}}
	if len(p.origins) > 0 && !slices.ContainsFunc(p.origins, origin.Equal) {
		l.reject()
		if len(p.reported) < maxReported && !slices.ContainsFunc(p.reported, origin.Equal) {
			p.reported = append(p.reported, origin)
			a.Origin = browser.Text(origin)
			l.accept(a, filter.Refused)
		}
		return
	}
	a.Origin = browser.Text(origin)
	raw, length := p.json(data)
	if length >= 0 && length <= l.maxBytes {
		a.Raw = []byte(raw)
	}
	l.accept(a, length)
}

// json returns the text of data, or why there is none.
func (p *plainListener) json(data js.Value) (raw string, length int) {
	m := measure{plainListener: p, left: float64(p.listener.maxBytes)}
	if !m.fits(data, maxDepth) {
		if m.left < 0 {
			return "", filter.TooLong
		}
		return "", filter.NoJSON
	}
	json := browser.Invoke(p.stringify, data)
	if !p.isString(json) {
		return "", filter.NoJSON
	}
	if p.lengthOf(json) > float64(p.listener.maxBytes) { // before it is copied: each UTF-16 unit is a byte at least
		return "", filter.TooLong
	}
	raw = browser.Text(json)
	return raw, len(raw)
}

// measure finds out whether a value can be written as JSON: an object that is shared many times is small to post and
// endless as JSON, and JSON.stringify itself recurses.
type measure struct {
	*plainListener
	left float64 // of the length that the JSON may have; negative when it is longer
}

// fits spends at most what a value takes as JSON. It reports false where that is too long or nests too deep.
func (m *measure) fits(value js.Value, depth int) bool {
	if m.isString(value) || isTrue(browser.Invoke(m.isView, value)) {
		return m.spend(1 + m.lengthOf(value))
	}
	if !m.spend(1) || !browser.Invoke(m.object, value).Equal(value) { // another primitive
		return m.left >= 0
	}
	if depth == 0 {
		return false
	}
	if isTrue(browser.Invoke(m.isArray, value)) {
		count := m.lengthOf(value)
		if !m.spend(count) {
			return false
		}
		for i := range int(count) {
			if !m.fits(m.read(value, i), depth-1) {
				return false
			}
		}
		return true
	}
	names := browser.Invoke(m.keys, value)
	count := m.lengthOf(names)
	if !m.spend(count) {
		return false
	}
	for i := range int(count) {
		name := m.read(names, i)
		if !m.spend(m.lengthOf(name)) || !m.fits(m.read(value, name), depth-1) {
			return false
		}
	}
	return true
}

func (m *measure) spend(length float64) bool {
	m.left -= length
	return m.left >= 0
}

// read reads a member of an object, undefined if that throws.
func (p *plainListener) read(object js.Value, name any) js.Value {
	return browser.Invoke(p.get, object, name)
}

// isString reports whether a value is a string, also one that is an object.
func (p *plainListener) isString(value js.Value) bool {
	return browser.Invoke(p.toString, value).Equal(js.ValueOf("[object String]"))
}

// lengthOf returns the length of a value that has one, else 0.
func (p *plainListener) lengthOf(value js.Value) float64 {
	return max(browser.Number(p.read(browser.Invoke(p.object, value), "length")), 0)
}

func isTrue(v js.Value) bool { return v.Equal(js.ValueOf(true)) }
