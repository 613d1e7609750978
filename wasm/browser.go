//go:build js && wasm

package wasm

import (
	"syscall/js"
	"time"
)

// browser holds the browser's own functions. Messages are read through them alone: what throws in a function that is
// called from Go becomes a panic, which guard catches, while an exception in js.Value's Get, Index or Length unwinds
// Go's stack and can't be caught. They are taken once, so that a script which replaces them later changes nothing here.
type browser struct {
	reflectGet     js.Value // Reflect.get(object, name)
	reflectApply   js.Value // Reflect.apply(function, this, arguments)
	object         js.Value // Object(value)
	stringify      js.Value // JSON.stringify(value)
	keys           js.Value // Object.keys(value)
	isArray        js.Value // Array.isArray(value)
	codePointAt    js.Value // codePointAt(string, index)
	objectToString js.Value // Object.prototype.toString(value)
	isView         js.Value // ArrayBuffer.isView(value)
	url            js.Value // new URL(text)

	timeOrigin float64 // when the page's clock started, in milliseconds since 1970; 0 if there is no such clock

	data, name, origin, timeStamp, length js.Value // names of members, made once
	envelopeName, stringTag               js.Value
}

func newBrowser() *browser {
	global := js.Global()
	call := global.Get("Function").Get("prototype").Get("call")
	b := &browser{
		reflectGet:     global.Get("Reflect").Get("get"),
		reflectApply:   global.Get("Reflect").Get("apply"),
		object:         global.Get("Object"),
		stringify:      global.Get("JSON").Get("stringify"),
		codePointAt:    call.Call("bind", global.Get("String").Get("prototype").Get("codePointAt")),
		objectToString: call.Call("bind", global.Get("Object").Get("prototype").Get("toString")),
		keys:           global.Get("Object").Get("keys"),
		isArray:        global.Get("Array").Get("isArray"),
		isView:         global.Get("ArrayBuffer").Get("isView"),
		url:            global.Get("URL"),
		data:           js.ValueOf("data"),
		name:           js.ValueOf("name"),
		origin:         js.ValueOf("origin"),
		timeStamp:      js.ValueOf("timeStamp"),
		length:         js.ValueOf("length"),
		envelopeName:   js.ValueOf("CTLiveEvent"),
		stringTag:      js.ValueOf("[object String]"),
	}
	if performance, ok := b.get(global, "performance"); ok {
		if start, ok := b.get(performance, "timeOrigin"); ok {
			b.timeOrigin, _ = number(start)
		}
	}
	return b
}

// guard runs f, and reports false if it panicked, as it does when JavaScript throws.
func guard(f func()) (ok bool) {
	defer func() { ok = recover() == nil }()
	f()
	return
}

// call calls a function of the browser's.
func (b *browser) call(function js.Value, args ...any) (result js.Value, ok bool) {
	ok = guard(func() { result = function.Invoke(args...) })
	return result, ok
}

// get reads a member of an object that may be hostile.
func (b *browser) get(object js.Value, name any) (member js.Value, ok bool) {
	return b.call(b.reflectGet, object, name)
}

// method calls a method of an object that may be hostile, or have no such method.
func (b *browser) method(object js.Value, name string, args ...any) (result js.Value, ok bool) {
	function, ok := b.get(object, name)
	if !ok {
		return result, false
	}
	return b.call(b.reflectApply, function, object, args)
}

// addListener adds a listener for messages to target, which may be no EventTarget.
func (b *browser) addListener(target, listener js.Value) (remove func(), ok bool) {
	if _, ok := b.method(target, "addEventListener", "message", listener); !ok {
		return nil, false
	}
	return func() { b.method(target, "removeEventListener", "message", listener) }, true
}

// ownOrigin returns the origin of this page or worker, "null" if it is opaque. Only the global origin knows of a sandbox,
// but a script may replace it (var origin = "Milano"), which can't be done to location.
func (b *browser) ownOrigin() string {
	own, _ := text(js.Global().Get("origin"))
	if own == "null" {
		return own
	}
	location, _ := b.get(js.Global(), "location")
	value, _ := b.get(location, b.origin)
	if fixed, _ := text(value); !isOpaque(fixed) {
		return fixed
	}
	return b.originOf(own) // a page without an address of its own, such as about:blank
}

// originOf returns the origin of a URL, "" if the text is none.
func (b *browser) originOf(url string) (origin string) {
	guard(func() { origin = b.url.New(url).Get("origin").String() })
	return origin
}

// longerThan reports whether a JavaScript string has more than n UTF-16 units. It copies nothing and makes no object.
func (b *browser) longerThan(text js.Value, n int) bool {
	unit, ok := b.call(b.codePointAt, text, n)
	return ok && !unit.IsUndefined()
}

// clock converts an event's timeStamp. Where it says nothing, the time is now.
func (b *browser) clock(timeStamp js.Value) time.Time {
	milliseconds, ok := number(timeStamp)
	if !ok || milliseconds <= 0 || b.timeOrigin == 0 {
		return time.Now()
	}
	return time.UnixMicro(int64((b.timeOrigin + milliseconds) * 1000))
}

// text returns the text of a JavaScript string, and false for any other value.
func text(v js.Value) (s string, ok bool) {
	guard(func() {
		if v.Type() == js.TypeString { // Type panics on a BigInt (golang/go#72050)
			s, ok = v.String(), true
		}
	})
	return s, ok
}

// number returns the value of a JavaScript number, and false for any other value.
func number(v js.Value) (n float64, ok bool) {
	guard(func() {
		if v.Type() == js.TypeNumber {
			n, ok = v.Float(), true
		}
	})
	return n, ok
}
