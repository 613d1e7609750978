//go:build js && wasm

package wasm_test

import (
	"fmt"
	"os"
	"strconv"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm"
)

// keptFuncs is how many js.Funcs were left where Listen failed after it had made them.
var keptFuncs int64

// TestMain fails the run if a test leaves a goroutine or a js.Func of the library's behind.
func TestMain(m *testing.M) {
	earlyHasRun() // for all tests but the one about the report that it has not
	code := testkit.Run(m)
	if left := wasm.LiveFuncs() - keptFuncs; code == 0 && left != 0 {
		fmt.Printf("FAIL: %d js.Funcs left behind\n", left)
		code = 1
	}
	os.Exit(code)
}

// earlyHasRun makes the page one in which a Listen has found early.js.
func earlyHasRun() {
	wasm.ForgetEarly()
	loadEarly()
	listener, err := wasm.Listen(new(ctlive.Dispatcher), nil)
	if err != nil {
		panic(err)
	}
	listener.Close()
}

// patience is how long a test waits for what must come. Nothing waits that long when all is well.
const patience = 5 * time.Minute

var window = js.Global()

func ownOrigin() string { return window.Get("origin").String() }

// eval makes a JavaScript value. The test page has no Content-Security-Policy; the example pages have.
func eval(source string) js.Value { return window.Call("eval", "("+source+")") }

// post posts a value to this window, as the SDK does.
func post(value js.Value) { window.Call("postMessage", value, ownOrigin()) }

func postJSON(text string) { post(window.Get("JSON").Call("parse", text)) }

func postEvent(t *testing.T, e ctlive.Event) {
	t.Helper()
	text, err := ctlive.Encode(e)
	require.NoError(t, err)
	postJSON(string(text))
}

func postChat(t *testing.T, n int) {
	t.Helper()
	postEvent(t, chat(n))
}

func chat(n int) ctlive.ChatStarted { return ctlive.ChatStarted{ChatID: strconv.Itoa(n)} }

// visit is a listener with all that it delivers and reports.
type visit struct {
	dispatcher *ctlive.Dispatcher
	listener   *wasm.Listener
	messages   chan ctlive.Message
	errors     chan error
}

// listen listens until the test ends.
func listen(t *testing.T, opts *wasm.Options) *visit {
	t.Helper()
	v := &visit{
		dispatcher: new(ctlive.Dispatcher),
		messages:   make(chan ctlive.Message, 10_000),
		errors:     make(chan error, 10_000),
	}
	v.dispatcher.OnMessage(func(m ctlive.Message) { v.messages <- m })
	v.dispatcher.OnError(func(err error) { v.errors <- err })
	var err error
	v.listener, err = wasm.Listen(v.dispatcher, opts)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, v.listener.Close()) })
	return v
}

func (v *visit) message(t *testing.T) ctlive.Message {
	t.Helper()
	return receive(t, v.messages, "a message")
}

func (v *visit) err(t *testing.T) error {
	t.Helper()
	return receive(t, v.errors, "an error")
}

// nothingMore posts a last message, and fails if anything else comes before it.
func (v *visit) nothingMore(t *testing.T) {
	t.Helper()
	last := ctlive.SurveySubmitted{ChatID: "the last of " + t.Name()}
	postEvent(t, last)
	assert.Equal(t, ctlive.Event(last), v.message(t).Event)
	assert.Empty(t, v.errors)
}

func receive[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(patience):
		require.FailNow(t, what+" did not come")
		panic("unreachable")
	}
}

// domEvent waits for an event of an EventTarget.
func domEvent(target js.Value, name string, begin func()) {
	done := make(chan struct{})
	callback := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	defer callback.Release()
	once := window.Get("Object").New()
	once.Set("once", true)
	target.Call("addEventListener", name, callback, once)
	begin()
	<-done
}

// await waits for a promise.
func await(promise js.Value) {
	done := make(chan struct{})
	callback := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	defer callback.Release()
	promise.Call("finally", callback)
	<-done
}

// frame loads a page in an iframe until the test ends, and returns its window.
func frame(t *testing.T, attributes map[string]string) js.Value {
	t.Helper()
	document := window.Get("document")
	iframe := document.Call("createElement", "iframe")
	for name, value := range attributes {
		iframe.Call("setAttribute", name, value)
	}
	domEvent(iframe, "load", func() { document.Get("body").Call("append", iframe) })
	t.Cleanup(func() { iframe.Call("remove") })
	return iframe.Get("contentWindow")
}

// foreignFrame loads the page of another origin, which posts back to this window what it is sent.
func foreignFrame(t *testing.T) (frameWindow js.Value, origin string) {
	t.Helper()
	address := os.Getenv("CTLIVE_TEST_FRAME")
	require.NotEmpty(t, address, "run the browser tests with make test, which serves a page of another origin")
	return frame(t, map[string]string{"src": address}), window.Get("URL").New(address).Get("origin").String()
}

func postFrom(t *testing.T, frameWindow js.Value, e ctlive.Event) {
	t.Helper()
	text, err := ctlive.Encode(e)
	require.NoError(t, err)
	frameWindow.Call("postMessage", window.Get("JSON").Call("parse", string(text)), "*")
}
