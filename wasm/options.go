//go:build js && wasm

package wasm

import (
	"errors"
	"strconv"
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// Options says what a listener listens to. The zero value is the safe default.
type Options struct {
	// Origins are the origins that may post, exactly as the browser writes them: "https://ctlive.cloudando.com". They
	// replace the default, which is the page's own origin alone. Any script in a page of one of these origins can
	// forge every event.
	Origins []string

	// AnyOrigin accepts messages from every origin, whatever Origins says. It is for development: any page that frames
	// this one, and any frame in it, can then forge every event.
	AnyOrigin bool

	// Target is the EventTarget listened on; the zero value is the window. Also: another window of this origin, a
	// BroadcastChannel, or a MessagePort (call its start method; its messages have the origin "", so set AnyOrigin).
	Target js.Value

	// Backlog is how many messages are held while handlers run; 0 means 4096. Past it, or past 16 MiB of Raw, the newest
	// message is dropped, counted, and reported as ctlive.ErrBacklogFull, once for each run of drops.
	Backlog int

	// MaxBytes is the length of the longest envelope that is decoded, in bytes of JSON; 0 means 64 KiB. A longer one is
	// a *ctlive.DecodeError, and its text is not copied into the program's memory. A listener holds a buffer of this size,
	// of which the browser commits what is used; more than 64 MiB means 64 MiB.
	MaxBytes int

	// NoEarly says that the page does without early.js on purpose, so that ErrNoEarly is not reported.
	NoEarly bool
}

// Why Listen fails, but for what optionError says.
var (
	errDispatcher = errors.New("wasm: Listen: the Dispatcher is nil, want one such as new(ctlive.Dispatcher)")
	errNoWindow   = errors.New("wasm: Listen: there is no window here, as in a worker; set Options.Target to what " +
		"receives the messages, such as a BroadcastChannel")
	errTarget = errors.New("wasm: Listen: Options.Target has no addEventListener and removeEventListener that can be " +
		"called, want an EventTarget such as a window of this origin or a BroadcastChannel")
	errOpaque = errors.New("wasm: Listen: this page's own origin is opaque (a sandboxed frame, a file), so no message " +
		"could be accepted by default; set Options.Origins or AnyOrigin")
	errCompile = errors.New("wasm: Listen: this browser can't compile the filter, want Chrome 96, Firefox 79, Safari " +
		"15 or later")
)

const (
	defaultBacklog  = 4096
	defaultMaxBytes = 64 << 10
	maxMaxBytes     = 64 << 20
)

// complete fills in the defaults, or says what is wrong. Where any origin may post, none is named.
func (o *Options) complete() error {
	if o.Backlog < 0 {
		return optionError("Backlog", strconv.Itoa(o.Backlog), "0 or more messages")
	}
	if o.MaxBytes < 0 {
		return optionError("MaxBytes", strconv.Itoa(o.MaxBytes), "0 or more bytes")
	}
	if o.Backlog == 0 {
		o.Backlog = defaultBacklog
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultMaxBytes
	}
	o.MaxBytes = min(o.MaxBytes, maxMaxBytes)
	if o.Target.IsUndefined() {
		o.Target = js.Global().Get("window")
		if o.Target.IsUndefined() {
			return errNoWindow
		}
	}
	// without a listener it removes none, and throws where the target is no EventTarget
	if _, ok := browser.Call(o.Target, "removeEventListener", "message", nil); !ok {
		return errTarget
	}
	for i, origin := range o.Origins {
		exact := originOf(origin)
		isExact := !isOpaque(exact)
		for _, letter := range origin {
			isExact = isExact && letter != '*'
		}
		if isExact && exact == origin {
			continue
		}
		want := `an exact origin such as "https://ctlive.cloudando.com"`
		if isExact {
			want = quote(exact)
		}
		return optionError("Origins["+strconv.Itoa(i)+"]", quote(origin), want)
	}
	if o.AnyOrigin {
		o.Origins = nil
	} else if len(o.Origins) == 0 {
		own := ownOrigin(js.Global())
		if isOpaque(own) {
			return errOpaque
		}
		o.Origins = []string{own}
	}
	return nil
}

// optionError is why Listen refuses an option. Copies of it in every caller would be larger.
//
//go:noinline
func optionError(option, value, want string) error {
	return errors.New("wasm: Listen: Options." + option + " is " + value + ", want " + want)
}

func quote(s string) string { return `"` + s + `"` }
