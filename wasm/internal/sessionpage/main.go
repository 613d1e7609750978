//go:build js && wasm

// The program of the pages on which wasm/sessionstore is tested: it keeps a session under the key that the address
// names, and shows the page what it knows. See wasm/sessionstore/visit_test.go.
package main

import (
	"encoding/json"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/sessionstore"
)

func main() {
	var d ctlive.Dispatcher
	var tracker session.Tracker
	failures := js.Global().Get("Array").New()
	d.OnError(func(err error) { failures.Call("push", err.Error()) })
	query := js.Global().Get("URLSearchParams").New(js.Global().Get("location").Get("search"))
	options := &sessionstore.Options{}
	if key := query.Call("get", "key"); key.Type() == js.TypeString {
		options.Key = key.String()
	}
	store, err := sessionstore.Attach(&d, &tracker, options)
	if err != nil {
		panic(err)
	}
	page := js.Global().Get("Object").New()
	page.Set("failures", failures)
	page.Set("session", js.FuncOf(func(js.Value, []js.Value) any {
		text, err := json.Marshal(tracker.Snapshot())
		if err != nil {
			panic(err)
		}
		return js.Global().Get("JSON").Call("parse", string(text))
	}))
	page.Set("forget", js.FuncOf(func(js.Value, []js.Value) any { store.Forget(); return nil }))
	// The opaque origin of a sandboxed frame is none that Listen can accept by default.
	if _, err := wasm.Listen(&d, &wasm.Options{AnyOrigin: query.Call("has", "sandboxed").Bool()}); err != nil {
		panic(err)
	}
	js.Global().Set("program", page)
	select {}
}
