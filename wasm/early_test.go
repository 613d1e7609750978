//go:build js && wasm

package wasm_test

import (
	"strconv"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/early"
)

// loadEarly runs early.js as a script of the page, with an attribute data-origins.
func loadEarly(origins ...string) {
	script := window.Get("document").Call("createElement", "script")
	script.Get("dataset").Set("origins", strings.Join(origins, " "))
	script.Set("textContent", early.Script)
	window.Get("document").Get("head").Call("append", script)
	script.Call("remove")
}

func TestEarlyMessagesComeFirstInOrderAndMarked(t *testing.T) {
	loadEarly()
	before := time.Now()
	for n := range 5 {
		postChat(t, n)
	}
	settle()
	v := listen(t, nil)
	postChat(t, 5)
	for n := range 6 {
		m := v.message(t)
		assert.Equal(t, ctlive.Event(chat(n)), m.Event)
		assert.Equal(t, n < 5, m.Early)
		assert.Equal(t, ownOrigin(), m.Origin)
		assert.WithinRange(t, m.Time, before.Add(-time.Second), time.Now().Add(time.Second))
		assert.Contains(t, string(m.Raw), `"chatID":"`+strconv.Itoa(n)+`"`)
	}
	assert.Equal(t, wasm.Stats{Delivered: 6, Early: 5}, v.listener.Stats())
}

func TestEarlyMessagesPostedBeforeAndReceivedAfterListenComeOnce(t *testing.T) {
	loadEarly()
	postChat(t, 0)
	v := listen(t, nil) // early.js is gone before the message is received
	m := v.message(t)
	assert.Equal(t, ctlive.Event(chat(0)), m.Event)
	assert.False(t, m.Early)
	v.nothingMore(t)
}

func TestEarlyIsGoneAfterTheFirstListenAndStaysAway(t *testing.T) {
	loadEarly()
	postChat(t, 0)
	settle()
	v := listen(t, nil)
	assert.True(t, v.message(t).Early)
	assert.True(t, window.Get("ctliveEarly").IsUndefined())

	second := listen(t, nil)
	require.NoError(t, second.listener.Close())
	require.NoError(t, v.listener.Close())
	postChat(t, 1)
	settle()
	third := listen(t, nil)
	third.nothingMore(t)
}

func TestEarlySecondCopyDoesNothing(t *testing.T) {
	loadEarly()
	loadEarly()
	postChat(t, 0)
	settle()
	loadEarly()
	v := listen(t, nil)
	v.message(t)
	v.nothingMore(t)
	assert.EqualValues(t, 1, v.listener.Stats().Early)
}

func TestEarlyLoadedWhileAListenerIsThereDoesNothing(t *testing.T) {
	v := listen(t, nil)
	loadEarly()
	postChat(t, 0)
	settle() // until early.js would have kept it
	v.message(t)
	second := listen(t, nil)
	second.nothingMore(t)
	assert.Zero(t, second.listener.Stats().Early)
}

func TestEarlyReadsNothingOfOtherOrigins(t *testing.T) {
	foreign, origin := foreignFrame(t)
	loadEarly("https://a.example")
	postFrom(t, foreign, chat(0))
	receivedFrom(origin)
	read := eval("[]")
	window.Call(
		"dispatchEvent",
		eval(`(read, origin) => Object.defineProperty(new MessageEvent("message", {origin}), "data", {
		get() { read.push("data"); return {name: "CTLiveEvent"} },
	})`).Invoke(read, origin),
	)
	v := listen(t, nil)
	v.nothingMore(t)
	assert.Zero(t, read.Length())
	assert.Equal(t, wasm.Stats{Delivered: 1}, v.listener.Stats())
}

func TestEarlyKeepsTheMessagesOfNamedOrigins(t *testing.T) {
	foreign, origin := foreignFrame(t)
	loadEarly("https://a.example", origin)
	postFrom(t, foreign, chat(0))
	receivedFrom(origin)
	postChat(t, 1)
	settle()
	v := listen(t, &wasm.Options{Origins: []string{origin, ownOrigin()}})
	m := v.message(t)
	assert.Equal(t, ctlive.Event(chat(0)), m.Event)
	assert.Equal(t, origin, m.Origin)
	assert.True(t, m.Early)
	assert.Equal(t, ctlive.Event(chat(1)), v.message(t).Event)
	v.nothingMore(t)
}

