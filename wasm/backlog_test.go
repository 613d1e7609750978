//go:build js && wasm

package wasm_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestBacklogDropsTheNewestAndReportsOncePerRun(t *testing.T) {
	v := listen(t, &wasm.Options{Backlog: 2})
	begun, goOn := make(chan bool), make(chan bool)
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) {
		begun <- true
		<-goOn
	})
	postChat(t, 0)
	<-begun
	for n := 1; n <= 5; n++ { // 1 and 2 are held
		postChat(t, n)
	}
	settle()
	assert.Equal(t, wasm.Stats{Delivered: 1, Dropped: 3}, v.listener.Stats())
	for range 2 {
		goOn <- true
		<-begun
	}
	goOn <- true
	for n := range 3 {
		assert.Equal(t, ctlive.Event(chat(n)), v.message(t).Event)
	}
	assert.ErrorIs(t, v.err(t), ctlive.ErrBacklogFull)
	v.nothingMore(t)
}

func TestBacklogHoldsAtMost16MiBOfRaw(t *testing.T) {
	v := listen(t, &wasm.Options{MaxBytes: 2 << 20})
	begun, goOn := make(chan bool), make(chan bool)
	stop := ctlive.On(v.dispatcher, func(ctlive.Loaded) { begun <- true; <-goOn })
	postEvent(t, ctlive.Loaded{})
	<-begun
	for range 20 {
		post(eval("{name: 'CTLiveEvent', type: 'ChatStarted', object: {more: 'x'.repeat(1 << 20)}}"))
	}
	settle()
	stop()
	goOn <- true
	v.message(t)
	for range 15 { // and not 16, as each is a little longer than 1 MiB
		assert.Equal(t, ctlive.TypeChatStarted, v.message(t).Event.EventType())
	}
	assert.ErrorIs(t, v.err(t), ctlive.ErrBacklogFull)
	assert.EqualValues(t, 5, v.listener.Stats().Dropped)
	v.nothingMore(t)
}

func TestBacklogReportsARunOfDropsOnceThoughTheErrorHandlerBlocks(t *testing.T) {
	v := listen(t, &wasm.Options{Backlog: 1})
	begun, goOn := make(chan bool), make(chan bool)
	block := func() { begun <- true; <-goOn }
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { block() }, ctlive.Once())
	stop := v.dispatcher.OnError(func(error) { block() })
	postChat(t, 0)
	<-begun
	for n := range 3 { // one is held
		postChat(t, 1+n)
	}
	settle()
	goOn <- true
	<-begun // in the error handler, with the backlog still full
	stop()
	postChat(t, 4)
	settle()
	goOn <- true
	v.message(t)
	v.message(t)
	assert.ErrorIs(t, v.err(t), ctlive.ErrBacklogFull)
	v.nothingMore(t)
	assert.EqualValues(t, 3, v.listener.Stats().Dropped)
}

// settle waits until what was posted to this window before has been received.
func settle() {
	domEvent(window, "ctlive-settled", func() {
		eval(`(() => {
			const channel = new MessageChannel, settled = () => dispatchEvent(new Event("ctlive-settled"));
			addEventListener("message", function last(event) {
				if (event.data === "settle") { removeEventListener("message", last); settled(); }
			});
			postMessage("settle", origin);
		})()`)
	})
}
