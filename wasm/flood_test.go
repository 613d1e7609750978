//go:build js && wasm

package wasm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestFloodFromARefusedOrigin(t *testing.T) {
	const count = 100_000
	foreign, _ := foreignFrame(t)
	v := listen(t, nil)
	before := measureMemory()
	eval(`(frame, count) => {
		const data = {name: "CTLiveEvent", type: "Loaded", object: {userID: "u"}};
		for (let n = 0; n < count; n++) frame.postMessage(data, "*");
	}`).Invoke(foreign, count)
	postChat(t, 1) // is not kept waiting for the flood to end
	assert.Equal(t, ctlive.Event(chat(1)), v.message(t).Event)
	waitForRejected(v, count)
	v.err(t)
	v.nothingMore(t)
	assertNoGrowth(t, before, measureMemory())
}

func TestFloodFromAnAllowedOriginWhileAHandlerBlocks(t *testing.T) {
	const count = 100_000
	var d ctlive.Dispatcher
	var delivered []string
	full := 0
	d.OnError(func(err error) {
		require.ErrorIs(t, err, ctlive.ErrBacklogFull)
		full++
	})
	begun, goOn := make(chan bool, 1), make(chan bool)
	ctlive.On(&d, func(ctlive.Loaded) { begun <- true; <-goOn })
	ctlive.On(&d, func(e ctlive.ChatStarted) { delivered = append(delivered, e.ChatID) })
	listener, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	defer listener.Close()

	postEvent(t, ctlive.Loaded{})
	<-begun
	eval(`(count) => {
		for (let n = 0; n < count; n++) postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: ` +
		`String(n)}}, origin);
	}`).Invoke(count)
	settle()
	goOn <- true
	settle()
	require.Len(t, delivered, 4096)
	assert.Equal(t, "4095", delivered[4095])
	assert.Equal(t, 1, full)
	assert.Equal(t, wasm.Stats{Delivered: 4097, Dropped: count - 4096}, listener.Stats())
	postChat(t, 7)
	settle()
	assert.Equal(t, "7", delivered[4096])
}
