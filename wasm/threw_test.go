//go:build js && wasm

package wasm_test

import (
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm"
)

// throwing is an object whose member x throws: js.Value's Get does not catch it.
func throwing() js.Value { return eval(`{get x() { throw new Error("a getter that throws") }}`) }

// expectThrows lets handlers throw until the test ends, each of which ends a goroutine for good.
func expectThrows(t *testing.T, count int) (uncaught js.Value) {
	t.Helper()
	uncaught, stop := uncaughtErrors()
	t.Cleanup(stop)
	testkit.Abandon(count)
	return uncaught
}

func TestHandlerThatThrowsEndsNothingElse(t *testing.T) {
	expectThrows(t, 1)
	v := listen(t, nil)
	thrower := throwing()
	ctlive.On(v.dispatcher, func(e ctlive.ChatStarted) {
		if e.ChatID == "0" {
			thrower.Get("x")
		}
	})
	after := make(chan string, 100)
	ctlive.On(v.dispatcher, func(e ctlive.ChatStarted) { after <- e.ChatID })
	for n := range 21 {
		postChat(t, n)
	}
	for n := range 21 {
		assert.Equal(t, ctlive.Event(chat(n)), v.message(t).Event)
	}
	assert.ErrorIs(t, v.err(t), wasm.ErrHandlerThrew)
	assert.Equal(t, "1", receive(t, after, "the handler after the one that threw"), "of its own message, it gets nothing")
	v.nothingMore(t)
	assert.EqualValues(t, 22, v.listener.Stats().Delivered)
}

func TestHandlerThatThrowsIsReportedBeforeTheNextMessage(t *testing.T) {
	expectThrows(t, 2)
	v := listen(t, nil)
	thrower := throwing()
	var order []string
	v.dispatcher.OnError(func(err error) { order = append(order, "threw") })
	ctlive.On(v.dispatcher, func(e ctlive.ChatStarted) {
		order = append(order, e.ChatID)
		if e.ChatID != "2" {
			thrower.Get("x")
		}
	})
	for n := range 3 {
		postChat(t, n)
		settle()
	}
	assert.Equal(t, []string{"0", "threw", "1", "threw", "2"}, order)
}

func TestHandlerThatThrowsOnAnEarlyMessage(t *testing.T) {
	expectThrows(t, 1)
	loadEarly()
	for n := range 3 {
		postChat(t, n)
	}
	settle()
	var d ctlive.Dispatcher
	var order []string
	d.OnError(func(err error) { order = append(order, "threw") })
	thrower := throwing()
	ctlive.On(&d, func(e ctlive.ChatStarted) {
		order = append(order, e.ChatID)
		if e.ChatID == "1" {
			thrower.Get("x")
		}
	})
	listener, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	defer listener.Close()
	settle()
	postChat(t, 3)
	settle()
	assert.Equal(t, []string{"0", "1", "threw", "2", "3"}, order)
}

func TestHandlerThatThrowsAfterItHasBlockedIsReportedWhenTheBacklogIsFull(t *testing.T) {
	expectThrows(t, 1)
	v := listen(t, &wasm.Options{Backlog: 3})
	thrower := throwing()
	ctlive.On(v.dispatcher, func(e ctlive.ChatStarted) {
		if e.ChatID == "0" {
			time.Sleep(300 * time.Millisecond) // so long that a slow machine, too, has left the filter by then
			thrower.Get("x")
		}
	})
	eval(`addEventListener("error", () => {
		for (const n of "12345") postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: n}}, origin);
	}, {once: true})`)
	postChat(t, 0)
	for n := range 4 {
		assert.Equal(t, ctlive.Event(chat(n)), v.message(t).Event)
	}
	assert.ErrorIs(t, v.err(t), ctlive.ErrBacklogFull)
	assert.ErrorIs(t, v.err(t), wasm.ErrHandlerThrew)
	settle()
	v.drain()
	v.nothingMore(t)
}

