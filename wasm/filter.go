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

// messageFilter is the WebAssembly module that checks each message in the browser, and calls Go only for those that
// passed and for refused origins that are new.
type messageFilter struct {
	listener *Listener
	exports  js.Value // functions
	funcs    browser.Funcs
	buffer   js.Value // the text of a message, a Uint8Array
	allowed  js.Value // the number of each origin that may post

	origins  []string // who may post, by number; with AnyOrigin, all that have posted
	maxBytes int
}

// newFilter makes the filter of l. ok is false if the browser can't compile it.
func newFilter(l *Listener, o *Options) (f *messageFilter, ok bool) {
	f = &messageFilter{listener: l, maxBytes: o.MaxBytes}
	ok = browser.Try(func() {
		f.buffer = newObject("Uint8Array", f.maxBytes+4)
		module := newObject("Uint8Array", len(filter.Module))
		js.CopyBytesToJS(module, filter.Module)
		webAssembly := js.Global().Get("WebAssembly")
		compiled := webAssembly.Get("Module").New(module)
		f.exports = webAssembly.Get("Instance").New(compiled, f.imports(o)).Get("exports")
		for _, origin := range o.Origins {
			f.admit(origin)
		}
	})
	if !ok {
		f.funcs.Release()
	}
	return f, ok
}

// imports is what the module imports: the browser's own functions from the global object, which stands behind the rest,
// and what belongs to the listener. A page may have frozen Object.prototype, or have put accessors on it: what is set
// here is there before, as JSON.parse does not look at prototypes.
func (f *messageFilter) imports(o *Options) js.Value {
	imports := js.Global().Get("JSON").Call("parse", filter.Values)
	browser.Reflect("setPrototypeOf", imports, js.Global())
	own := imports.Get("ctlive")
	f.allowed = own.Get("allowed")
	own.Set("maxBytes", f.maxBytes)
	own.Set("anyOrigin", number(o.AnyOrigin))
	set(own, "buffer", f.buffer)
	toString := js.Global().Get("Object").Get("prototype").Get("toString")
	set(own, "tag", toString.Get("call").Call("bind", toString))
	for i, name := range calledNames {
		set(own, name, f.funcs.Add(func(args []js.Value) { f.called(i, args) }))
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
		f.listener.receive(a)
	case tooLong:
		f.fail(args, "is too long, want at most "+strconv.Itoa(f.maxBytes)+
			" bytes of JSON (Options.MaxBytes; before Listen 65536 characters)")
	case unreadable:
		f.fail(args, "cannot be written as JSON, want no BigInt, no cycle and at most 200 levels")
	case refused:
		f.listener.report(&ctlive.OriginError{Origin: browser.Text(args[0])})
		f.listener.backlog.wake()
	case admit:
		f.admit(browser.Text(args[0]))
	default:
		f.listener.resume(function == threw)
	}
}

// admit gives an origin that may post its number. Two copies of it would be larger.
//
//go:noinline
func (f *messageFilter) admit(origin string) {
	f.origins = append(f.origins, origin)
	f.allowed.Set(origin, len(f.origins))
}

// arrival is what the module says of a message: the number of its origin, its time, and whether early.js kept it.
func (f *messageFilter) arrival(args []js.Value) *arrival {
	return &arrival{Message: ctlive.Message{
		Origin: f.origins[args[0].Int()-1],
		Time:   timeOf(args[1].Float()),
		Early:  args[2].Int() == 1,
	}}
}

// fail hands on a message that can't be read.
func (f *messageFilter) fail(args []js.Value, reason string) {
	a := f.arrival(args)
	a.err = &ctlive.DecodeError{Member: "data", Reason: reason}
	f.listener.receive(a)
}

// timeOf converts milliseconds since 1970. Where they say nothing, the time is now.
func timeOf(milliseconds float64) time.Time {
	if milliseconds > 0 {
		return time.UnixMicro(int64(milliseconds * 1000))
	}
	return time.Now()
}

// set sets a member of an object. Every call of it would otherwise convert the value.
//
//go:noinline
func set(object js.Value, name string, value js.Value) { object.Set(name, value) }

func newObject(class string, args ...any) js.Value { return js.Global().Get(class).New(args...) }

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
