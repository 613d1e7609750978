//go:build js && wasm

// Package wasmtest is for tests that run in a browser: it posts real messages to the window, as the SDK does. Run such
// tests with a program that go test -exec starts, such as wasmbrowsertest.
//
// A posted message arrives in a later task of the browser. Wait for what it should cause, as with ctlive.Wait.
package wasmtest

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// Post posts the envelope of an event to this window. An error is that of ctlive.Encode: the event has no envelope.
func Post(e ctlive.Event) error {
	text, err := ctlive.Encode(e)
	if err != nil {
		return err
	}
	PostValue(js.Global().Get("JSON").Call("parse", string(text)))
	return nil
}

// PostValue posts any value to this window, as it is: what a hostile frame may send, or an envelope that Encode
// would not write. It panics if the browser can't clone the value, such as a function.
func PostValue(v js.Value) {
	js.Global().Call("postMessage", v, "*")
}
