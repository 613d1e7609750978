//go:build js && wasm

package wasm

// LiveFuncs is the number of js.Funcs that are not released yet.
func LiveFuncs() int64 { return liveFuncs.Load() }

// HasFilter reports whether foreign messages are kept out of Go.
func HasFilter(l *Listener) bool { return !l.filterRejected.IsUndefined() }
