//go:build js && wasm

package wasm

import (
	"errors"
	"slices"
	"strconv"
	"syscall/js"
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

	// Backlog is how many messages are held while handlers run; 0 means 4096. Past it the newest message is dropped,
	// counted, and reported as ctlive.ErrBacklogFull.
	Backlog int

	// MaxBytes is the length of the longest envelope that is decoded, in bytes of JSON; 0 means 64 KiB. A longer one is
	// a *ctlive.DecodeError, and its text is not copied into the program's memory.
	MaxBytes int
}

const (
	defaultBacklog  = 4096
	defaultMaxBytes = 64 << 10
)

// withDefaults returns the options as they are meant, or what is wrong with them.
func (o *Options) withDefaults(b *browser) (Options, error) {
	var full Options
	if o != nil {
		full = *o
	}
	if full.Backlog < 0 {
		return full, optionError("Backlog", strconv.Itoa(full.Backlog), "0 or more messages")
	}
	if full.Backlog == 0 {
		full.Backlog = defaultBacklog
	}
	if full.MaxBytes < 0 {
		return full, optionError("MaxBytes", strconv.Itoa(full.MaxBytes), "0 or more bytes")
	}
	if full.MaxBytes == 0 {
		full.MaxBytes = defaultMaxBytes
	}
	if full.Target.IsUndefined() {
		full.Target = js.Global().Get("window")
		if full.Target.IsUndefined() {
			return full, errors.New("wasm: Listen: there is no window here, as in a worker; set Options.Target to what receives the messages, such as a BroadcastChannel")
		}
	}
	for i, origin := range full.Origins {
		if exact := b.originOf(origin); exact != origin || isOpaque(origin) || hasWildcard(origin) {
			return full, optionError("Origins["+strconv.Itoa(i)+"]", quote(origin), wantOrigin(origin, exact))
		}
	}
	if len(full.Origins) == 0 && !full.AnyOrigin {
		own := b.ownOrigin()
		if isOpaque(own) {
			return full, errors.New("wasm: Listen: this page's own origin is opaque (a sandboxed frame, a file), so no message could be accepted by default; set Options.Origins or AnyOrigin")
		}
		full.Origins = []string{own}
	}
	return full, nil
}

func optionError(option, value, want string) error {
	return errors.New("wasm: Listen: Options." + option + " is " + value + ", want " + want)
}

// wantOrigin says what should stand in the place of an entry, which as a URL has the origin exact.
func wantOrigin(entry, exact string) string {
	if isOpaque(exact) || hasWildcard(entry) {
		return `an exact origin such as "https://ctlive.cloudando.com"`
	}
	return quote(exact)
}

// isOpaque reports whether an origin is one that no entry can name.
func isOpaque(origin string) bool { return origin == "" || origin == "null" }

func hasWildcard(origin string) bool { return slices.Contains([]byte(origin), '*') }

func quote(s string) string { return `"` + s + `"` }
