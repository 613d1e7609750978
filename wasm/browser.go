//go:build js && wasm

package wasm

import (
	"syscall/js"
	"time"
)

// browser holds the browser's own functions. Messages are read through them alone: what throws in a function that is
// called from Go becomes a panic, which call catches, while an exception in js.Value's Get, Index or Length unwinds Go's
// stack and can't be caught. They are taken once, so that a script which replaces them later changes nothing here.
type browser struct {
	functions  [functionCount]js.Value
	timeOrigin float64 // when the page's clock started, in milliseconds since 1970; 0 if there is no such clock
}

type function int

const (
	reflectGet   function = iota // (object, name)
	reflectApply                 // (function, this, arguments)
	toObject                     // (value): an object for null and for primitives too
	stringify                    // (value)
	keys                         // (value)
	isArray                      // (value)
	isView                       // (value)
	newURL                       // new (text)
	toString                     // (value), of Object.prototype
	codePointAt                  // (string, index)
	functionCount
)

var functionPaths = [functionCount][]string{
	reflectGet:   {"Reflect", "get"},
	reflectApply: {"Reflect", "apply"},
	toObject:     {"Object"},
	stringify:    {"JSON", "stringify"},
	keys:         {"Object", "keys"},
	isArray:      {"Array", "isArray"},
	isView:       {"ArrayBuffer", "isView"},
	newURL:       {"URL"},
	toString:     {"Object", "prototype", "toString"},
	codePointAt:  {"String", "prototype", "codePointAt"},
}

func newBrowser() *browser {
	b := new(browser)
	caller := js.Global().Get("Function").Get("prototype").Get("call")
	for i, path := range functionPaths {
		f := js.Global()
		for _, name := range path {
			f = f.Get(name)
		}
		if len(path) == 3 { // a method, whose object becomes the first argument
			f = caller.Call("bind", f)
		}
		b.functions[i] = f
	}
	performance, _ := b.get(js.Global(), "performance")
	start, _ := b.get(performance, "timeOrigin")
	b.timeOrigin, _ = number(start)
	return b
}

// guard runs f, and reports false if it panicked, as it does when JavaScript throws.
func guard(f func()) (ok bool) {
	defer func() { ok = recover() == nil }()
	f()
	return
}

// call calls a function of the browser's. It reports false if that throws.
func (b *browser) call(f function, args ...any) (result js.Value, ok bool) {
	defer func() { ok = recover() == nil }()
	return b.functions[f].Invoke(args...), true
}

// get reads a member of an object that may be hostile.
func (b *browser) get(object js.Value, name any) (member js.Value, ok bool) {
	return b.call(reflectGet, object, name)
}

// method calls a method of an object that may be hostile, or have no such method.
func (b *browser) method(object js.Value, name string, args ...any) (result js.Value, ok bool) {
	method, ok := b.get(object, name)
	if !ok {
		return result, false
	}
	return b.call(reflectApply, method, object, args)
}

// addListener adds a listener for messages to target, which may be no EventTarget. remove removes it and then calls
// release, and so does addListener where it fails.
func (b *browser) addListener(target, listener js.Value, release func()) (remove func(), ok bool) {
	if _, ok = b.method(target, "addEventListener", "message", listener); !ok {
		release()
	}
	return func() {
		b.method(target, "removeEventListener", "message", listener)
		release()
	}, ok
}

// ownOrigin returns the origin of this page or worker, "null" if it is opaque. Only the global origin knows of a sandbox,
// but a script may replace it (var origin = "Milano"), which can't be done to location.
func (b *browser) ownOrigin() string {
	own, _ := text(js.Global().Get("origin"))
	if own == "null" {
		return own
	}
	location, _ := b.get(js.Global(), "location")
	value, _ := b.get(location, "origin")
	if fixed, _ := text(value); !isOpaque(fixed) {
		return fixed
	}
	return b.originOf(own) // a page without an address of its own, such as about:blank
}

// originOf returns the origin of a URL, "" if the text is none.
func (b *browser) originOf(url string) (origin string) {
	defer func() { _ = recover() }()
	return b.functions[newURL].New(url).Get("origin").String()
}

// longerThan reports whether a JavaScript string has more than n UTF-16 units. It copies nothing and makes no object.
func (b *browser) longerThan(text js.Value, n int) bool {
	unit, ok := b.call(codePointAt, text, n)
	return ok && !unit.IsUndefined()
}

// lengthOf returns the length of a value that has one, else 0.
func (b *browser) lengthOf(value js.Value) float64 {
	object, _ := b.call(toObject, value)
	length, _ := b.get(object, "length")
	n, _ := number(length)
	return max(n, 0)
}

// is calls a function that answers with true or false.
func (b *browser) is(f function, value js.Value) bool {
	answer, _ := b.call(f, value)
	return answer.Equal(js.ValueOf(true))
}

// clock converts an event's timeStamp. Where it says nothing, the time is now.
func (b *browser) clock(timeStamp js.Value) time.Time {
	milliseconds, _ := number(timeStamp)
	if !(milliseconds > 0) || b.timeOrigin == 0 {
		return time.Now()
	}
	return time.UnixMicro(int64((b.timeOrigin + milliseconds) * 1000))
}

// text returns the text of a JavaScript string, and false for any other value.
func text(v js.Value) (s string, ok bool) {
	defer func() { _ = recover() }() // Type panics on a BigInt (golang/go#72050)
	if v.Type() != js.TypeString {
		return "", false
	}
	return v.String(), true
}

// number returns the value of a JavaScript number, and false for any other value.
func number(v js.Value) (n float64, ok bool) {
	defer func() { _ = recover() }()
	if v.Type() != js.TypeNumber {
		return 0, false
	}
	return v.Float(), true
}
