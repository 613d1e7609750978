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

// filterCalls is what a filter calls, from within a callback of the browser's: the functions must not block. They are no
// interface: the linker keeps more of what stands behind one, here 17 KB of time's formatting.
type filterCalls struct {
	receive func(*arrival)      // a message that passed the checks, or one that can't be read
	refuse  func(origin string) // the first CTLive message of an origin that may not post
	resume  func()              // deliver what is queued
	threw   func()              // a handler threw a JavaScript exception
}

// messageFilter is the WebAssembly module that checks each message in the browser, and calls Go only for those that
// passed and for refused origins that are new.
type messageFilter struct {
	exports js.Value // functions, and the counter rejected
	funcs   funcs

	origins    []string // who may post, by number; with AnyOrigin, all that have posted
	maxBytes   int
	timeOrigin float64 // when the page's clock started, in milliseconds since 1970; 0 if there is no such clock
}

// newFilter makes a filter that accepts the messages of origins, or of any origin. ok is false if the browser can't
// compile it.
func newFilter(origins []string, anyOrigin bool, maxBytes int, calls filterCalls) (f *messageFilter, ok bool) {
	f = &messageFilter{maxBytes: maxBytes}
	f.timeOrigin = browser.Number(browser.Read(browser.Read(js.Global(), "performance"), "timeOrigin"))
	defer func() {
		if ok = recover() == nil; !ok {
			f.funcs.release()
		}
	}()
	module := newObject("Uint8Array", len(filter.Module))
	js.CopyBytesToJS(module, filter.Module)
	webAssembly := js.Global().Get("WebAssembly")
	compiled := webAssembly.Get("Module").New(module)
	f.exports = webAssembly.Get("Instance").New(compiled, f.imports(origins, anyOrigin, calls)).Get("exports")
	return f, true
}

// imports is what the module imports. All objects are without a prototype: a page may have frozen Object.prototype, or
// have put accessors on it.
func (f *messageFilter) imports(origins []string, anyOrigin bool, calls filterCalls) js.Value {
	global := js.Global()
	buffer := newObject("Uint8Array", f.maxBytes+4)
	allowed := plainObject()
	admit := func(origin string) {
		f.origins = append(f.origins, origin)
		allowed.Set(origin, len(f.origins))
	}
	for _, origin := range origins {
		admit(origin)
	}
	kinds := plainObject()
	kinds.Set("[object String]", filter.IsText)
	kinds.Set("[object DataView]", filter.IsEmptyView)
	for _, tag := range [...]string{"[object BigInt]", "[object BigInt64Array]", "[object BigUint64Array]"} {
		kinds.Set(tag, filter.IsNoJSON)
	}

	resuming := plainObject()
	resuming.Set("eventPhase", 1)
	own := plainObject()
	for _, provided := range [...]struct {
		name  string
		value js.Value
	}{
		{"tag", bind(global.Get("Object").Get("prototype").Get("toString"), "call")},
		{"now", bind(global.Get("performance"), "now")},
		{"encodeInto", bind(newObject("TextEncoder"), "encodeInto")},
		{"buffer", buffer},
		{"maxBytes", js.ValueOf(f.maxBytes)},
		{"allowed", allowed},
		{"reported", plainObject()},
		{"spent", plainObject()},
		{"kinds", kinds},
		{"resuming", resuming},
		{"anyOrigin", js.ValueOf(number(anyOrigin))},
	} {
		own.Set(provided.name, provided.value)
	}
	for _, provided := range [...]struct {
		name string
		call func(args []js.Value)
	}{
		{"deliver", func(args []js.Value) {
			a := f.arrival(args)
			a.Raw = make([]byte, args[3].Int())
			js.CopyBytesToGo(a.Raw, buffer)
			calls.receive(a)
		}},
		{"tooLong", func(args []js.Value) {
			f.fail(args, "is longer than Options.MaxBytes, want at most "+strconv.Itoa(f.maxBytes)+" bytes of JSON", calls)
		}},
		{"unreadable", func(args []js.Value) {
			f.fail(args, "cannot be written as JSON, want no BigInt, no cycle and at most 200 levels", calls)
		}},
		{"refused", func(args []js.Value) { calls.refuse(browser.Text(args[0])) }},
		{"admit", func(args []js.Value) { admit(browser.Text(args[0])) }},
		{"resume", func([]js.Value) { calls.resume() }},
		{"threw", func([]js.Value) { calls.threw() }},
	} {
		own.Set(provided.name, f.funcs.add(provided.call))
	}
	for _, text := range [...]string{
		"data", "name", "origin", "timeStamp", "eventPhase", "value", "length", "written", "CTLiveEvent",
	} {
		own.Set("text "+text, text)
	}
	imports := plainObject()
	imports.Set("ctlive", own)
	imports.Set("window", global)
	for _, name := range [...]string{"Reflect", "Object", "Array", "ArrayBuffer", "JSON"} {
		imports.Set(name, global.Get(name))
	}
	return imports
}

// arrival is what the module says of a message: the number of its origin, its time, and whether early.js kept it.
func (f *messageFilter) arrival(args []js.Value) *arrival {
	return &arrival{Message: ctlive.Message{
		Origin: f.origins[args[0].Int()-1],
		Time:   f.clock(args[1].Float()),
		Early:  args[2].Int() == 1,
	}}
}

// fail hands on a message that can't be read.
func (f *messageFilter) fail(args []js.Value, reason string, calls filterCalls) {
	a := f.arrival(args)
	a.err = &ctlive.DecodeError{Member: "data", Reason: reason}
	calls.receive(a)
}

// clock converts an event's timeStamp, in milliseconds since timeOrigin. Where it says nothing, the time is now.
func (f *messageFilter) clock(timeStamp float64) time.Time {
	if !(timeStamp > 0) || f.timeOrigin == 0 {
		return time.Now()
	}
	return time.UnixMicro(int64((f.timeOrigin + timeStamp) * 1000))
}

// rejected is how many messages were refused for their origin.
func (f *messageFilter) rejected() uint64 {
	return uint64(browser.Number(browser.Read(browser.Read(f.exports, "rejected"), "value")))
}

func (f *messageFilter) export(name string) js.Value { return f.exports.Get(name) }

func newObject(class string, args ...any) js.Value { return js.Global().Get(class).New(args...) }

// plainObject returns an object without a prototype.
func plainObject() js.Value { return js.Global().Get("Object").Call("create", nil) }

// bind returns a method of an object as a function of its own.
func bind(object js.Value, method string) js.Value { return object.Get(method).Call("bind", object) }

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
