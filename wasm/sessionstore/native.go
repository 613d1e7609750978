//go:build !js || !wasm

package sessionstore

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/wasm"
)

// Store is what Attach returns in a browser.
type Store struct{}

// Attach returns wasm.ErrNoBrowser, so that one program can be built for the browser and for a server.
func Attach(*ctlive.Dispatcher, *session.Tracker, *Options) (*Store, error) {
	return nil, wasm.ErrNoBrowser
}

// Stop does nothing.
func (s *Store) Stop() {}

// Forget does nothing.
func (s *Store) Forget() {}
