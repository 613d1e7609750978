//go:build js && wasm

// Package browser touches values that may be hostile. What throws in a function that is called from Go becomes a panic,
// which recover catches, while an exception in js.Value's Get, Index or Length unwinds Go's stack and can't be caught.
package browser

import "syscall/js"

// Call calls a method of an object. It reports false if there is no such method, or it throws.
func Call(object js.Value, name string, args ...any) (result js.Value, ok bool) {
	defer func() { ok = recover() == nil }()
	reflect := js.Global().Get("Reflect")
	return reflect.Call("apply", reflect.Call("get", object, name), object, args), true
}

// Read reads a member of an object, undefined if that throws.
func Read(object js.Value, name string) js.Value {
	member, _ := Call(js.Global().Get("Reflect"), "get", object, name)
	return member
}

// Invoke calls a function; undefined if that throws. With functions that were taken before other scripts could change
// them, it is also what those scripts can't get at.
func Invoke(function js.Value, args ...any) (result js.Value) {
	defer func() { _ = recover() }()
	return function.Invoke(args...)
}

// Text returns the text of a JavaScript string, "" for any other value.
func Text(v js.Value) (s string) {
	defer func() { _ = recover() }() // Type panics on a BigInt (golang/go#72050)
	if v.Type() == js.TypeString {
		s = v.String()
	}
	return s
}

// Number returns the value of a JavaScript number, 0 for any other value.
func Number(v js.Value) (n float64) {
	defer func() { _ = recover() }()
	return v.Float()
}
