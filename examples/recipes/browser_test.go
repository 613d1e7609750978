//go:build js && wasm

package recipes_test

import (
	"context"
	"os"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"github.com/norunners/vert"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/examples/recipes"
	"example.com/ctlive-go/internal/testkit"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

func dispatch(d *ctlive.Dispatcher, events ...ctlive.Event) {
	for _, e := range events {
		d.Dispatch(ctlive.Message{Event: e})
	}
}

func newElement() js.Value { return js.Global().Get("document").Call("createElement", "p") }

// request is what fetch was called with.
type request struct {
	Method    string            `js:"method"`
	Body      string            `js:"body"`
	Keepalive bool              `js:"keepalive"`
	Headers   map[string]string `js:"headers"`
}

// replaceFetch makes the page's fetch this function until the test ends.
func replaceFetch(t *testing.T, fetch func(address string, init js.Value) js.Value) {
	t.Helper()
	original := js.Global().Get("fetch")
	f := js.FuncOf(func(_ js.Value, args []js.Value) any { return fetch(args[0].String(), args[1]) })
	js.Global().Set("fetch", f)
	t.Cleanup(func() {
		js.Global().Set("fetch", original)
		f.Release()
	})
}

func TestSendPostsTheEnvelope(t *testing.T) {
	var d ctlive.Dispatcher
	var sent []request
	replaceFetch(t, func(address string, init js.Value) js.Value {
		assert.Equal(t, "/log", address)
		var r request
		assert.NoError(t, vert.ValueOf(init).AssignTo(&r))
		sent = append(sent, r)
		return js.Global().Get("Promise").Call("resolve")
	})
	stop := recipes.Send(&d, "/log")
	visit := ctlivetest.Visit("chat-1", "user-1")
	for _, m := range visit {
		d.Dispatch(m)
	}
	stop()
	d.Dispatch(visit[0])
	require.Len(t, sent, len(visit))
	assert.Equal(
		t,
		request{"POST", string(visit[2].Raw), true, map[string]string{"Content-Type": "application/json"}},
		sent[2],
	)
}

func TestSendReportsWhatCantBeSent(t *testing.T) {
	var d ctlive.Dispatcher
	reported := make(chan error, 1)
	d.OnError(func(err error) { reported <- err })
	replaceFetch(t, func(string, js.Value) js.Value {
		return js.Global().Get("Promise").Call("reject", js.Global().Get("TypeError").New("Failed to fetch"))
	})
	defer recipes.Send(&d, "/log")()
	dispatch(&d, ctlive.Loaded{})
	select {
	case err := <-reported:
		assert.EqualError(t, err, "send: Failed to fetch")
	case <-time.After(time.Minute):
		assert.Fail(t, "nothing was reported")
	}
}

func TestHideDuringChatHidesAndShows(t *testing.T) {
	var d ctlive.Dispatcher
	element := newElement()
	dispatch(&d, ctlive.ChatOnline{})
	stop := recipes.HideDuringChat(&d, element)
	assert.True(t, element.Get("hidden").Bool(), "the chat was active already")
	dispatch(&d, ctlive.ChatFinished{})
	assert.False(t, element.Get("hidden").Bool())
	stop()
	dispatch(&d, ctlive.ChatOnline{})
	assert.False(t, element.Get("hidden").Bool())
}

func TestShowChatEndsWithItsView(t *testing.T) {
	var d ctlive.Dispatcher
	dispatch(&d, ctlive.ChatOnline{ChatID: "c-1"})
	ctx, leave := context.WithCancel(t.Context())
	view := newElement()
	recipes.ShowChat(ctx, &d, view)
	assert.Equal(t, "Active: chat c-1", view.Get("textContent").String())
	leave()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		dispatch(&d, ctlive.ChatOnline{ChatID: "c-2"}) // AfterFunc stops on a goroutine of its own
		if strings.HasSuffix(view.Get("textContent").String(), "c-1") {
			return
		}
		view.Set("textContent", "c-1")
	}
	assert.Fail(t, "the handler still runs")
}
