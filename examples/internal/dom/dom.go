//go:build js && wasm

// Package dom is what the example pages need of the document: elements, texts and events.
package dom

import (
	"slices"
	"syscall/js"
)

// Document is the page's document.
var Document = js.Global().Get("document")

// ByID returns the element with an id, which the page must have.
func ByID(id string) js.Value { return Document.Call("getElementById", id) }

// SetText makes a text the content of the element with an id. One that is there already is left
// alone, so that a screen reader does not say it again.
func SetText(id, text string) {
	if e := ByID(id); e.Get("textContent").String() != text {
		e.Set("textContent", text)
	}
}

// Show shows or hides the element with an id.
func Show(id string, shown bool) { ByID(id).Set("hidden", !shown) }

// New makes an element around children, which are js.Values or strings.
func New(tag string, children ...any) js.Value {
	e := Document.Call("createElement", tag)
	Append(e, children)
	return e
}

// maxArguments is how many arguments a call gets at most: some 100,000 overflow the stack, which
// ends the program.
const maxArguments = 1000

// Append adds children at the end of an element: js.Values or strings, any number of them.
func Append(e js.Value, children []any) {
	for part := range slices.Chunk(children, maxArguments) {
		e.Call("append", part...)
	}
}

// Replace makes children the content of an element: js.Values or strings, any number of them.
func Replace(e js.Value, children []any) {
	e.Call("replaceChildren")
	Append(e, children)
}

// WithAttributes sets attributes of an element, given as names and values in turn.
func WithAttributes(e js.Value, namesAndValues ...any) js.Value {
	for i := 0; i < len(namesAndValues); i += 2 {
		e.Call("setAttribute", namesAndValues[i], namesAndValues[i+1])
	}
	return e
}

// NewSVG makes an element of a picture, with attributes given as names and values in turn.
func NewSVG(tag string, namesAndValues ...any) js.Value {
	return WithAttributes(Document.Call("createElementNS", "http://www.w3.org/2000/svg", tag), namesAndValues...)
}

// On calls handle for each event of a target, within the browser's callback: handle must not block.
// The pages live as long as their programs, so nothing is released.
func On(target js.Value, event string, handle func(event js.Value)) {
	target.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		handle(args[0])
		return nil
	}))
}

// OnClick calls f for each click on the element with an id. In all else it is as On.
func OnClick(id string, f func()) {
	On(ByID(id), "click", func(js.Value) { f() })
}

// HasSimulator reports whether the stand-in for the vendor's SDK is on the page. It may come after the page has loaded,
// and before the first event.
func HasSimulator() bool { return js.Global().Get("ctliveSimulator").Type() == js.TypeObject }

// Simulator calls a method of the simulator, if it is there and has it.
func Simulator(method string, args ...any) {
	if HasSimulator() && js.Global().Get("ctliveSimulator").Get(method).Type() == js.TypeFunction {
		js.Global().Get("ctliveSimulator").Call(method, args...)
	}
}
