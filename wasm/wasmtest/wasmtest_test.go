//go:build js && wasm

package wasmtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"syscall/js"
	"testing"
	"time"

	"github.com/norunners/vert"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/wasmtest"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

func TestEveryEventArrivesAsItWasPosted(t *testing.T) {
	var d ctlive.Dispatcher
	recorder := ctlivetest.Record(&d)
	listener, err := wasm.Listen(&d, &wasm.Options{NoEarly: true})
	require.NoError(t, err)
	defer listener.Close()
	events := append([]ctlive.Event{ctlive.Unknown{Type: "New", Object: []byte(`{"a":[1]}`)}}, testkit.Events...)
	for _, e := range events {
		require.NoError(t, wasmtest.Post(e))
	}
	waitFor(t, &d, events[len(events)-1])
	var got []ctlive.Event
	for _, m := range recorder.Messages() {
		got = append(got, m.Event)
		assert.Equal(t, js.Global().Get("origin").String(), m.Origin)
	}
	assert.Equal(t, events, got)
	assert.Empty(t, recorder.Errors())
}

func TestAnyValueArrivesAsItIs(t *testing.T) {
	var d ctlive.Dispatcher
	recorder := ctlivetest.Record(&d)
	listener, err := wasm.Listen(&d, &wasm.Options{NoEarly: true})
	require.NoError(t, err)
	defer listener.Close()
	wasmtest.PostValue(js.Null())
	wasmtest.PostValue(js.ValueOf(map[string]any{"name": "CTLiveEvent", "type": 5}))
	require.NoError(t, wasmtest.Post(ctlive.Loaded{}))
	waitFor(t, &d, ctlive.Loaded{})
	var decodeError *ctlive.DecodeError
	require.Len(t, recorder.Errors(), 1)
	assert.ErrorAs(t, recorder.Errors()[0], &decodeError)
}

// A listener that knows nothing of this library reads what Post sends with the names of the wire.
func TestPostedEnvelopesAreReadByAnyListener(t *testing.T) {
	type envelope struct {
		Name   string `js:"name"`
		Type   string `js:"type"`
		Object struct {
			ElementID          string   `js:"elementID"`
			WidgetID           string   `js:"widgetID"`
			UserID             string   `js:"userID"`
			Type               string   `js:"type"`
			ChatID             string   `js:"chatID"`
			Users              []string `js:"users"`
			IsSurveyConfigured bool     `js:"isSurveyConfigured"`
		} `js:"object"`
	}
	posted := make(chan js.Value)
	onMessage := js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := args[0].Get("data")
		go func() { posted <- data }()
		return nil
	})
	defer onMessage.Release()
	js.Global().Call("addEventListener", "message", onMessage)
	defer js.Global().Call("removeEventListener", "message", onMessage)
	for _, e := range testkit.Events {
		require.NoError(t, wasmtest.Post(e))
		text, err := ctlive.Encode(e)
		require.NoError(t, err)
		var got, want envelope
		require.NoError(t, json.Unmarshal(text, &want))
		require.NoError(t, vert.ValueOf(<-posted).AssignTo(&got))
		assert.Equal(t, want, got)
	}
}

func TestPostRefusesWhatHasNoEnvelope(t *testing.T) {
	assert.ErrorContains(t, wasmtest.Post(&ctlive.Loaded{}), "by value")
	assert.Panics(t, func() { wasmtest.PostValue(js.Global().Get("eval")) })
}

func waitFor(t *testing.T, d *ctlive.Dispatcher, event ctlive.Event) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := ctlive.Wait(ctx, d, func(e ctlive.Event) bool { return e == event }, ctlive.Replay())
	require.NoError(t, err)
}

// hidePhoneNumber is what is to be tested: while an agent is there, nobody needs to call.
func hidePhoneNumber(d *ctlive.Dispatcher, element js.Value) {
	ctlive.On(d, func(ctlive.ChatOnline) { element.Set("hidden", true) })
}

// When the chat goes online, the page hides its phone number.
func Example() {
	element := js.Global().Get("document").Call("createElement", "p")
	var d ctlive.Dispatcher
	hidePhoneNumber(&d, element)
	listener, _ := wasm.Listen(&d, &wasm.Options{NoEarly: true})
	defer listener.Close()
	wasmtest.Post(ctlive.ChatOnline{ChatID: "chat-1"})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	ctlive.Wait[ctlive.ChatOnline](ctx, &d, nil, ctlive.Replay())
	fmt.Println("hidden:", element.Get("hidden").Bool())
	// Output: hidden: true
}
