//go:build !js || !wasm

package datalayer

import "example.com/ctlive-go/ctlive"

// Layer does nothing where there is no browser.
type Layer struct{}

// Attach returns a Layer that does nothing, so that one program can be built for the browser and for a server.
func Attach(*ctlive.Dispatcher, *Options) *Layer { return new(Layer) }

// Flush does nothing.
func (l *Layer) Flush() {}

// Stop does nothing.
func (l *Layer) Stop() {}