func TestEarlyMessagesOfAnOriginThatListenRefusesAreRefused(t *testing.T) {
	foreign, origin := foreignFrame(t)
	loadEarly(origin)
	postFrom(t, foreign, chat(0))
	postFrom(t, foreign, chat(1))
	settleFrom(t, func(v js.Value) { foreign.Call("postMessage", v, "*") })
	v := listen(t, nil)
	var originError *ctlive.OriginError
	require.ErrorAs(t, v.err(t), &originError)
	assert.Equal(t, origin, originError.Origin)
	v.nothingMore(t)
	assert.Equal(t, wasm.Stats{Delivered: 1, Rejected: 2}, v.listener.Stats())
}

// receivedFrom waits until this window has received a message of an origin.
func receivedFrom(origin string) {
	domEvent(window, "ctlive-received", func() {
		eval(`(origin) => addEventListener("message", function once(event) {
			if (event.origin !== origin) return;
			removeEventListener("message", once);
			dispatchEvent(new Event("ctlive-received"));
		})`).Invoke(origin)
	})
}

// The pages of a browser that have no address of their own, and one in which a script has replaced origin.
func TestEarlyAndListenAgreeOnThePagesOwnOrigin(t *testing.T) {
	for name, attributes := range map[string]map[string]string{
		"a page of a server":      {"src": "/no-such-page"},
		"about:blank":             {"src": "about:blank"},
		"srcdoc":                  {"srcdoc": "<p>"},
		"a blob":                  {"src": eval(`URL.createObjectURL(new Blob(["<p>"], {type: "text/html"}))`).String()},
		"a replaced origin":       {"srcdoc": `<script>var self = 5, name = "n"</script>`, "class": "Milano"},
		"a replaced server's one": {"src": "/no-such-page", "class": "Milano"},
	} {
		t.Run(name, func(t *testing.T) {
			inner := frame(t, attributes)
			if replaced := attributes["class"]; replaced != "" {
				inner.Set("origin", replaced)
			}
			inner.Call("eval", early.Script)
			keeps := keepsFrom(inner, ownOrigin())
			if attributes["class"] != "" && attributes["srcdoc"] != "" { // nothing tells the origin any more
				assert.False(t, keeps)
				assert.Empty(t, wasm.OwnOrigin(inner))
				return
			}
			assert.True(t, keeps)
			assert.Equal(t, ownOrigin(), wasm.OwnOrigin(inner))
		})
	}
	t.Run("an opaque page", func(t *testing.T) {
		inner := frame(t, nil)
		inner.Set("origin", "null") // as in a sandboxed frame, which the test could not look into
		inner.Call("eval", early.Script)
		assert.False(t, keepsFrom(inner, "null"))
		assert.Equal(t, "null", wasm.OwnOrigin(inner))
	})
}

// keepsFrom takes over what early.js has kept in a window, and reports whether it kept messages of an origin.
func keepsFrom(inner js.Value, origin string) bool {
	take := eval(`(inner, origin) => inner.ctliveEarly.take(() => {}, {[origin]: 1}).missing === undefined`)
	return take.Invoke(inner, origin).Bool()
}

func TestEarlyKeepsTheMessagesOfASrcdocPage(t *testing.T) {
	inner := frame(t, map[string]string{"srcdoc": "<p>"})
	inner.Call("eval", early.Script)
	inner.Call("postMessage", eval(`{name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "c"}}`), ownOrigin())
	settleIn(inner)
	v := listen(t, &wasm.Options{Target: inner})
	m := v.message(t)
	assert.Equal(t, ctlive.Event(ctlive.ChatStarted{ChatID: "c"}), m.Event)
	assert.True(t, m.Early)
}

// settleIn waits until what was posted to another window before has been received.
func settleIn(target js.Value) {
	domEvent(window, "ctlive-settled", func() {
		eval(`(target) => {
			target.addEventListener("message", function last(event) {
				if (event.data !== "settle") return;
				target.removeEventListener("message", last);
				dispatchEvent(new Event("ctlive-settled"));
			});
			target.postMessage("settle", "*");
		}`).Invoke(target)
	})
}

func TestEarlyKeepsACopyOfWhatCame(t *testing.T) {
	loadEarly()
	change := eval(`({data}) => { if (data.object) data.name = data.object.chatID = "changed" }`)
	window.Call("addEventListener", "message", change)
	defer window.Call("removeEventListener", "message", change)
	post(eval(`{name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "1", big: new ArrayBuffer(1000)}}`))
	settle()
	v := listen(t, nil)
	m := v.message(t)
	assert.Equal(t, ctlive.Event(ctlive.ChatStarted{ChatID: "1"}), m.Event)
	assert.Contains(t, string(m.Raw), `"big":{}`, "no more than its JSON")
}
