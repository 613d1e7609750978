//go:build !js

package beacon_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/beacon"
)

func TestBeaconWithoutABrowserReturnsErrNoBrowser(t *testing.T) {
	b, err := beacon.Attach(new(ctlive.Dispatcher), "/events", nil)
	assert.Nil(t, b)
	assert.ErrorIs(t, err, wasm.ErrNoBrowser)
}
