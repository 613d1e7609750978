// Package wasm delivers the CTLive messages of a page to the handlers of a [ctlive.Dispatcher]. It listens in the
// browser, with GOOS=js GOARCH=wasm; elsewhere it builds too, and Listen returns [ErrNoBrowser].
//
//	var d ctlive.Dispatcher
//	ctlive.On(&d, func(e ctlive.ChatOnline) { println("chat", e.ChatID, "is active") })
//	if _, err := wasm.Listen(&d, nil); err != nil {
//		panic(err)
//	}
//	select {} // the page loses a Go program that returns from main
//
// # Checks
//
// A message passes three checks, in this order: may its origin post, is it a CTLive envelope, and is its content right.
// What is not CTLive is ignored, and does not enter Go: a small WebAssembly module, the filter, sorts it out in the
// browser. By default only the page's own origin may post; Options.Origins names others.
//
// # Handlers
//
// Handlers run on a goroutine of the listener's, one message after the other, so that they may block: to sleep,
// to fetch, to wait for a click. Later messages wait meanwhile, so that a handler that takes two seconds delays
// all that comes after it by two seconds: for slow work, range over [ctlive.Events] on a goroutine of your own.
// A handler that waits for a later message of its own listener waits forever: start a goroutine for that too.
//
// A handler must not let a JavaScript exception pass through it. The methods Get, Set, Index and Length of js.Value do
// not catch the exception of a getter, such as window.localStorage in a sandboxed frame: it unwinds Go's stack, where
// neither recover nor defer see it. The message is then lost for the other handlers, locks stay locked, and
// [ErrHandlerThrew] is reported. Call, New and Invoke turn an exception into a panic, so that this read is safe:
//
//	func localStorage() (storage js.Value, err error) {
//		defer func() {
//			if value := recover(); value != nil {
//				err = fmt.Errorf("there is no localStorage: %v", value)
//			}
//		}()
//		return js.Global().Get("Reflect").Call("get", js.Global(), "localStorage"), nil
//	}
//
// # Early messages
//
// early.js keeps the messages that arrive before the program runs, see package early. Where it is missing, [ErrNoEarly]
// is reported.
//
// # What it needs
//
// Chrome 96, Firefox 79, Safari 15 or later, and a Content-Security-Policy with 'wasm-unsafe-eval', as every Go program
// in a page does. A page may freeze Object.prototype, or define accessors on it. Go's own wasm_exec.js does not survive
// a page that replaces Reflect, Uint8Array, DataView, TextEncoder or performance before the program starts.
package wasm
