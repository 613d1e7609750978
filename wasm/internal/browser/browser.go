//go:build js && wasm

// Package browser touches values that may be hostile. What throws in a function that is called from Go becomes a panic,
// which recover catches, while an exception in js.Value's Get, Index or Length unwinds Go's stack and can't be caught.
//
// Call and Read are not inlined: they have many callers.
package browser

import "syscall/js"

// IgnorePanic is for a defer: a function that panics returns what its named results are then.
func IgnorePanic() { _ = recover() }

// Reflect calls a method of JavaScript's Reflect. It reports false if that throws.
func Reflect(method string, args ...any) (result js.Value, ok bool) {
	defer IgnorePanic()
	return js.Global().Get("Reflect").Call(method, args...), true
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
	defer IgnorePanic()
	return function.Invoke(args...)
}

// Text returns the text of a JavaScript string, "" for any other value.
func Text(v js.Value) (s string) {
	defer IgnorePanic()
	if v.Type() == js.TypeString { // Type panics on a BigInt (golang/go#72050)
		s = v.String()
	}
	return s
}

// Number returns the value of a JavaScript number, 0 for any other value.
func Number(v js.Value) (n float64) {
	defer IgnorePanic()
	return v.Float()
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
