//go:build js && wasm

package wasm_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestAFrameOfAnotherOriginIsRefusedAndReportedOnce(t *testing.T) {
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

func TestTheContentOfARefusedMessageIsNotLookedAt(t *testing.T) {
	v := listen(t, nil)
	touched := eval("[]")
	window.Call("dispatchEvent", eval(`(touched) => new MessageEvent("message", {
		origin: "https://evil.example",
		data: {name: "CTLiveEvent", get type() { touched.push("type") }, get object() { touched.push("object") }},
	})`).Invoke(touched))
	v.err(t)
	assert.Zero(t, touched.Length())
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

func TestAnOpaqueOriginMatchesOnlyAnyOrigin(t *testing.T) {
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

func TestTheFirstSixteenRefusedOriginsAreReported(t *testing.T) {
	v := listen(t, nil)
	for range 2 {
		for n := range 20 {
			window.Call("dispatchEvent", eval(`(origin) => new MessageEvent("message", {origin, data: {name: "CTLiveEvent"}})`).
				Invoke("https://"+strconv.Itoa(n)+".example"))
		}
	}
	for n := range 16 {
		var originError *ctlive.OriginError
		require.ErrorAs(t, v.err(t), &originError)
		assert.Equal(t, "https://"+strconv.Itoa(n)+".example", originError.Origin)
	}
	v.nothingMore(t)
	assert.EqualValues(t, 40, v.listener.Stats().Rejected)
}
