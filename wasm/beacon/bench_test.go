//go:build js && wasm

package beacon_test

import (
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm/beacon"
)

// plainScript is what one would write in JavaScript: the queue is one text in localStorage.
const plainScript = `(() => {
	let held = [], number = 0;
	return (object) => {
		held.push({specversion: "1.0", id: "v-" + ++number, source: location.origin + location.pathname, type: "ChatStarted",
			time: new Date().toISOString(), datacontenttype: "application/json", data: object});
		localStorage.setItem("plain", JSON.stringify(held));
		if (held.length === 50) {
			fetch("/events", {method: "POST", body: JSON.stringify(held)});
			held = [];
		}
	};
})()`

// BenchmarkBeacon shows what a beacon adds to an event on the page's main thread: all from the handler to the deletion
// from localStorage, with a server that answers at once.
func BenchmarkBeacon(b *testing.B) {
	stubFetch(b, `async () => new Response(null, {status: 202})`)
	plain := eval(plainScript)
	object := eval(`{elementID: "ctlive-sidebar", widgetID: "widget-1", type: "Chat"}`)
	m := ctlive.Message{
		Event: ctlive.WidgetClicked{ElementID: "ctlive-sidebar", WidgetID: "widget-1", UserID: "user-1", Type: ctlive.Chat},
		Raw: []byte(
			`{"name":"CTLiveEvent","type":"WidgetClicked","object":{"elementID":"ctlive-sidebar","widgetID":"widget-1",` +
				`"userID":"user-1","type":"Chat"}}`,
		),
		Time: time.Now(),
	}
	contenders := []testkit.Contender{}
	var d ctlive.Dispatcher
	contenders = append(contenders, testkit.Contender{
		Name: "ctlive-go",
		Run: func(n int) {
			bc, err := beacon.Attach(&d, "/events", &beacon.Options{Held: 20_000})
			require.NoError(b, err)
			for range n {
				d.Dispatch(m)
			}
			bc.Flush()
			for bc.Stats().Sent < uint64(n) {
				time.Sleep(time.Millisecond)
			}
			bc.Stop()
		},
	}, testkit.Contender{
		Name: "plain JavaScript, one text in localStorage",
		Run: func(n int) {
			for range n {
				plain.Invoke(object)
			}
		},
	})
	for range b.N {
		testkit.Row("an event, with a beacon", contenders, testkit.Compare(5, 10_000, contenders...), "≤ 20 µs by itself")
	}
	js.Global().Get("localStorage").Call("clear")
}
