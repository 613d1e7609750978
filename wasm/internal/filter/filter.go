// Package filter carries the WebAssembly module that keeps foreign messages out of Go. filter.wat is its source, and says
// what it does; make filter builds filter.wasm from it.
package filter

import _ "embed" // for Module

// Module is the binary module.
//
//go:embed filter.wasm
var Module []byte
