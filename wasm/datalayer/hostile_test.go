//go:build js && wasm

package datalayer_test

import (
	_ "embed"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/datalayer"
	"example.com/ctlive-go/wasm/wasmtest"
)

func TestHostileDataLayerLosesTheEventAndHarmsNothing(t *testing.T) {
	for name, c := range map[string]struct{ broken, says string }{
		"a number": {
			`Object.defineProperty(window, "dataLayer", {value: 1, configurable: true})`, "window.dataLayer is no array",
		},
		"a BigInt": {
			`Object.defineProperty(window, "dataLayer", {value: 1n, configurable: true})`, "window.dataLayer is no array",
		},
		"an object with a push": {
			`Object.defineProperty(window, "dataLayer", {value: {push() {}}, configurable: true})`, "window.dataLayer is no " +
				"array",
		},
		"one that can't be read": {
			`Object.defineProperty(window, "dataLayer", {get() { throw new Error("no") }, configurable: true})`, "reading " +
				"window.dataLayer throws",
		},
		"one that can't be set": {
			`Object.defineProperty(window, "dataLayer", {value: null, configurable: true})`, "window.dataLayer is missing " +
				"and can't be set",
		},
		"a setter that throws": {
			`Object.defineProperty(window, "dataLayer", {get() {}, set() { throw 1n }, configurable: ` +
				`true})`, "window.dataLayer is missing and can't be set",
		},
		"a frozen array": {
			`Object.defineProperty(window, "dataLayer", {value: Object.freeze([]), configurable: ` +
				`true})`, "window.dataLayer.push throws \"",
		},
		"a push that throws": {
			`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push() { throw new Error("the tag ` +
				`failed") }}), configurable: true})`, "window.dataLayer.push throws \"the tag failed\"",
		},
		"a push that throws text": {
			`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push() { throw "no" }}), configurable: ` +
				`true})`, "window.dataLayer.push throws \"",
		},
		"a push without end": {
			`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push(v) { this.push(v) }}), configurable: ` +
				`true})`, "window.dataLayer.push throws \"",
		},
		"a push that throws null": {
			`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push() { throw null }}), configurable: ` +
				`true})`, "window.dataLayer.push throws something without text",
		},
		"a getter of push that throws": {
			`Object.defineProperty(window, "dataLayer", {value: Object.defineProperty([], "push", {get() { throw new ` +
				`Error("the getter") }}), configurable: true})`, "window.dataLayer.push throws \"the getter\"",
		},
		"a setter that does nothing": {
			`Object.defineProperty(window, "dataLayer", {get() {}, set() {}, configurable: true})`, "window.dataLayer is " +
				"missing and can't be set",
		},
		"no push": {
			`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push: 5}), configurable: ` +
				`true})`, "window.dataLayer.push is no function",
		},
		"a revoked proxy": {
			`(() => { const p = Proxy.revocable([], {}); p.revoke(); Object.defineProperty(window, "dataLayer", {value: ` +
				`p.proxy, configurable: true}) })()`, "window.dataLayer is no array",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := attach(t, &datalayer.Options{Members: []string{"chatID"}})
			recorder := ctlivetest.Record(d)
			eval(c.broken)
			chat(d, 1)
			require.Len(t, recorder.Errors(), 1)
			assert.ErrorContains(t, recorder.Errors()[0], "datalayer: pushing ctlive_chat_started failed: "+c.says)
			var pushError *datalayer.PushError
			require.ErrorAs(t, recorder.Errors()[0], &pushError)
			assert.Equal(t, "ctlive_chat_started", pushError.Name)
			assert.Len(t, recorder.Messages(), 1, "the other handlers run")
			eval(`delete window.dataLayer`)
			chat(d, 2)
			assert.Equal(t, []string{"2"}, chats(t))
			assert.Len(t, recorder.Errors(), 1)
		})
	}
}

func TestHostileSetterThatCopiesGetsThePushToo(t *testing.T) {
	d, _ := attach(t, &datalayer.Options{Members: []string{"chatID"}})
	eval(`(() => {
		let kept;
		Object.defineProperty(window, "dataLayer", {get() { return kept }, set(value) { kept = [...value] }, ` +
		`configurable: true});
	})()`)
	chat(d, 1)
	assert.Equal(t, []string{"1"}, chats(t))
}

// TestHostileChangesOfTheBrowsersOwnObjectsHarmNothing breaks them while the layer is attached, and mends them again.
func TestHostileChangesOfTheBrowsersOwnObjectsHarmNothing(t *testing.T) {
	setter := func(member string) [2]string {
		return [2]string{
			`Object.defineProperty(Object.prototype, "` + member + `", {configurable: true, set() { throw new Error("no") }})`,
			`delete Object.prototype.` + member,
		}
	}
	global := func(name string) [2]string {
		return [2]string{
			`(() => { window.was = ` + name + `; Object.defineProperty(window, "` + name + `", {configurable: true, get() { ` +
				`throw new Error("no") }}) })()`,
			`Object.defineProperty(window, "` + name + `", {configurable: true, writable: true, value: was})`,
		}
	}
	for name, c := range map[string][2]string{
		"a setter for event":    setter("event"),
		"a setter for ctlive":   setter("ctlive"),
		"a setter for a member": setter("chatID"),
		"JSON":                  global("JSON"),
		"a value for a member":  {`Object.prototype.type = "Chat"`, `delete Object.prototype.type`},
		"parse and isArray": {`(() => {
			window.was = [JSON.parse, Array.isArray];
			JSON.parse = () => ({object: {chatID: {get length() { throw 1 }}}});
			Array.isArray = () => true;
		})()`, `([JSON.parse, Array.isArray] = was)`},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := attach(t, &datalayer.Options{Members: []string{"chatID", "type"}})
			listener, err := wasm.Listen(d, nil)
			require.NoError(t, err)
			defer listener.Close()
			arrived := make(chan ctlive.Message, 3)
			d.OnMessage(func(m ctlive.Message) { arrived <- m })
			post := func(n string) {
				t.Helper()
				wasmtest.PostValue(eval(`{name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "` + n + `"}}`))
				if n == "2" { // it arrives when this goroutine waits
					repair := js.Global().Get("Function").New(c[1])
					eval(c[0])
					defer repair.Invoke()
				}
				select {
				case <-arrived:
				case <-time.After(20 * time.Second):
					require.FailNow(t, "message "+n+" did not arrive")
				}
			}
			post("1")
			post("2")
			post("3")
			assert.Equal(t, []string{"1", "2", "3"}, chats(t))
			assert.Equal(
				t,
				`{"event":"ctlive_chat_started","ctlive":{"chatID":"2"}}`,
				eval(`JSON.stringify(dataLayer[1])`).String(),
			)
		})
	}
}

// tagManager reads the dataLayer as Tag Manager does: first what is there, then, by its own push, what comes. It merges
// each push into its model, and notes the event with the model's type.
const tagManager = `() => {
	const model = {ctlive: {}}, seen = [];
	const read = (push) => {
		Object.assign(model.ctlive, push.ctlive);
		seen.push(push.event + " " + model.ctlive.type);
	};
	dataLayer.forEach(read);
	const push = dataLayer.push;
	dataLayer.push = (...values) => { push.apply(dataLayer, values); values.forEach(read); };
	return seen;
}`
