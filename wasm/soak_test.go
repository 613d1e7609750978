//go:build js && wasm

package wasm_test

import (
	"errors"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

// soakBatch posts good messages, numbered from first, and among them foreign ones, hostile ones and refused ones.
const soakBatch = `(frame, first, batch) => {
	const good = (n) => ({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: String(n), userID: "u".repeat(n % ` +
	`50)}});
	const foreign = [null, 5, "timer", {type: "webpackOk"}, {name: "other"}, [1, 2], new Map];
	const cycle = {name: "CTLiveEvent", type: "ChatStarted"};
	cycle.object = cycle;
	const hostile = [{name: "CTLiveEvent", type: 5}, {name: "CTLiveEvent", type: "ChatOnline", object: {users: [null]}},
		{name: "CTLiveEvent", type: "Loaded", object: {userID: 10n}}, cycle];
	for (let n = 0; n < batch; n++) {
		postMessage(good(first + n), location.origin);
		postMessage(foreign[n % foreign.length], location.origin);
		postMessage(hostile[n % hostile.length], location.origin);
		frame.postMessage(good(n), "*");
	}
}`

// TestSoak sends CTLIVE_SOAK messages (make soak: one million) of which a quarter are good, and accounts for each.
func TestSoak(t *testing.T) {
	const batch = 500
	total := 20_000
	if text := os.Getenv("CTLIVE_SOAK"); text != "" {
		var err error
		total, err = strconv.Atoi(text)
		require.NoError(t, err, "CTLIVE_SOAK is the number of messages")
	}
	foreign, _ := foreignFrame(t)
	var d ctlive.Dispatcher
	next, malformed, refused := 0, 0, 0
	ctlive.On(&d, func(e ctlive.ChatStarted) {
		require.Equal(t, strconv.Itoa(next), e.ChatID)
		next++
	})
	d.OnError(func(err error) {
		var decodeError *ctlive.DecodeError
		var originError *ctlive.OriginError
		switch {
		case errors.As(err, &decodeError):
			malformed++
		case errors.As(err, &originError):
			refused++
		default:
			assert.NoError(t, err)
		}
	})
	listener, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	defer listener.Close()

	post := eval(soakBatch)
	var warm memory // after the first 10,000
	sent := 0
	for sent < total {
		post.Invoke(foreign, sent/4, batch)
		sent += 4 * batch
		settle()
		for listener.Stats().Rejected < uint64(sent/4) {
			settle()
		}
		if sent == 10_000 {
			warm = measureMemory()
		}
	}
	assertNoGrowth(t, warm, measureMemory())
	assert.Equal(t, sent/4, next)
	assert.Equal(t, sent/4, malformed)
	assert.Equal(t, 1, refused)
	each := uint64(sent / 4)
	assert.Equal(t, wasm.Stats{Delivered: each, Rejected: each, Malformed: each}, listener.Stats())
}
