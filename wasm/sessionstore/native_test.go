//go:build !js

package sessionstore_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/sessionstore"
)

func TestAttachWithoutABrowserReturnsErrNoBrowser(t *testing.T) {
	store, err := sessionstore.Attach(new(ctlive.Dispatcher), new(session.Tracker), &sessionstore.Options{Key: "k"})
	assert.Nil(t, store)
	assert.ErrorIs(t, err, wasm.ErrNoBrowser)
	store.Stop()
	store.Forget()
}
