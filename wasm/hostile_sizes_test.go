//go:build js && wasm

package wasm_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func TestHostileSizesLeaveTheProgramAliveAndItsMemoryAsItWas(t *testing.T) {
	for _, from := range senders(t) {
		t.Run("from "+from.name, func(t *testing.T) {
			v := listen(t, from.opts)
			before := measureMemory()
			for _, source := range []string{
				"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(50e6)}}",
				"{name: 'CTLiveEvent', type: 'x'.repeat(50e6), object: {}}",
				"{name: 'CTLiveEvent', type: 'ChatOnline', object: {users: new Array(1e6).fill('u')}}",
				"{name: 'CTLiveEvent', type: 'ChatOnline', object: Object.fromEntries(Array.from({length: 1e5}, (_, n) => ['m' " +
					"+ n, n]))}",
				"{name: 'x'.repeat(50e6)}",
				"'x'.repeat(50e6)",
			} {
				from.post(eval(source))
			}
			settleFrom(t, from.post)
			if from.name != "a refused frame" {
				for range 4 {
					var decodeError *ctlive.DecodeError
					require.ErrorAs(t, v.err(t), &decodeError)
					assert.Equal(t, "data", decodeError.Member)
					assert.Contains(t, decodeError.Reason, "MaxBytes")
				}
			} else {
				var originError *ctlive.OriginError
				require.ErrorAs(t, v.err(t), &originError)
			}
			v.nothingMore(t)
			assertNoGrowth(t, before, measureMemory())
		})
	}
}

func TestHostileNestingAsDeepAsTheBrowserClones(t *testing.T) {
	uncaught, stopNoting := uncaughtErrors()
	defer stopNoting()
	for _, from := range senders(t) {
		t.Run("from "+from.name, func(t *testing.T) {
			v := listen(t, from.opts)
			depths := []string{"60", "100", "1000", "2000"}
			if from.name == "the page itself" { // Chromium crashes when its own frame posts on what it got so deep
				depths = append(depths, "2400", "2480", "2500", "2600", "3000", "3600", "10000")
			}
			posted := uint64(0)
			for _, levels := range depths {
				for _, wrap := range []string{"[deep]", "{deep}", "n % 2 ? [deep] : {deep}"} {
					value := eval(`((levels) => {
						let deep = 0;
						for (let n = 0; n < levels; n++) deep = ` + wrap + `;
						return {name: "CTLiveEvent", type: "Loaded", object: {deep}};
					})(` + levels + `)`)
					guarded(func() { from.post(value) }) // the browser refuses to clone the deepest
					posted++
				}
			}
			settleFrom(t, from.post)
			v.drain()
			v.nothingMore(t)
			stats := v.listener.Stats()
			if from.name != "the page itself" { // there, the deepest arrive as null
				if stats.Rejected > 0 {
					posted++ // settleFrom's: all messages of an origin that was reported count
				}
				assert.Equal(t, posted+1, stats.Delivered+stats.Malformed+stats.Rejected)
			}
			assert.Zero(t, uncaught.Length(), uncaught.Call("join").String())
		})
	}
}

// guarded runs what may throw.
func guarded(f func()) {
	defer func() { _ = recover() }()
	f()
}

// drain forgets what has been delivered and reported so far.
func (v *visit) drain() {
	for len(v.messages) > 0 {
		<-v.messages
	}
	for len(v.errors) > 0 {
		<-v.errors
	}
}

func TestHostileValuesThatAreEndlessAsJSONAreReported(t *testing.T) {
	for _, from := range senders(t)[:2] {
		v := listen(t, from.opts)
		for _, source := range explosions {
			from.post(eval(source))
			var decodeError *ctlive.DecodeError
			require.ErrorAs(t, v.err(t), &decodeError, source)
			assert.Equal(t, "data", decodeError.Member)
		}
		v.nothingMore(t)
	}
}

func TestMessagesOfManyValuesThatAreShortAsJSONAreDelivered(t *testing.T) {
	v := listen(t, nil)
	for _, source := range []string{
		"{name: 'CTLiveEvent', type: 'New', object: {list: Array(30000).fill(0)}}",
		"{name: 'CTLiveEvent', type: 'ChatOnline', object: {users: Array(16000).fill('u')}}",
		"{name: 'CTLiveEvent', type: 'New', object: {recording: {length: 1e12}, other: {length: -1e12}}}",
	} {
		post(eval(source))
		v.message(t)
	}
}

func TestMaxBytesMayBeLarge(t *testing.T) {
	listen(t, &wasm.Options{MaxBytes: math.MaxInt}).nothingMore(t)
}
