//go:build js && wasm

package wasm

import (
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
	"example.com/ctlive-go/wasm/internal/filter"
)

// makeFilter makes the event listener: a WebAssembly module that checks the name and the origin of each message, and
// wakes Go only for messages that passed and for refused origins that are news. release releases what it calls.
func (l *Listener) makeFilter(origins []string) (receive js.Value, release func(), ok bool) {
	webAssembly := js.Global().Get("WebAssembly")
	compile := webAssembly.Get("Module")
	if compile.IsUndefined() {
		return receive, nil, false
	}
	buffer := newObject("Uint8Array", l.maxBytes+4)
	accept, release := newFunc(func(args []js.Value) {
		origin, timeStamp, length := args[0], args[1].Float(), args[2].Int()
		a := &arrival{Message: ctlive.Message{Time: l.clock(timeStamp), Early: l.takingEarly}}
		if length != filter.Refused && len(origins) > 0 {
			a.Origin = origins[origin.Int()-1]
		} else {
			a.Origin = browser.Text(origin)
		}
		if length >= 0 && length <= l.maxBytes {
			a.Raw = make([]byte, length)
			js.CopyBytesToGo(a.Raw, buffer)
		}
		l.accept(a, length)
	})
	defer func() {
		if ok = recover() == nil; !ok {
			release()
		}
	}()
	module := newObject("Uint8Array", len(filter.Module))
	js.CopyBytesToJS(module, filter.Module)
	l.filter = webAssembly.Get("Instance").New(compile.New(module), l.imports(origins, buffer, accept)).Get("exports")
	return l.filter.Get("receive"), release, true
}

// accept is called for a message that passed the first two checks, and for a refused origin that is news. length is that of
// the text, or says why there is no Raw.
func (l *Listener) accept(a *arrival, length int) {
	switch {
	case length == filter.Refused:
		a.notice = true
		a.err = &ctlive.OriginError{Origin: a.Origin}
	case a.Raw == nil:
		reason := "is not to be had as JSON, want no BigInt, no cycle, no getter that throws, and at most 200 levels"
		if length != filter.NoJSON {
			reason = "is longer than Options.MaxBytes, want at most " + strconv.Itoa(l.maxBytes) + " bytes of JSON"
		}
		a.err = &ctlive.DecodeError{Member: "data", Reason: reason}
	}
	l.enqueue(a)
}

// clock converts an event's timeStamp, in milliseconds since timeOrigin. Where it says nothing, the time is now.
func (l *Listener) clock(timeStamp float64) time.Time {
	if !(timeStamp > 0) || l.timeOrigin == 0 {
		return time.Now()
	}
	return time.UnixMicro(int64((l.timeOrigin + timeStamp) * 1000))
}

// imports is what the filter's imports name. Without origins, any may post.
func (l *Listener) imports(origins []string, buffer js.Value, accept js.Func) js.Value {
	imports, own := newObject("Object"), newObject("Object")
	imports.Set("", own)
	for _, name := range [...]string{"Reflect", "Object", "Array", "ArrayBuffer", "JSON"} {
		imports.Set(name, js.Global().Get(name))
	}
	for _, text := range [...]string{"data", "name", "origin", "timeStamp", "length", "written", "[object String]", "CTLiveEvent"} {
		own.Set(text, text)
	}
	object := js.Global().Get("Object")
	allowed, reported := object.Call("create", nil), object.Call("create", nil)
	anyOrigin := 1
	for i, origin := range origins {
		allowed.Set(origin, i+1)
		anyOrigin = 0
	}
	values := [...]js.Value{
		object, bind(object.Get("prototype").Get("toString"), "call"), bind(newObject("TextEncoder"), "encodeInto"), buffer,
		allowed, reported, accept.Value, js.ValueOf(anyOrigin),
	}
	for i, name := range [len(values)]string{
		"object", "toString", "encodeInto", "buffer",
		"allowed", "reported", "accept", "any",
	} {
		own.Set(name, values[i])
	}
	return imports
}

func newObject(class string, args ...any) js.Value { return js.Global().Get(class).New(args...) }

// bind returns a method of an object as a function of its own.
func bind(object js.Value, method string) js.Value { return object.Get(method).Call("bind", object) }
