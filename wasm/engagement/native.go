//go:build !js || !wasm

package engagement

import "example.com/ctlive-go/wasm"

// Decide returns wasm.ErrNoBrowser, so that one program can be built for the browser and for a server.
func Decide(bool) error { return wasm.ErrNoBrowser }
