//go:build !js || !wasm

package beacon

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

// Beacon is what Attach returns in a browser.
type Beacon struct{}

// Attach returns wasm.ErrNoBrowser, so that one program can be built for the browser and for a server.
func Attach(*ctlive.Dispatcher, string, *Options) (*Beacon, error) { return nil, wasm.ErrNoBrowser }

// Flush does nothing.
func (b *Beacon) Flush() {}

// Stop does nothing.
func (b *Beacon) Stop() {}

// Forget does nothing.
func (b *Beacon) Forget() {}

// Stats returns zeros.
func (b *Beacon) Stats() Stats { return Stats{} }
