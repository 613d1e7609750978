//go:build js && wasm

package wasm_test

import (
	"strconv"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/early"
)

// loadEarly runs early.js as a script of the page.
func loadEarly() { window.Call("eval", early.Script) }

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

func TestMessagesPostedBeforeAndReceivedAfterListenComeOnce(t *testing.T) {
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

func TestASecondCopyOfEarlyDoesNothing(t *testing.T) {
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

func TestACopyOfEarlyLoadedWhileAListenerIsThereDoesNothing(t *testing.T) {
	v := listen(t, nil)
	loadEarly()
	postChat(t, 0)
	settle() // until early.js would have kept it
	v.message(t)
	second := listen(t, nil)
	second.nothingMore(t)
	assert.Zero(t, second.listener.Stats().Early)
}

func TestEarlyChecksOrigins(t *testing.T) {
	foreign, origin := foreignFrame(t)
	loadEarly()
	postFrom(t, foreign, chat(0))
	receivedFrom(origin)
	v := listen(t, nil)
	var originError *ctlive.OriginError
	require.ErrorAs(t, v.err(t), &originError)
	assert.Equal(t, origin, originError.Origin)
	v.nothingMore(t)
	assert.Equal(t, wasm.Stats{Delivered: 1, Rejected: 1}, v.listener.Stats())
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

func TestEarlyReportsWhatJSONCannotExpress(t *testing.T) {
	loadEarly()
	post(eval("{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 10n}}"))
	post(eval("{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(70000)}}"))
	post(eval("10n"))
	settle()
	v := listen(t, nil)
	for range 2 {
		var decodeError *ctlive.DecodeError
		require.ErrorAs(t, v.err(t), &decodeError)
		assert.Equal(t, "data", decodeError.Member)
	}
	v.nothingMore(t)
	assert.EqualValues(t, 2, v.listener.Stats().Malformed)
}

func TestNoFramePushesOutThePagesOwnEarlyMessages(t *testing.T) {
	foreign, _ := foreignFrame(t)
	loadEarly()
	eval(`(frame) => { for (let n = 0; n < 5000; n++) frame.postMessage({name: "CTLiveEvent"}, "*") }`).Invoke(foreign)
	settleFrom(t, func(v js.Value) { foreign.Call("postMessage", v, "*") })
	for n := range 1002 {
		postChat(t, n)
	}
	settle()
	v := listen(t, nil)
	for n := range 1000 {
		require.Equal(t, ctlive.Event(chat(n)), v.message(t).Event)
	}
	var originError *ctlive.OriginError
	require.ErrorAs(t, v.err(t), &originError)
	require.ErrorIs(t, v.err(t), ctlive.ErrBacklogFull)
	v.nothingMore(t)
	assert.Equal(t, wasm.Stats{Delivered: 1001, Early: 1000, Rejected: 1000, Dropped: 4002}, v.listener.Stats())
}

func TestEarlyKeepsNoMoreTextThanItCanAfford(t *testing.T) {
	loadEarly()
	foreign, origin := foreignFrame(t)
	postForeign := func(v js.Value) { foreign.Call("postMessage", v, "*") }
	postForeign(eval("{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(50 << 20)}}")) // too long in itself
	for range 6 {
		postForeign(eval("{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(9e5)}}"))
	}
	settleFrom(t, postForeign)
	postChat(t, 0) // from elsewhere, so that there is room for it
	settle()
	v := listen(t, &wasm.Options{Origins: []string{origin, ownOrigin()}, MaxBytes: 1 << 20})
	for range 4 { // one of 1 Mi, for what is too long, and three times 0.9 fit into 4 Mi; the last may go beyond
		assert.Len(t, v.message(t).Event.(ctlive.Loaded).UserID, 9e5)
	}
	assert.Equal(t, ctlive.Event(chat(0)), v.message(t).Event)
	var decodeError *ctlive.DecodeError
	require.ErrorAs(t, v.err(t), &decodeError)
	assert.Equal(t, "data", decodeError.Member)
	require.ErrorIs(t, v.err(t), ctlive.ErrBacklogFull)
	v.nothingMore(t)
	assert.EqualValues(t, 2, v.listener.Stats().Dropped)
}

// explosions are small to post, and as JSON longer than any string.
var explosions = []string{
	// what refers to itself twice at each of 60 levels
	`(() => {
		let value = "x";
		for (let n = 0; n < 60; n++) value = n % 2 ? [value, value] : {a: value, b: value};
		return {name: "CTLiveEvent", type: "Loaded", object: {value}};
	})()`,
	// one String object, one long name and one object of many absent members, many times
	`{name: "CTLiveEvent", type: "Loaded", object: {list: Array(5000).fill(new String("x".repeat(20 << 20)))}}`,
	`{name: "CTLiveEvent", type: "Loaded", object: {list: Array(5000).fill({["x".repeat(20 << 20)]: 1})}}`,
	`{name: "CTLiveEvent", type: "Loaded", object: {list: Array(5000).fill(Object.fromEntries(Array.from({length: 1e5}, (_, n) => [n, undefined])))}}`,
	// what JSON lists element by element, and first of all each index
	`{name: "CTLiveEvent", type: "Loaded", object: {view: new Uint8Array(1 << 28)}}`,
	`{name: "CTLiveEvent", type: "Loaded", object: {list: new Array(2 ** 32 - 1)}}`,
}

func TestEarlyReportsWhatIsSmallToPostAndEndlessAsJSON(t *testing.T) {
	loadEarly()
	for _, source := range explosions {
		post(eval(source))
	}
	settle()
	v := listen(t, nil)
	for range explosions {
		var decodeError *ctlive.DecodeError
		require.ErrorAs(t, v.err(t), &decodeError)
		assert.Equal(t, "data", decodeError.Member)
	}
	v.nothingMore(t)
}

func TestEarlySurvivesSyntheticEventsThatThrow(t *testing.T) {
	loadEarly()
	for _, property := range []string{"data", "origin", "timeStamp"} {
		event := eval(`new MessageEvent("message", {origin, data: {name: "CTLiveEvent", type: "Loaded"}})`)
		window.Get("Object").Call("defineProperty", event, property, eval("{get() { throw 1 }}"))
		window.Call("dispatchEvent", event)
	}
	v := listen(t, nil)
	v.nothingMore(t)
}

func TestAGlobalCalledOriginChangesNothing(t *testing.T) {
	own := ownOrigin()
	defer window.Set("origin", own)
	window.Set("origin", "Milano")
	foreign, _ := foreignFrame(t)
	loadEarly()
	eval(`(frame) => { for (let n = 0; n < 1000; n++) frame.postMessage({name: "CTLiveEvent"}, "*") }`).Invoke(foreign)
	settleFrom(t, func(v js.Value) { foreign.Call("postMessage", v, "*") })
	for range 2 {
		window.Call("postMessage", eval("{name: 'CTLiveEvent', type: 'Loaded'}"), own)
	}
	settleFrom(t, func(v js.Value) { window.Call("postMessage", v, own) })
	v := listen(t, nil)
	for range 2 {
		assert.Equal(t, own, v.message(t).Origin)
	}
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
