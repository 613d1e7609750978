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

func TestEarlyReportsWhatJSONCannotExpress(t *testing.T) {
	loadEarly()
	post(eval("{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 10n}}"))
	post(eval("{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(70000)}}"))
	post(eval("10n"))
	settle()
	v := listen(t, nil)
	for _, want := range []string{"no BigInt", "is too long"} {
		var decodeError *ctlive.DecodeError
		require.ErrorAs(t, v.err(t), &decodeError)
		assert.Equal(t, "data", decodeError.Member)
		assert.Contains(t, decodeError.Reason, want)
	}
	v.nothingMore(t)
	assert.EqualValues(t, 2, v.listener.Stats().Malformed)
}

func TestEarlyKeepsAThousandOfThePageAndAThousandOfNamedOrigins(t *testing.T) {
	foreign, origin := foreignFrame(t)
	loadEarly(origin)
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

func TestEarlyReportsWhatNestsTooDeepOrIsABigInt(t *testing.T) {
	foreign, origin := foreignFrame(t)
	defer eval(`() => delete BigInt.prototype.toJSON`).Invoke()
	eval(`() => { BigInt.prototype.toJSON = () => { throw new Error("it is called") } }`).Invoke()
	loadEarly(origin)
	for _, source := range []string{
		"(() => { let deep = 0; for (let n = 0; n < 2000; n++) deep = [deep]; return {name: 'CTLiveEvent', object: " +
			"{deep}} })()",
		"{name: 'CTLiveEvent', object: {big: 2n ** 100000n}}",
		"{name: 'CTLiveEvent', object: {big: Object(7n)}}",
		"{name: 'CTLiveEvent', object: {big: new BigUint64Array(3)}}",
	} {
		foreign.Call("postMessage", eval(source), "*")
	}
	settleFrom(t, func(v js.Value) { foreign.Call("postMessage", v, "*") })
	v := listen(t, &wasm.Options{Origins: []string{origin, ownOrigin()}})
	for range 4 {
		var decodeError *ctlive.DecodeError
		require.ErrorAs(t, v.err(t), &decodeError)
		assert.Equal(t, "data", decodeError.Member)
		assert.Contains(t, decodeError.Reason, "no BigInt")
	}
	v.nothingMore(t)
}

// explosions are small to post, and as JSON over a gigabyte: longer than any string of Chromium and Firefox.
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
	`{name: "CTLiveEvent", type: "Loaded", object: {list: Array(5000).fill(Object.fromEntries(Array.from({length: ` +
		`1e5}, (_, n) => [n, undefined])))}}`,
	// what JSON lists element by element; Chromium takes some seconds to post the first to another frame, WebKit
	// 4 s to post the second anywhere, and each of them far longer for more elements, or on a busy machine
	`{name: "CTLiveEvent", type: "Loaded", object: {view: new Uint8Array(1 << 27)}}`,
	`{name: "CTLiveEvent", type: "Loaded", object: {list: new Array(2 ** 29)}}`,
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
		assert.Contains(t, decodeError.Reason, "is too long")
	}
	v.nothingMore(t)
}
