//go:build js && wasm

package wasm

// LiveFuncs is the number of js.Funcs that are not released yet.
func LiveFuncs() int64 { return liveFuncs.Load() }
