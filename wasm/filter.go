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

// init makes the filter of l. It returns an error if the browser can't compile it.
func (f *messageFilter) init(l *Listener, o *Options) (err error) {
	// what init returns if the rest panics
	err = errCompile
	defer browser.IgnorePanic()
	f.listener = l
	f.maxBytes = o.MaxBytes
	uint8Array := js.Global().Get("Uint8Array")
	f.buffer = uint8Array.New(f.maxBytes + 4)
	module := uint8Array.New(len(filter.Module))
	js.CopyBytesToJS(module, filter.Module)
	webAssembly := js.Global().Get("WebAssembly")
	compiled := webAssembly.Get("Module").New(module)
	// The module imports the browser's own functions from the global object, which stands behind the rest, and what
	// belongs to the listener. A page may have frozen Object.prototype, or have put accessors on it: what is set here is
	// there before, as JSON.parse does not look at prototypes.
	imports := js.Global().Get("JSON").Call("parse", filter.Values)
	browser.Reflect("setPrototypeOf", imports, js.Global())
	own := imports.Get("ctlive")
	f.allowed = own.Get("allowed")
	own.Set("maxBytes", f.maxBytes)
	own.Set("anyOrigin", number(o.AnyOrigin))
	own.Set("buffer", f.buffer)
	toString := own.Get("toString") // of Object.prototype
	own.Set("tag", toString.Get("call").Call("bind", toString))
	for i, name := range calledNames {
		own.Set(name, f.funcs.Add(func(args []js.Value) { f.called(i, args) }))
	}
	f.exports = webAssembly.Get("Instance").New(compiled, imports).Get("exports")
	for _, origin := range o.Origins {
		f.admit(origin)
	}
	return nil
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
		raw := make([]byte, args[3].Int())
		js.CopyBytesToGo(raw, f.buffer)
		f.queue(args, raw, "")
	case tooLong:
		f.queue(args, nil, "is too long, want at most "+strconv.Itoa(f.maxBytes)+
			" bytes of JSON (Options.MaxBytes; before Listen 65536 characters)")
	case unreadable:
		f.queue(args, nil, "cannot be written as JSON, want no BigInt, no cycle and at most 200 levels")
	case refused:
		f.listener.report(&ctlive.OriginError{Origin: browser.Text(args[0])})
		f.listener.backlog.wake()
	case admit:
		f.admit(browser.Text(args[0]))
	default:
		// A handler threw, or the page's scripts have returned. A backlog that is full may be so because a handler blocked,
		// and then threw: the goroutine is gone, and the filter could not see it. A new one goes on.
		if turn, ok := f.listener.backlog.giveUp(function == threw); ok {
			f.listener.deliver(turn)
		}
		f.listener.backlog.wake()
	}
}

// admit gives an origin that may post its number. Two copies of it would be larger.
//
//go:noinline
func (f *messageFilter) admit(origin string) {
	f.origins = append(f.origins, origin)
	f.allowed.Set(origin, len(f.origins))
}

// queue queues a message, with its text or with what is wrong with it. The module says the number of its origin, its
// time in milliseconds since 1970, and whether early.js kept it.
//
// What early.js kept waits until Listen has returned; any other message is delivered before the browser's callback
// returns, until a handler blocks.
func (f *messageFilter) queue(args []js.Value, raw []byte, fault string) {
	a := &arrival{Message: ctlive.Message{
		Origin: f.origins[args[0].Int()-1],
		Early:  args[2].Int() == 1,
		Raw:    raw,
	}}
	if ms := args[1].Float(); ms > 0 {
		a.Time = time.UnixMicro(int64(ms * 1000))
	} else { // the event does not tell
		a.Time = time.Now()
	}
	if fault != "" {
		a.err = &ctlive.DecodeError{Member: "data", Reason: fault}
	}
	if startsDropping := f.listener.backlog.add(a); startsDropping {
		f.listener.resumeLater()
	}
	if !a.Early {
		f.listener.backlog.wake()
	}
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
