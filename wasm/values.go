//go:build js && wasm

package wasm

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// ValueOf returns the envelope of e as a JavaScript object, as the SDK posts it. What ctlive.Encode refuses is
// an error.
func ValueOf(e ctlive.Event) (js.Value, error) {
	text, err := ctlive.Encode(e)
	if err != nil {
		return js.Undefined(), err
	}
	value, ok := browser.Call(js.Global().Get("JSON"), "parse", string(text))
	if !ok {
		return js.Undefined(), &ctlive.DecodeError{Type: e.EventType(), Reason: "JSON.parse of the page threw", Raw: text}
	}
	return value, nil
}

// EventOf returns the event of an envelope, after all the checks of a posted message but that of its origin.
// What is not a CTLive envelope gives ctlive.ErrNotCTLive, one that can't be read a *ctlive.DecodeError, with
// the same limits as for a posted message: at most 64 KiB of JSON.
func EventOf(v js.Value) (ctlive.Event, error) {
	l := Listener{backlog: backlog{limit: 1, idle: true}} // nothing delivers
	defer l.filter.funcs.Release()
	if err := l.filter.init(&l, &Options{AnyOrigin: true, MaxBytes: defaultMaxBytes}); err != nil {
		return nil, err
	}
	message := js.Global().Get("JSON").Call("parse", `{"data":null,"origin":"","timeStamp":0}`)
	message.Set("data", v)
	if _, ok := browser.Call(l.filter.exports, "receive", message); !ok {
		return nil, &ctlive.DecodeError{Member: "data", Reason: "has a member that throws when it is read"}
	}
	arrived := l.backlog.first
	if arrived == nil {
		return nil, ctlive.ErrNotCTLive
	}
	if arrived.err != nil {
		return nil, arrived.err
	}
	return arrived.decode()
}
