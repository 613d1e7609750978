//go:build !js || !wasm

package wasm

import "example.com/ctlive-go/ctlive"

// Options says what a listener listens to. With GOOS=js GOARCH=wasm it also has the field Target, and documents each.
type Options struct {
	Origins   []string
	AnyOrigin bool
	Backlog   int
	MaxBytes  int
	NoEarly   bool
}

// Listener is what Listen returns in a browser.
type Listener struct{}

// Listen returns ErrNoBrowser, so that one program can be built for the browser and for a server.
func Listen(*ctlive.Dispatcher, *Options) (*Listener, error) { return nil, ErrNoBrowser }

// Close returns nil.
func (l *Listener) Close() error { return nil }

// Stats returns zeros.
func (l *Listener) Stats() Stats { return Stats{} }
