//go:build js && wasm

package wasm_test

import (
	"fmt"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

// measure dispatches an event many times with each listener in turn, in many short rounds, and returns the median time
// of one dispatch with each, in µs.
const measure = `(listeners, event, rounds, perRound) => {
	const now = () => performance.now() * 1000;
	const times = listeners.map(() => []);
	for (let round = 0; round < rounds; round++) {
		listeners.forEach(({attach, detach}, i) => {
			attach();
			const start = now();
			for (let n = 0; n < perRound; n++) dispatchEvent(event);
			times[i].push((now() - start) / perRound);
			detach();
		});
	}
	return times.map((t) => t.sort((a, b) => a - b)[t.length >> 1]);
}`

// jsListener is the plain JavaScript listener that makes the checks of the library's filter.
const jsListener = `(() => {
	let rejected = 0;
	const allowed = new Set([origin]);
	return (event) => {
		try {
			if (Object(event.data).name !== "CTLiveEvent") return;
		} catch { return }
		if (!allowed.has(event.origin)) rejected++;
	};
})()`

// contender is a listener under measurement.
func contender(attach, detach func()) (value js.Value, release func()) {
	attachFunc := js.FuncOf(func(js.Value, []js.Value) any { attach(); return nil })
	detachFunc := js.FuncOf(func(js.Value, []js.Value) any { detach(); return nil })
	value = window.Get("Object").New()
	value.Set("attach", attachFunc)
	value.Set("detach", detachFunc)
	return value, func() { attachFunc.Release(); detachFunc.Release() }
}

func plainContender(listener js.Value) (js.Value, func()) {
	return contender(
		func() { window.Call("addEventListener", "message", listener) },
		func() { window.Call("removeEventListener", "message", listener) },
	)
}

// BenchmarkMessagesThatAreNoBusinessOfGo shows what a foreign message and one from a refused origin cost, net of the
// browser's own dispatch, against what else one would write.
func BenchmarkMessagesThatAreNoBusinessOfGo(b *testing.B) {
	var d ctlive.Dispatcher
	d.OnError(func(error) {})
	var listener *wasm.Listener
	goListener := js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := args[0].Get("data")
		if data.Type() == js.TypeObject && data.Get("name").Type() == js.TypeString && data.Get("name").String() == "CTLiveEvent" {
			_ = args[0].Get("origin").String() == "https://www.example.com"
		}
		return nil
	})
	defer goListener.Release()

	names := []string{"nothing", "plain JavaScript", "this library", "plain js.FuncOf"}
	nothing, release := plainContender(eval("() => {}"))
	defer release()
	plain, release := plainContender(eval(jsListener))
	defer release()
	library, release := contender(func() {
		var err error
		listener, err = wasm.Listen(&d, nil)
		require.NoError(b, err)
	}, func() { listener.Close() })
	defer release()
	naive, release := plainContender(goListener.Value)
	defer release()
	contenders := []any{nothing, plain, library, naive}

	for _, c := range []struct{ message, event string }{
		{"a foreign message", `new MessageEvent("message", {origin, data: {type: "webpackOk", name: "other"}})`},
		{"a refused origin", `new MessageEvent("message", {origin: "https://evil.example", data: {name: "CTLiveEvent"}})`},
	} {
		for range b.N {
			medians := eval(measure).Invoke(contenders, eval(c.event), 101, 1000)
			dispatch := medians.Index(0).Float()
			for i, name := range names[1:] {
				net := medians.Index(i+1).Float() - dispatch
				fmt.Printf("%-18s %-17s %7.2f µs\n", c.message, name, net)
			}
		}
	}
}
