//go:build js && wasm

package wasm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestCloseEndsDispatching(t *testing.T) {
	v := listen(t, nil)
	postChat(t, 0)
	v.message(t)
	require.NoError(t, v.listener.Close())
	require.NoError(t, v.listener.Close())
	postChat(t, 1)
	settle()
	assert.Empty(t, v.messages)
	assert.Equal(t, wasm.Stats{Delivered: 1}, v.listener.Stats())
}

func TestCloseLetsTheMessageInProgressFinishAndDropsTheQueue(t *testing.T) {
	v := listen(t, nil)
	begun, goOn, done := make(chan bool), make(chan bool), make(chan bool, 1)
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) {
		begun <- true
		<-goOn
	})
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { done <- true })
	for n := range 3 {
		postChat(t, n)
	}
	<-begun
	settle()
	require.NoError(t, v.listener.Close()) // does not wait
	goOn <- true
	receive(t, done, "the end of the message in progress")
	settle()
	assert.Len(t, v.messages, 1)
	assert.Equal(t, wasm.Stats{Delivered: 1, Dropped: 2}, v.listener.Stats())
}

func TestCloseInsideAHandler(t *testing.T) {
	v := listen(t, nil)
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { assert.NoError(t, v.listener.Close()) })
	after := make(chan bool, 9)
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { after <- true })
	postChat(t, 0)
	postChat(t, 1)
	receive(t, after, "the handler behind the one that closed")
	settle()
	assert.Empty(t, after)
}

func TestCloseAndListenAgainMissesNothing(t *testing.T) {
	const count = 200
	v := listen(t, nil)
	for n := range count {
		postChat(t, n)
		if n%20 == 10 {
			for len(v.messages) < n+1 { // what is queued would be dropped
				settle()
			}
			require.NoError(t, v.listener.Close())
			var err error
			v.listener, err = wasm.Listen(v.dispatcher, nil)
			require.NoError(t, err)
		}
	}
	for n := range count {
		require.Equal(t, ctlive.Event(chat(n)), v.message(t).Event)
	}
	v.nothingMore(t)
}

func TestListenTwiceOnOneWindow(t *testing.T) {
	first, second := listen(t, nil), listen(t, nil)
	postChat(t, 0)
	assert.Equal(t, ctlive.Event(chat(0)), first.message(t).Event)
	assert.Equal(t, ctlive.Event(chat(0)), second.message(t).Event)
	require.NoError(t, first.listener.Close())
	second.nothingMore(t)
	assert.Empty(t, first.messages)
}

func TestListenTwiceWithDifferentOrigins(t *testing.T) {
	foreign, origin := foreignFrame(t)
	own, other := listen(t, nil), listen(t, &wasm.Options{Origins: []string{origin}})
	postFrom(t, foreign, chat(1))
	assert.Equal(t, ctlive.Event(chat(1)), other.message(t).Event)
	postChat(t, 2)
	assert.Equal(t, ctlive.Event(chat(2)), own.message(t).Event)
	var refusedOwn, refusedOther *ctlive.OriginError
	require.ErrorAs(t, own.err(t), &refusedOther)
	assert.Equal(t, origin, refusedOther.Origin)
	require.ErrorAs(t, other.err(t), &refusedOwn)
	assert.Equal(t, ownOrigin(), refusedOwn.Origin)
}

func TestListenAndCloseTenThousandTimesLeavesNothingBehind(t *testing.T) {
	cycle := func(count int) {
		for n := range count {
			v := &visit{dispatcher: new(ctlive.Dispatcher), messages: make(chan ctlive.Message, 1)}
			v.dispatcher.OnMessage(func(m ctlive.Message) { v.messages <- m })
			listener, err := wasm.Listen(v.dispatcher, nil)
			require.NoError(t, err)
			if n%10 == 0 {
				postChat(t, n)
				v.message(t)
			}
			require.NoError(t, listener.Close())
		}
	}
	cycle(1000) // until the heap has the size it needs
	before := measureMemory()
	cycle(10_000)
	assertNoGrowth(t, before, measureMemory())
}

func TestCloseBeforeTheEarlyMessagesAreDeliveredDropsThemInSilence(t *testing.T) {
	errors := eval(
		"(() => { const e = []; e.real = console.error; console.error = (...all) => e.push(all.join()); return e })()",
	)
	defer func() { window.Get("console").Set("error", errors.Get("real")) }()
	loadEarly()
	postChat(t, 0)
	settle()
	v := listen(t, nil)
	require.NoError(t, v.listener.Close()) // in the stretch of code that has called Listen
	settle()
	assert.Empty(t, v.messages)
	assert.Equal(t, wasm.Stats{Dropped: 1}, v.listener.Stats())
	assert.Zero(t, errors.Length(), errors.Call("join").String())
}
