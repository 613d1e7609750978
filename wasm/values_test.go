//go:build js && wasm

package wasm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm"
)

func TestValueOfIsTheEnvelopeThatTheSDKPosts(t *testing.T) {
	for _, event := range append(testkit.Events, ctlive.Unknown{Type: "New", Object: []byte(`{"a":[1,{"b":null}]}`)}) {
		value, err := wasm.ValueOf(event)
		require.NoError(t, err)
		text, err := ctlive.Encode(event)
		require.NoError(t, err)
		assert.Equal(t, string(text), window.Get("JSON").Call("stringify", value).String())
		again, err := wasm.EventOf(value)
		require.NoError(t, err)
		assert.Equal(t, event, again)
	}
	_, err := wasm.ValueOf(ctlive.Unknown{Type: "Loaded", Object: []byte("{}")})
	assert.ErrorContains(t, err, "want ctlive.Loaded{}")
	_, err = wasm.ValueOf(nil)
	assert.Error(t, err)
}

func TestEventOfChecksAsForAPostedMessage(t *testing.T) {
	for source, member := range map[string]string{
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 5}}":                 "object.userID",
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 10n}}":               "data",
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(70000)}}": "data",
		"(() => { const o = {name: 'CTLiveEvent'}; o.object = o; return o })()":      "data",
		"{name: 'CTLiveEvent', get object() { throw new Error('getter') }}":          "data",
		"new Proxy({}, {getOwnPropertyDescriptor() { throw new Error('proxy') }})":   "data",
		"Object.assign([], {name: 'CTLiveEvent'})":                                   "data",
	} {
		_, err := wasm.EventOf(eval(source))
		var decodeError *ctlive.DecodeError
		require.ErrorAs(t, err, &decodeError, source)
		assert.Equal(t, member, decodeError.Member, source)
	}
	for _, source := range []string{"null", "undefined", "5", "10n", "'CTLiveEvent'", "{}", "[]", "{name: " +
		"'other'}", "() => {}", "Symbol()"} {
		_, err := wasm.EventOf(eval(source))
		assert.ErrorIs(t, err, ctlive.ErrNotCTLive, source)
	}
}
