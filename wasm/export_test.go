//go:build js && wasm

package wasm

// LiveFuncs is the number of js.Funcs that are not released yet.
func LiveFuncs() int64 { return liveFuncs.Load() }

// WithoutFilter makes all listeners use PlainListener where the filter can't be compiled.
func WithoutFilter() { defaultFallback = PlainListener() }

// HasFilter reports whether foreign messages are kept out of Go.
func HasFilter(l *Listener) bool { return !l.filter.IsUndefined() }
