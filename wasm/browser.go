//go:build js && wasm

package wasm

import "syscall/js"

// These functions touch values that may be hostile. What throws in a function that is called from Go becomes a panic,
// which recover catches, while an exception in js.Value's Get, Index or Length unwinds Go's stack and can't be caught.

// call calls a method of an object. It reports false if there is no such method, or it throws.
func call(object js.Value, name string, args ...any) (result js.Value, ok bool) {
	defer func() { ok = recover() == nil }()
	reflect := js.Global().Get("Reflect")
	return reflect.Call("apply", reflect.Call("get", object, name), object, args), true
}

// read reads a member of an object, undefined if that throws.
func read(object js.Value, name string) js.Value {
	member, _ := call(js.Global().Get("Reflect"), "get", object, name)
	return member
}

// text returns the text of a JavaScript string, "" for any other value.
func text(v js.Value) (s string) {
	defer func() { _ = recover() }() // Type panics on a BigInt (golang/go#72050)
	if v.Type() == js.TypeString {
		s = v.String()
	}
	return s
}

// number returns the value of a JavaScript number, 0 for any other value.
func number(v js.Value) (n float64) {
	defer func() { _ = recover() }()
	return v.Float()
}

// ownOrigin returns the origin of this page or worker, "null" if it is opaque. Only the global origin knows of a sandbox,
// but a script may replace it (var origin = "Milano"), which can't be done to location.
func ownOrigin() string {
	own := text(js.Global().Get("origin"))
	if own == "null" {
		return own
	}
	if fixed := text(read(read(js.Global(), "location"), "origin")); !isOpaque(fixed) {
		return fixed
	}
	return originOf(own) // a page without an address of its own, such as about:blank
}

// originOf returns the origin of a URL, "" if the text is none.
func originOf(url string) (origin string) {
	defer func() { _ = recover() }()
	return js.Global().Get("URL").New(url).Get("origin").String()
}

// isOpaque reports whether an origin is one that no entry of Options.Origins can name.
func isOpaque(origin string) bool { return origin == "" || origin == "null" }
