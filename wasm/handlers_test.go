//go:build js && wasm

package wasm_test

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

func TestHandlerMayBlock(t *testing.T) {
	for name, block := range map[string]func(){
		"sleeping": func() { time.Sleep(50 * time.Millisecond) },
		"fetching": func() { await(window.Call("fetch", "/something")) },
		"waiting for a DOM event": func() {
			domEvent(window, "resize", func() { eval("setTimeout(() => dispatchEvent(new Event('resize')), 20)") })
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := listen(t, nil)
			var order []string
			ctlive.On(v.dispatcher, func(e ctlive.ChatStarted) {
				order = append(order, "begin "+e.ChatID)
				block()
				order = append(order, "end "+e.ChatID)
			})
			ticks := eval("(() => { const t = {count: 0}; t.id = setInterval(() => t.count++); return t })()")
			defer window.Call("clearInterval", ticks.Get("id"))
			for n := range 3 {
				postChat(t, n)
			}
			for range 3 {
				v.message(t)
			}
			v.nothingMore(t)
			assert.Equal(t, []string{"begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"}, order)
			assert.NotZero(t, ticks.Get("count").Int(), "the page went on while the handler blocked")
		})
	}
}

func TestHandlerThatPanicsIsReportedAndDeliveryGoesOn(t *testing.T) {
	v := listen(t, nil)
	failed := errors.New("on purpose")
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { panic(failed) })
	postChat(t, 0)
	err := v.err(t)
	var panicError *ctlive.PanicError
	require.ErrorAs(t, err, &panicError)
	assert.ErrorIs(t, err, failed)
	assert.Equal(t, ctlive.Event(chat(0)), panicError.Event)
	v.message(t)
	v.nothingMore(t)
}

func TestHandlerThatEndsItsGoroutineDoesNotEndTheDelivery(t *testing.T) {
	v := listen(t, nil)
	ctlive.On(v.dispatcher, func(ctlive.ChatStarted) { runtime.Goexit() })
	postChat(t, 0)
	postChat(t, 1)
	v.message(t)
	v.message(t)
	v.nothingMore(t)
}
