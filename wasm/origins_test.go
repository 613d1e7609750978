//go:build js && wasm

package wasm_test

import (
	"strconv"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestOriginOfAnotherFrameIsRefusedAndReportedOnce(t *testing.T) {
	foreign, origin := foreignFrame(t)
	v := listen(t, nil)
	for n := range 3 {
		postFrom(t, foreign, chat(n))
	}
	err := v.err(t)
	var originError *ctlive.OriginError
	require.ErrorAs(t, err, &originError)
	assert.Equal(t, origin, originError.Origin)
	for v.listener.Stats().Rejected < 3 {
		settle()
	}
	v.nothingMore(t)
	assert.Equal(t, wasm.Stats{Delivered: 1, Rejected: 3}, v.listener.Stats())
}

func TestOriginsReplaceTheDefault(t *testing.T) {
	foreign, origin := foreignFrame(t)
	v := listen(t, &wasm.Options{Origins: []string{origin}})
	postChat(t, 1)
	var originError *ctlive.OriginError
	require.ErrorAs(t, v.err(t), &originError)
	assert.Equal(t, ownOrigin(), originError.Origin)
	postFrom(t, foreign, chat(2))
	m := v.message(t)
	assert.Equal(t, ctlive.Event(chat(2)), m.Event)
	assert.Equal(t, origin, m.Origin)
}

func TestAnyOriginOverridesOrigins(t *testing.T) {
	foreign, origin := foreignFrame(t)
	v := listen(t, &wasm.Options{Origins: []string{ownOrigin()}, AnyOrigin: true})
	postFrom(t, foreign, chat(1))
	assert.Equal(t, origin, v.message(t).Origin)
	v.nothingMore(t)
}

func TestOriginThatIsOpaqueMatchesOnlyAnyOrigin(t *testing.T) {
	strict, open := listen(t, nil), listen(t, &wasm.Options{AnyOrigin: true})
	frame(t, map[string]string{
		"sandbox": "allow-scripts",
		"srcdoc":  `<script>parent.postMessage({name: "CTLiveEvent", type: "Loaded"}, "*")</script>`,
	})
	assert.Equal(t, "null", open.message(t).Origin)
	var originError *ctlive.OriginError
	require.ErrorAs(t, strict.err(t), &originError)
	assert.Equal(t, "null", originError.Origin)
}

func TestOriginsRefusedAreReportedUpToTheSixteenth(t *testing.T) {
	v := listen(t, nil)
	for range 2 {
		for n := range 20 {
			dispatchFrom("https://"+strconv.Itoa(n)+".example", eval(`{name: "CTLiveEvent"}`))
		}
	}
	for n := range 16 {
		var originError *ctlive.OriginError
		require.ErrorAs(t, v.err(t), &originError)
		assert.Equal(t, "https://"+strconv.Itoa(n)+".example", originError.Origin)
	}
	v.nothingMore(t)
	assert.EqualValues(t, 32, v.listener.Stats().Rejected, "the others are not looked at")
}

// dispatchFrom dispatches a message as if it came from an origin, and returns how often data was read.
func dispatchFrom(origin string, data js.Value) (reads int) {
	return eval(`(origin, data) => {
		let reads = 0;
		dispatchEvent(Object.defineProperty(new MessageEvent("message", {origin}), "data", {
			get() { reads++; return typeof data === "function" ? data() : data },
		}));
		return reads;
	}`).Invoke(origin, data).Int()
}

func TestOriginThatWasReportedIsNotReadAgain(t *testing.T) {
	const evil = "https://evil.example"
	v := listen(t, nil)
	assert.Equal(t, 1, dispatchFrom(evil, eval(`{name: "something else"}`)))
	assert.Equal(t, 1, dispatchFrom(evil, eval(`{name: "CTLiveEvent"}`)))
	for range 3 {
		assert.Zero(t, dispatchFrom(evil, eval(`{name: "CTLiveEvent"}`)))
		assert.Zero(t, dispatchFrom(evil, eval(`{name: "something else"}`)))
	}
	var originError *ctlive.OriginError
	require.ErrorAs(t, v.err(t), &originError)
	v.nothingMore(t)
	assert.EqualValues(t, 7, v.listener.Stats().Rejected)
}

func TestOriginThatTakesLongToLookAtIsNotLookedAtAgain(t *testing.T) {
	const evil = "https://evil.example"
	v := listen(t, nil)
	slow := eval(`() => { for (const end = performance.now() + 20; performance.now() < end;); return {} }`)
	reads := 0
	for range 10 {
		reads += dispatchFrom(evil, slow)
	}
	assert.InDelta(t, 3, reads, 1, "about 50 ms")
	assert.Zero(t, dispatchFrom(evil, eval(`{name: "CTLiveEvent"}`)))
	assert.Equal(t, 1, dispatchFrom("https://other.example", eval(`{}`)))
	v.nothingMore(t)
	assert.Zero(t, v.listener.Stats().Rejected)
}

func TestOriginThatMayNotPostHasNothingReadButItsName(t *testing.T) {
	v := listen(t, nil)
	touched := eval("[]")
	assert.Equal(t, 1, dispatchFrom("https://evil.example", eval(`(touched) => () => new Proxy({name: "CTLiveEvent"}, {
		getOwnPropertyDescriptor(target, key) { touched.push(key); return Object.getOwnPropertyDescriptor(target, key) },
		get(target, key) { touched.push(key); return target[key] },
	})`).Invoke(touched)))
	v.err(t)
	assert.Equal(t, "name", touched.Call("join").String())
}
