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

// filterCalls is what a filter calls, from within a callback of the browser's: the functions must not block.
// They are no interface: the linker keeps more of what stands behind one, here 17 KB of time's formatting.
type filterCalls struct {
	receive func(*arrival)   // a message that passed the checks, one that can't be read, or the refusal of a new origin
	resume  func(threw bool) // deliver what is queued; threw says that a handler threw a JavaScript exception
}

// messageFilter is the WebAssembly module that checks each message in the browser, and calls Go only for those that
// passed and for refused origins that are new.
type messageFilter struct {
	exports js.Value // functions, and the counter rejected
	funcs   browser.Funcs
	calls   filterCalls
	buffer  js.Value // the text of a message, a Uint8Array
	allowed js.Value // the number of each origin that may post

	origins    []string // who may post, by number; with AnyOrigin, all that have posted
	maxBytes   int
	timeOrigin float64 // when the page's clock started, in milliseconds since 1970; 0 if there is no such clock
}

// newFilter makes a filter that accepts the messages of origins, or of any origin. ok is false if the browser can't
// compile it.
func newFilter(origins []string, anyOrigin bool, maxBytes int, calls filterCalls) (f *messageFilter, ok bool) {
	f = &messageFilter{maxBytes: maxBytes, calls: calls}
	f.timeOrigin = browser.Number(browser.Read(browser.Read(js.Global(), "performance"), "timeOrigin"))
	defer func() {
		if ok = recover() == nil; !ok {
			f.funcs.Release()
		}
	}()
	module := newObject("Uint8Array", len(filter.Module))
	js.CopyBytesToJS(module, filter.Module)
	webAssembly := js.Global().Get("WebAssembly")
	compiled := webAssembly.Get("Module").New(module)
	f.exports = webAssembly.Get("Instance").New(compiled, f.imports(origins, anyOrigin)).Get("exports")
	return f, true
}

// imports is what the module imports. All objects are without a prototype: a page may have frozen Object.prototype, or
// have put accessors on it.
func (f *messageFilter) imports(origins []string, anyOrigin bool) js.Value {
	global := js.Global()
	f.buffer = newObject("Uint8Array", f.maxBytes+4)
	f.allowed = plainObject()
	for _, origin := range origins {
		f.admit(origin)
	}
	kinds := plainObject()
	kinds.Set("[object String]", filter.IsText)
	kinds.Set("[object DataView]", filter.IsEmptyView)
	kinds.Set("[object BigInt]", filter.IsNoJSON)
	kinds.Set("[object BigInt64Array]", filter.IsNoJSON)
	kinds.Set("[object BigUint64Array]", filter.IsNoJSON)
	resuming := plainObject()
	resuming.Set("eventPhase", 1)

	own := plainObject()
	set(own, "tag", bind(global.Get("Object").Get("prototype").Get("toString"), "call"))
	set(own, "now", bind(global.Get("performance"), "now"))
	set(own, "encodeInto", bind(newObject("TextEncoder"), "encodeInto"))
	set(own, "buffer", f.buffer)
	own.Set("maxBytes", f.maxBytes)
	set(own, "allowed", f.allowed)
	set(own, "reported", plainObject())
	set(own, "spent", plainObject())
	set(own, "kinds", kinds)
	set(own, "resuming", resuming)
	own.Set("anyOrigin", number(anyOrigin))
	for i, name := range calledNames {
		set(own, name, f.funcs.Add(func(args []js.Value) { f.called(i, args) }))
	}
	for _, text := range [...]string{
		"data", "name", "origin", "timeStamp", "eventPhase", "value", "length", "written", "CTLiveEvent",
	} {
		own.Set("text "+text, text)
	}
	imports := plainObject()
	set(imports, "ctlive", own)
	set(imports, "window", global)
	for _, name := range [...]string{"Reflect", "Object", "Array", "ArrayBuffer", "JSON"} {
		set(imports, name, global.Get(name))
	}
	return imports
}

// The functions that the module imports from Go.
const (
	deliver = iota
	tooLong
	unreadable
	refused
	admit
	resume
	threw
)

var calledNames = [...]string{
	deliver: "deliver", tooLong: "tooLong", unreadable: "unreadable", refused: "refused", admit: "admit", resume: "resume",
	threw: "threw",
}

// called is all these functions in one, which is smaller than seven.
func (f *messageFilter) called(function int, args []js.Value) {
	switch function {
	case deliver:
		a := f.arrival(args)
		a.Raw = make([]byte, args[3].Int())
		js.CopyBytesToGo(a.Raw, f.buffer)
		f.calls.receive(a)
	case tooLong:
		f.fail(args, "is longer than Options.MaxBytes, want at most "+strconv.Itoa(f.maxBytes)+" bytes of JSON")
	case unreadable:
		f.fail(args, "cannot be written as JSON, want no BigInt, no cycle and at most 200 levels")
	case refused:
		f.calls.receive(&arrival{err: &ctlive.OriginError{Origin: browser.Text(args[0])}, report: true})
	case admit:
		f.admit(browser.Text(args[0]))
	default:
		f.calls.resume(function == threw)
	}
}

// admit gives an origin that may post its number.
func (f *messageFilter) admit(origin string) {
	f.origins = append(f.origins, origin)
	f.allowed.Set(origin, len(f.origins))
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
func (f *messageFilter) fail(args []js.Value, reason string) {
	a := f.arrival(args)
	a.err = &ctlive.DecodeError{Member: "data", Reason: reason}
	f.calls.receive(a)
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

// set sets a member of an object. Every call of it would otherwise convert the value.
//
//go:noinline
func set(object js.Value, name string, value js.Value) { object.Set(name, value) }

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
