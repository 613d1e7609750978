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

// receiver is what a filter calls, from within a callback of the browser's: the methods must not block.
type receiver interface {
	receive(*arrival)     // a message that passed the checks, or one that can't be read
	refuse(origin string) // the first CTLive message of an origin that may not post
	resume()              // deliver what is queued
	threw()               // a handler threw a JavaScript exception
}

// messageFilter is the WebAssembly module that checks each message in the browser, and calls Go only for those that
// passed and for refused origins that are new.
type messageFilter struct {
	exports js.Value // the functions receive, receiveEarly, resume and check, and the counter rejected
	funcs   funcs

	origins    []string // who may post, by number; with AnyOrigin, all that have posted
	maxBytes   int
	timeOrigin float64 // when the page's clock started, in milliseconds since 1970; 0 if there is no such clock
}

// newFilter makes a filter that accepts the messages of origins, or of any origin. ok is false if the browser can't
// compile it.
func newFilter(origins []string, anyOrigin bool, maxBytes int, r receiver) (f *messageFilter, ok bool) {
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
	f.exports = webAssembly.Get("Instance").New(compiled, f.imports(origins, anyOrigin, r)).Get("exports")
	return f, true
}

// imports is what the module imports. All objects are without a prototype: a page may have frozen Object.prototype, or
// have put accessors on it.
func (f *messageFilter) imports(origins []string, anyOrigin bool, r receiver) js.Value {
	global := js.Global()
	object, prototype := global.Get("Object"), global.Get("Object").Get("prototype")
	buffer := newObject("Uint8Array", f.maxBytes+4)
	allowed := plainObject()
	admit := func(origin js.Value) {
		f.origins = append(f.origins, browser.Text(origin))
		allowed.Set(browser.Text(origin), len(f.origins))
	}
	for _, origin := range origins {
		admit(js.ValueOf(origin))
	}
	kinds := plainObject()
	for tag, kind := range map[string]int{
		"[object String]": filter.IsText, "[object DataView]": filter.IsEmptyView, "[object BigInt]": filter.IsNoJSON,
		"[object BigInt64Array]": filter.IsNoJSON, "[object BigUint64Array]": filter.IsNoJSON,
	} {
		kinds.Set(tag, kind)
	}

	own := plainObject()
	for name, value := range map[string]any{
		"object":     object,
		"hasOwn":     bind(prototype.Get("hasOwnProperty"), "call"),
		"tag":        bind(prototype.Get("toString"), "call"),
		"now":        bind(global.Get("performance"), "now"),
		"encodeInto": bind(newObject("TextEncoder"), "encodeInto"),

		"deliver": f.funcs.add(func(args []js.Value) {
			a := f.arrival(args)
			a.Raw = make([]byte, args[3].Int())
			js.CopyBytesToGo(a.Raw, buffer)
			r.receive(a)
		}),
		"tooLong": f.funcs.add(func(args []js.Value) {
			r.receive(f.unreadable(args, "is longer than Options.MaxBytes, want at most "+strconv.Itoa(f.maxBytes)+" bytes of JSON"))
		}),
		"unreadable": f.funcs.add(func(args []js.Value) {
			r.receive(f.unreadable(args, "cannot be written as JSON, want no BigInt, no cycle and at most 200 levels"))
		}),
		"refused": f.funcs.add(func(args []js.Value) { r.refuse(browser.Text(args[0])) }),
		"admit":   f.funcs.add(func(args []js.Value) { admit(args[0]) }),
		"resume":  f.funcs.add(func([]js.Value) { r.resume() }),
		"threw":   f.funcs.add(func([]js.Value) { r.threw() }),

		"buffer":    buffer,
		"maxBytes":  f.maxBytes,
		"allowed":   allowed,
		"reported":  plainObject(),
		"spent":     plainObject(),
		"kinds":     kinds,
		"anyOrigin": number(anyOrigin),
	} {
		own.Set(name, value)
	}
	for _, text := range [...]string{"data", "name", "origin", "timeStamp", "eventPhase", "length", "written", "CTLiveEvent"} {
		own.Set("text "+text, text)
	}
	imports := plainObject()
	imports.Set("ctlive", own)
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

func (f *messageFilter) unreadable(args []js.Value, reason string) *arrival {
	a := f.arrival(args)
	a.err = &ctlive.DecodeError{Member: "data", Reason: reason}
	return a
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