func TestHandlersOfTwoListenersThatThrowOnOneMessage(t *testing.T) {
	expectThrows(t, 2)
	first, second, third := listen(t, nil), listen(t, nil), listen(t, nil)
	thrower := throwing()
	for _, v := range []*visit{first, second} {
		ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { thrower.Get("x") }, ctlive.Once())
	}
	for n := range 3 {
		postChat(t, n)
	}
	for _, v := range []*visit{first, second, third} {
		for n := range 3 {
			assert.Equal(t, ctlive.Event(chat(n)), v.message(t).Event)
		}
	}
	assert.ErrorIs(t, first.err(t), wasm.ErrHandlerThrew)
	assert.ErrorIs(t, second.err(t), wasm.ErrHandlerThrew)
	third.nothingMore(t)
}

func TestHandlerThatThrowsLeavesCloseAndStatsAlone(t *testing.T) {
	expectThrows(t, 1)
	v := listen(t, nil)
	thrower := throwing()
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { thrower.Get("x") }, ctlive.Once())
	postChat(t, 0)
	settle()
	assert.Equal(t, wasm.Stats{Delivered: 1}, v.listener.Stats())
	require.NoError(t, v.listener.Close())
	again := listen(t, nil)
	again.nothingMore(t)
}

func TestHandlerThatDispatchesIsNotOneThatThrew(t *testing.T) {
	v := listen(t, &wasm.Options{Backlog: 3})
	dispatch := eval(
		`(n) => dispatchEvent(new MessageEvent("message", {origin, data: {name: "CTLiveEvent", type: "WidgetShown"}}))`,
	)
	for _, block := range []time.Duration{0, time.Millisecond} {
		stop := ctlive.On(v.dispatcher, func(ctlive.ChatStarted) {
			time.Sleep(block)
			for n := range 5 {
				dispatch.Invoke(n)
			}
		})
		postChat(t, 0)
		v.message(t)
		for range 3 {
			assert.Equal(t, ctlive.TypeWidgetShown, v.message(t).Event.EventType())
		}
		assert.ErrorIs(t, v.err(t), ctlive.ErrBacklogFull)
		stop()
		v.nothingMore(t)
	}
}

// Another goroutine throws while the handler waits: the filter can't tell the two apart. Delivery goes on beside the
// handler that waits, and in order once that has returned. What is reported later still goes to the console.
func TestHandlerThatWaitsWhileAnotherGoroutineThrows(t *testing.T) {
	expectThrows(t, 1)
	warnings := eval("(() => { const w = []; w.real = console.warn; console.warn = (text) => w.push(text); return w })()")
	defer func() { window.Get("console").Set("warn", warnings.Get("real")) }()
	var d ctlive.Dispatcher
	var order []string
	goOn := make(chan bool)
	thrower := throwing()
	ctlive.On(&d, func(e ctlive.ChatStarted) {
		order = append(order, "begin "+e.ChatID)
		if e.ChatID == "0" {
			go func() { thrower.Get("x") }()
		}
		if e.ChatID == "0" || e.ChatID == "3" {
			<-goOn
		}
		order = append(order, "end "+e.ChatID)
	})
	listener, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	defer listener.Close()
	postChat(t, 0)
	settle()
	postChat(t, 1)
	settle()
	goOn <- true
	postChat(t, 2)
	settle()
	assert.Equal(t, []string{"begin 0", "begin 1", "end 1", "end 0", "begin 2", "end 2"}, order)
	order = nil
	postChat(t, 3)
	postChat(t, 4)
	settle()
	goOn <- true
	settle()
	assert.Equal(t, []string{"begin 3", "end 3", "begin 4", "end 4"}, order)
	postJSON(`{"name":"CTLiveEvent","type":5}`)
	settle()
	assert.Contains(t, warnings.Call("join").String(), "type is a number")
}
