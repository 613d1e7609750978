//go:build js && wasm

package wasm_test

import (
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

// pollutions are what a page may have made of a property of Object.prototype. A frozen prototype is one whose
// properties are read-only.
var pollutions = map[string]string{
	"a getter that throws":   `{get() { throw new Error("polluted") }, configurable: true}`,
	"a setter that throws":   `{get() { return "polluted" }, set(v) { throw new Error("polluted") }, configurable: true}`,
	"a setter that swallows": `{get() { return undefined }, set(v) {}, configurable: true}`,
	"a read-only value":      `{value: "polluted", writable: false, configurable: true}`,
}

var pollutedNames = []string{
	"", "any", "anyOrigin", "buffer", "data", "early", "eventPhase", "exports", "length", "maxBytes", "name", "object",
	"once",
	"origin", "passive", "capture", "signal", "receive", "rejected", "take", "text data", "text name", "timeStamp",
	"type", "value",
	"written", "Reflect", "ctlive", "https://a.example",
}

func TestPrototypeOfThePageMayBePolluted(t *testing.T) {
	envelope := eval(`{name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "c"}}`)
	foreign := eval(`[null, 5, {}, {type: "other"}, [], "text"]`)
	for what, descriptor := range pollutions {
		for _, name := range pollutedNames {
			for _, when := range []string{"before", "after"} {
				t.Run(what+" called "+name+", "+when+" Listen", func(t *testing.T) {
					pollute := func() {
						eval(
							`(name, descriptor) => Object.defineProperty(Object.prototype, name, descriptor)`,
						).Invoke(name, plain(descriptor))
					}
					uncaught, stopNoting := uncaughtErrors()
					defer stopNoting()
					got := make(chan ctlive.Message, 10)
					var d ctlive.Dispatcher
					d.OnMessage(func(m ctlive.Message) { got <- m })
					var listener *wasm.Listener
					var err error
					func() {
						defer unpollute.Invoke(name)
						if when == "before" {
							pollute()
						}
						listener, err = wasm.Listen(&d, nil)
						if when == "after" {
							pollute()
						}
						postPolluted.Invoke(envelope, foreign)
						receive(t, got, "a message")
					}()
					require.NoError(t, err)
					assert.NoError(t, listener.Close())
					assert.Zero(t, uncaught.Length(), uncaught.Call("join").String())
					assert.Equal(t, wasm.Stats{Delivered: 1}, listener.Stats())
				})
			}
		}
	}
}

var unpollute = eval(`(name) => delete Object.prototype[name]`)

var postPolluted = eval(`(envelope, foreign) => {
	for (const data of foreign) postMessage(data, location.origin);
	postMessage(envelope, location.origin);
}`)

// plain makes a property descriptor without a prototype, which the pollution would show through.
func plain(descriptor string) js.Value {
	return eval("Object.assign(Object.create(null), " + descriptor + ")")
}

func TestConsoleThatThrowsEndsNothing(t *testing.T) {
	var d ctlive.Dispatcher
	got := make(chan ctlive.Message, 10)
	d.OnMessage(func(m ctlive.Message) { got <- m })
	listener, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	defer listener.Close()
	restore := eval(`(() => {
		const own = Object.getOwnPropertyDescriptor(window, "console");
		Object.defineProperty(window, "console", {get() { throw new Error("console") }, configurable: true});
		return () => Object.defineProperty(window, "console", own);
	})()`)
	postJSON(`{"name":"CTLiveEvent","type":5}`)
	postChat(t, 1)
	settle()
	restore.Invoke()
	assert.Equal(t, ctlive.Event(chat(1)), receive(t, got, "a message").Event)
}
