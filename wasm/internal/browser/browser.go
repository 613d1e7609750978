//go:build js && wasm

// Package browser touches values that may be hostile. What throws in a function that is called from Go becomes a panic,
// which recover catches, while an exception in js.Value's Get, Index or Length unwinds Go's stack and can't be caught.
//
// The functions are not inlined: each copy would have a closure of its own, and they have many callers.
package browser

import "syscall/js"

// Try calls f, and reports false if that panics. Each defer of one's own would cost more code.
func Try(f func()) (ok bool) {
	defer func() { ok = recover() == nil }()
	f()
	return true
}

// Reflect calls a method of JavaScript's Reflect. It reports false if that throws.
//
//go:noinline
func Reflect(method string, args ...any) (result js.Value, ok bool) {
	ok = Try(func() { result = js.Global().Get("Reflect").Call(method, args...) })
	return result, ok
}

// Call calls a method of an object. It reports false if there is no such method, or it throws.
//
//go:noinline
func Call(object js.Value, name string, args ...any) (result js.Value, ok bool) {
	return Reflect("apply", Read(object, name), object, args)
}

// Read reads a member of an object, undefined if that throws.
//
//go:noinline
func Read(object js.Value, name string) js.Value {
	member, _ := Reflect("get", object, name)
	return member
}

// Invoke calls a function; undefined if that throws. With functions that were taken before other scripts could change
// them, it is also what those scripts can't get at.
func Invoke(function js.Value, args ...any) (result js.Value) {
	Try(func() { result = function.Invoke(args...) })
	return result
}

// Text returns the text of a JavaScript string, "" for any other value.
//
//go:noinline
func Text(v js.Value) (s string) {
	Try(func() { // Type panics on a BigInt (golang/go#72050)
		if v.Type() == js.TypeString {
			s = v.String()
		}
	})
	return s
}

// Number returns the value of a JavaScript number, 0 for any other value.
//
//go:noinline
func Number(v js.Value) (n float64) {
	Try(func() { n = v.Float() })
	return n
}

// PanicText is what an error says of the value of a recovered panic. It does without fmt.
func PanicText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case error:
		return v.Error()
	}
	return "(a value without text)"
}
