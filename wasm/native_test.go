//go:build !js

package wasm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestListenWithoutABrowserReturnsErrNoBrowser(t *testing.T) {
	listener, err := wasm.Listen(
		new(ctlive.Dispatcher),
		&wasm.Options{Origins: []string{"https://a.example"}, NoEarly: true},
	)
	assert.Nil(t, listener)
	assert.ErrorIs(t, err, wasm.ErrNoBrowser)
}
