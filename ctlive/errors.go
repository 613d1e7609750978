package ctlive

import "errors"

// ErrNotCTLive is what Decode returns for JSON that is no CTLive envelope: no object with the name "CTLiveEvent".
var ErrNotCTLive = errors.New(`ctlive: not a CTLive envelope, want an object whose name is "CTLiveEvent"`)

// ErrBacklogFull is reported when messages were dropped: more came while a handler or a loop was busy than may wait for
// it, or more came before Listen than early.js keeps. It is reported once for each run of drops; the Stats of package
// wasm's Listener count the messages.
var ErrBacklogFull = errors.New("ctlive: messages were dropped: more came than may wait for a busy handler or loop, " +
	"or than early.js keeps before Listen")

// DecodeError is an envelope that could not be read.
type DecodeError struct {
	Type   EventType // the event's type, where it could be read
	Member string    // what was wrong, as "object.users[2]"; "data" for the whole message; "" for malformed JSON
	Reason string    // how it was wrong, and what was expected
	Raw    []byte    // the envelope as it came; nil where there is no text of it
}

// Error names the event, the member, what it was and what was expected.
func (e *DecodeError) Error() string {
	text := "ctlive: "
	if e.Type != "" {
		text += typeText(e.Type) + ": "
	}
	if e.Member != "" {
		text += e.Member + " "
	}
	return text + e.Reason
}

// OriginError is a CTLive message from an origin that may not post. Its content was not looked at.
type OriginError struct {
	Origin string // as the browser gives it; "null" for a sandboxed frame or a file
}

// Error names the origin and the option that would accept it.
func (e *OriginError) Error() string {
	advice := "; if it is yours, add it to Options.Origins"
	if e.Origin == "" || e.Origin == "null" {
		advice = ", an opaque origin; only Options.AnyOrigin accepts it"
	}
	return "ctlive: refused a CTLive message from " + quoted(e.Origin) + advice
}

// PanicError is a handler that panicked. The other handlers have run all the same.
//
// It has no Message: the time.Time in one would link 17 KB of formatting into every page, brotli, as the linker keeps
// the methods of what an error holds.
type PanicError struct {
	Event Event  // what was being handled
	Value any    // what the handler panicked with
	Stack []byte // of the goroutine, as runtime.Stack writes it
}

// Error names the event and, where it has a text, the value; the stack is in Stack.
func (e *PanicError) Error() string {
	text := "ctlive: a handler panicked"
	if e.Event != nil {
		text += " on " + typeText(e.Event.EventType())
	}
	return text + ": " + panicText(e.Value)
}

// Unwrap returns Value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// typeText quotes a type that this version does not know: it comes from outside.
func typeText(t EventType) string {
	if known(t) != nil {
		return string(t)
	}
	return quoted(string(t))
}

// panicText returns the text of a value that a handler panicked with. Its methods are the program's and may panic too.
func panicText(value any) (text string) {
	defer ignorePanic()
	text = "(a value whose Error or String method panicked)"
	switch v := value.(type) {
	case string:
		return v
	case error:
		return v.Error()
	case interface{ String() string }:
		return v.String()
	}
	return "(a value without text)"
}

// ignorePanic is for a defer: a function that panics returns what its named results are then.
func ignorePanic() { _ = recover() }

// quoted puts a text from outside between quotation marks. What would confuse a log becomes a question mark.
// Two copies of it would be larger. []byte(s) in place of append, here and in Decode, would add 1.6 KB, not compressed.
//
//go:noinline
func quoted(s string) string {
	text := append([]byte(nil), s...)
	for i, b := range text {
		if b < ' ' || b == '"' || b == 0x7f {
			text[i] = '?'
		}
	}
	return `"` + string(text) + `"`
}
