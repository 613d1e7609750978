//go:build js && wasm

package wasm_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestConsoleGetsErrorsOnceWhereThereIsNoErrorHandler(t *testing.T) {
	warnings := eval("(() => { const w = []; w.real = console.warn; console.warn = (text) => w.push(text); return w })()")
	defer func() { window.Get("console").Set("warn", warnings.Get("real")) }()
	var d ctlive.Dispatcher
	first, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	channel := window.Get("BroadcastChannel").New("ctlive-test")
	defer channel.Call("close")
	second, err := wasm.Listen(&d, &wasm.Options{Target: channel})
	require.NoError(t, err)

	postJSON(`{"name":"CTLiveEvent","type":"Loaded","object":5}`)
	settle()
	assert.Equal(t, "ctlive: Loaded: object is a number, want an object", warnings.Call("join", "|").String())

	require.NoError(t, first.Close())
	d.Report(errors.New("while one listens"))
	require.NoError(t, second.Close())
	d.Report(errors.New("when none listens"))
	assert.Equal(t, 2, warnings.Length())
}

func TestConsoleGetsWhatGoesWrongInAHandlerAfterClose(t *testing.T) {
	warnings := eval("(() => { const w = []; w.real = console.warn; console.warn = (text) => w.push(text); return w })()")
	defer func() { window.Get("console").Set("warn", warnings.Get("real")) }()
	var d ctlive.Dispatcher
	listener, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	d.OnMessage(func(ctlive.Message) {
		listener.Close()
		panic("on purpose")
	})
	postChat(t, 0)
	settle()
	assert.Equal(t, "ctlive: a handler panicked on ChatStarted: on purpose", warnings.Call("join").String())
	d.Report(errors.New("when none listens"))
	assert.Equal(t, 1, warnings.Length())
}
