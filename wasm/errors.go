package wasm

import "errors"

// ErrNoEarly is reported when messages that came before Listen may be lost: early.js did not run before, or it kept no
// messages of an origin that Listen accepts. It is reported once in the life of a page, by the first Listen on the
// window without Options.NoEarly. The text of the error says what to add to the page.
var ErrNoEarly = errors.New(`wasm: early.js did not run before Listen, so that earlier messages are lost; add ` +
	`<script src="early.js"></script> to the page's head before the vendor's script, or set Options.NoEarly`)

// ErrHandlerThrew is reported when a handler was ended by a JavaScript exception, which Go can't recover from. The
// message that it handled is lost for the handlers after it. The package documentation says how to read values safely.
var ErrHandlerThrew = errors.New("wasm: a handler was ended by a JavaScript exception, and its message is lost for " +
	"the handlers after it; read values that may throw with Reflect.get through Call")

// ErrNoBrowser is what Listen returns where there is no browser: in a program that is not built for GOOS=js
// GOARCH=wasm.
var ErrNoBrowser = errors.New("wasm: there is no browser here, want a program built with GOOS=js GOARCH=wasm")

// Stats counts messages since Listen.
type Stats struct {
	Delivered uint64 // dispatched to the handlers, the early ones too
	Early     uint64 // delivered with Message.Early set
	Rejected  uint64 // refused for their origin
	Malformed uint64 // reported as *ctlive.DecodeError
	Dropped   uint64 // past the backlog, over what early.js keeps, or still queued when Close was called
}
