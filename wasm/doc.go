//go:build js && wasm

// Package wasm delivers the CTLive messages of a page to the handlers of a ctlive.Dispatcher. It is for GOOS=js
// GOARCH=wasm.
//
//	var d ctlive.Dispatcher
//	ctlive.On(&d, func(e ctlive.ChatOnline) { println("an agent joined chat", e.ChatID) })
//	listener, err := wasm.Listen(&d, nil)
//	if err != nil {
//		panic(err)
//	}
//	defer listener.Close()
//	select {} // keep the program alive: a Go program that returns from main is gone from the page
//
// A message passes three checks, in this order: is it a CTLive envelope, may its origin post, and is its content right.
// What is not CTLive is ignored, and does not enter Go: a WebAssembly filter sorts it out in the browser. That
// needs WebAssembly exceptions: Chrome 96, Firefox 100, Safari 15.4 or later. By default only the page's own origin may
// post; Options.Origins names others.
//
// Handlers run on a goroutine of the listener's, one message after the other, so that they may block: to sleep, to
// fetch, to wait for a click. Later messages queue meanwhile. A handler that waits for a later message of its own
// listener waits forever: start a goroutine for that.
//
// Messages that arrive before the program runs are kept by early.js, see package early.
package wasm
