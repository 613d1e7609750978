//go:build js && wasm

package wasm

import (
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/filter"
)

const (
	maxReported = 16  // refused origins, each once
	maxDepth    = 200 // levels of objects and arrays that are written as JSON; Decode takes fewer, and says so itself
)

// makeFilter makes the event listener: a WebAssembly module that checks the name and the origin of each message, and
// wakes Go only for messages that passed and for refused origins that are news. release releases what it calls.
func (l *Listener) makeFilter(origins []string, anyOrigin bool) (release func(), err error) {
	buffer := newObject("Uint8Array", l.maxBytes+4)
	accept, releaseAccept := newFunc(func(origin, timeStamp, length js.Value) {
		a := new(arrival)
		if anyOrigin {
			a.Origin = text(origin)
		} else {
			a.Origin = origins[origin.Int()-1]
		}
		a.Time = l.clock(timeStamp.Float())
		l.accept(a, length.Int(), buffer)
	})
	refuse, releaseRefuse := newFunc(func(origin, _, _ js.Value) {
		l.enqueue(&arrival{err: &ctlive.OriginError{Origin: text(origin)}, notice: true})
	})
	release = func() {
		releaseAccept()
		releaseRefuse()
	}
	if !guard(func() {
		module := newObject("Uint8Array", len(filter.Module))
		js.CopyBytesToJS(module, filter.Module)
		webAssembly := js.Global().Get("WebAssembly")
		imports := l.imports(origins, anyOrigin, buffer, accept.Value, refuse.Value)
		l.filter = webAssembly.Get("Instance").New(webAssembly.Get("Module").New(module), imports).Get("exports")
	}) {
		release()
		return nil, errorText("this browser can't compile the filter for messages, want one with WebAssembly exceptions: Chrome 95, Firefox 100, Safari 15.2 or later")
	}
	return release, nil
}

// accept is called for a message that passed the first two checks. Its text is in the buffer, if length says so.
func (l *Listener) accept(a *arrival, length int, buffer js.Value) {
	if length >= 0 && length <= l.maxBytes {
		a.Raw = make([]byte, length)
		js.CopyBytesToGo(a.Raw, buffer)
	} else {
		reason := "is not to be had as JSON, want no BigInt, no cycle, no getter that throws, and at most 200 levels"
		if length != filter.NoJSON {
			reason = "is longer than Options.MaxBytes, want at most " + strconv.Itoa(l.maxBytes) + " bytes of JSON"
		}
		a.err = &ctlive.DecodeError{Member: "data", Reason: reason}
	}
	a.Early = l.takingEarly
	l.enqueue(a)
}

// clock converts an event's timeStamp, in milliseconds since timeOrigin. Where it says nothing, the time is now.
func (l *Listener) clock(timeStamp float64) time.Time {
	if !(timeStamp > 0) || l.timeOrigin == 0 {
		return time.Now()
	}
	return time.UnixMicro(int64((l.timeOrigin + timeStamp) * 1000))
}

// imports is what the filter's imports name.
func (l *Listener) imports(origins []string, anyOrigin bool, buffer, accept, refuse js.Value) js.Value {
	imports, own := newObject("Object"), newObject("Object")
	imports.Set("", own)
	for _, name := range [...]string{"Reflect", "Object", "Array", "ArrayBuffer", "JSON"} {
		imports.Set(name, js.Global().Get(name))
	}
	for _, text := range [...]string{"data", "name", "origin", "timeStamp", "length", "written", "[object String]", "CTLiveEvent"} {
		own.Set(text, text)
	}
	allowed, reported := newObject("Map"), newObject("Set")
	for i, origin := range origins {
		allowed.Call("set", origin, i+1)
	}
	numberOfAny := 0
	if anyOrigin {
		numberOfAny = 1
	}
	object := js.Global().Get("Object")
	values := [...]js.Value{
		object, bind(object.Get("prototype").Get("toString"), "call"), bind(newObject("TextEncoder"), "encodeInto"), buffer,
		bind(allowed, "get"), bind(reported, "has"), bind(reported, "add"), accept, refuse,
		js.ValueOf(numberOfAny), js.ValueOf(maxReported), js.ValueOf(l.maxBytes), js.ValueOf(maxDepth),
	}
	for i, name := range [len(values)]string{
		"object", "toString", "encodeInto", "buffer",
		"allowed", "reported", "report", "accept", "refuse",
		"any", "reports", "maxLength", "maxDepth",
	} {
		own.Set(name, values[i])
	}
	return imports
}

func newObject(class string, args ...any) js.Value { return js.Global().Get(class).New(args...) }

// bind returns a method of an object as a function of its own.
func bind(object js.Value, method string) js.Value { return object.Get(method).Call("bind", object) }
