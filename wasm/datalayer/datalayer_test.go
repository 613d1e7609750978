//go:build js && wasm

package datalayer_test

import (
	"cmp"
	"context"
	_ "embed"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/datalayer"
	"example.com/ctlive-go/wasm/wasmtest"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

// eval makes a JavaScript value. Of the names of its source, dataLayer is the window's.
func eval(source string) js.Value { return js.Global().Call("eval", "("+source+")") }

// attach attaches a layer until the test ends, to a window whose dataLayer is missing.
func attach(t *testing.T, opts *datalayer.Options) (*ctlive.Dispatcher, *datalayer.Layer) {
	t.Helper()
	eval(`delete window.dataLayer`)
	d := new(ctlive.Dispatcher)
	layer := datalayer.Attach(d, opts)
	t.Cleanup(layer.Stop)
	return d, layer
}

func dispatchVisit(d *ctlive.Dispatcher) {
	for _, m := range ctlivetest.Visit("chat-1", "user-1") {
		d.Dispatch(m)
	}
}

func chat(d *ctlive.Dispatcher, n int) {
	d.Dispatch(ctlive.Message{Event: ctlive.ChatStarted{ChatID: strconv.Itoa(n)}})
}

// pushes is the dataLayer as JSON, a line for each push.
func pushes() string {
	return eval(`(window.dataLayer ?? []).map((push) => JSON.stringify(push)).join("\n")`).String()
}

const wholeVisit = `{"event":"ctlive_loaded","ctlive":{"elementID":"ctlive-sidebar","widgetID":"widget-1"}}
{"event":"ctlive_widget_shown","ctlive":{"elementID":"ctlive-sidebar","widgetID":"widget-1"}}
{"event":"ctlive_widget_clicked","ctlive":{"elementID":"ctlive-sidebar","widgetID":"widget-1","type":"Chat"}}
{"event":"ctlive_datacollection_started","ctlive":{"elementID":"ctlive-sidebar","widgetID":"widget-1","type":"Chat"}}
{"event":"ctlive_datacollection_submitted","ctlive":{"elementID":"ctlive-sidebar","widgetID":"widget-1","type":"Chat"}}
{"event":"ctlive_chat_started","ctlive":{}}
{"event":"ctlive_chat_online","ctlive":{}}
{"event":"ctlive_chat_finished","ctlive":{"isSurveyConfigured":true}}
{"event":"ctlive_survey_started","ctlive":{}}
{"event":"ctlive_survey_submitted","ctlive":{}}
{"event":"ctlive_widget_hidden","ctlive":{"elementID":"ctlive-sidebar","widgetID":"widget-1"}}`

func TestPushOfEachEventIsOneWithoutWhatIdentifiesAPerson(t *testing.T) {
	d, _ := attach(t, nil)
	dispatchVisit(d)
	assert.Equal(t, wholeVisit, pushes())
}

func TestPushIsMadeBeforeDispatchReturns(t *testing.T) {
	d, _ := attach(t, nil)
	chat(d, 1)
	assert.Equal(t, 1, eval(`dataLayer.length`).Int())
}

func TestMembersAreThoseThatAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		members []string
		event   ctlive.Event
		raw     string // of a message that was posted
		want    string
	}{
		"empty": {
			nil, ctlive.WidgetShown{WidgetID: "w"}, `{"name":"CTLiveEvent","type":"WidgetShown","object":{"widgetID":"w",` +
				`"elementID":""}}`, `{"widgetID":"w"}`,
		},
		"not of this event": {
			nil, ctlive.ChatOnline{ChatID: "c"}, `{"name":"CTLiveEvent","type":"ChatOnline","object":{"chatID":"c",` +
				`"type":"user-1","widgetID":["user-1"]}}`, `{}`,
		},
		"as the program left the event": {
			nil, ctlive.WidgetShown{WidgetID: "(none)"}, `{"name":"CTLiveEvent","type":"WidgetShown",` +
				`"object":{"widgetID":"w"}}`, `{"widgetID":"(none)"}`,
		},
		"lists": {
			[]string{"type", "users", "queue"}, ctlive.Unknown{Type: "New", Object: []byte(`{"type":["u"],"users":["u"],` +
				`"queue":["q"]}`)}, "", `{"users":["u"]}`,
		},
		"users that are none": {
			[]string{"users"}, ctlive.Unknown{Type: "New", Object: []byte(`{"users":["u",{"id":1}]}`)}, "", `{}`,
		},
		"names that need quoting": {
			[]string{`a"b`, "__proto__"}, ctlive.Unknown{Type: "New", Object: []byte(`{"a\"b":1,` +
				`"__proto__":2}`)}, "", `{"a\"b":1,"__proto__":2}`,
		},
		"an event of the program's own": {nil, ownEvent{}, "", `{}`},
		"identifiers": {
			[]string{"chatID", "users"}, ctlive.ChatOnline{ChatID: "c", Users: []string{"a", "b"}}, "", `{"chatID":"c",` +
				`"users":["a","b"]}`,
		},
		"none":                  {[]string{}, ctlive.WidgetShown{WidgetID: "w"}, "", `{}`},
		"one that is not there": {[]string{"UserID"}, ctlive.WidgetShown{UserID: "u"}, "", `{}`},
		"false":                 {nil, ctlive.ChatFinished{}, "", `{"isSurveyConfigured":false}`},
		"new in a known event": {
			[]string{"chatID", "queue"}, ctlive.ChatStarted{ChatID: "c"}, `{"name":"CTLiveEvent","type":"ChatStarted",` +
				`"object":{"chatID":"c","queue":7}}`, `{"chatID":"c","queue":7}`,
		},
		"of an unknown event": {
			nil, ctlive.Unknown{Type: "AgentTyping", Object: []byte(`{"chatID":"c","widgetID":"w"}`)}, "", `{"widgetID":"w"}`,
		},
		"null and of other kinds": {
			[]string{"a", "b", "c", "d", "e"}, ctlive.Unknown{Type: "New", Object: []byte(`{"a":null,"b":{"userID":"u"},` +
				`"c":[{"userID":"u"}],"d":[["u"]],"e":1.5}`)}, "", `{"e":1.5}`,
		},
		"an event without members": {nil, ctlive.Unknown{Type: "New"}, "", `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := attach(t, &datalayer.Options{Members: c.members})
			d.Dispatch(ctlive.Message{Event: c.event, Raw: []byte(c.raw)})
			assert.Equal(t, c.want, eval(`JSON.stringify(dataLayer[0].ctlive)`).String())
		})
	}
}

type ownEvent struct{}

func (ownEvent) EventType() ctlive.EventType { return "Own" }

func TestPushKeepsTheOrderOfEventsThatComeDuringIt(t *testing.T) {
	for _, place := range []string{"read", "before", "after"} {
		t.Run(place, func(t *testing.T) {
			agreed, dispatched := false, false
			d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { return agreed }})
			chat(d, 1)
			chat(d, 2)
			hook(t, func(p string) {
				if p == place && agreed && !dispatched {
					dispatched = true
					chat(d, 3)
					layer.Flush()
				}
			})
			agreed = true
			layer.Flush()
			assert.Equal(t, []string{"1", "2", "3"}, chats(t))
		})
	}
}

func TestPushForDispatchesOfSeveralGoroutines(t *testing.T) {
	d, layer := attach(
		t,
		&datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { time.Sleep(time.Millisecond); return true }},
	)
	var group sync.WaitGroup
	for n := range 50 {
		group.Go(func() { chat(d, n) })
	}
	group.Wait()
	layer.Flush()
	got := chats(t)
	slices.SortFunc(got, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	require.Len(t, got, 50)
	assert.Equal(t, "49", got[49])
}

func TestPushIsSeenOnceWithItsOwnMembersByAReaderLikeTagManager(t *testing.T) {
	visit := ctlivetest.Visit("chat-1", "user-1")
	for before := 1; before <= len(visit); before++ {
		d, layer := attach(t, nil)
		for _, m := range visit[:before] {
			d.Dispatch(m)
		}
		seen := eval(tagManager).Invoke()
		for _, m := range visit[before:] {
			d.Dispatch(m)
		}
		assert.Equal(t, strings.Join([]string{
			"ctlive_loaded undefined", "ctlive_widget_shown undefined", "ctlive_widget_clicked Chat",
			"ctlive_datacollection_started Chat", "ctlive_datacollection_submitted Chat",
			"ctlive_chat_started undefined", "ctlive_chat_online undefined", "ctlive_chat_finished undefined",
			"ctlive_survey_started undefined", "ctlive_survey_submitted undefined", "ctlive_widget_hidden undefined",
		}, ","), seen.Call("join").String(), "Tag Manager was there after %d", before)
		layer.Stop()
	}
}

func TestPushOfAPostedMessageIsAsItCame(t *testing.T) {
	d, _ := attach(t, &datalayer.Options{Members: []string{"widgetID", "locale"}})
	listener, err := wasm.Listen(d, nil)
	require.NoError(t, err)
	defer listener.Close()
	wasmtest.PostValue(
		eval(`{name: "CTLiveEvent", type: "WidgetShown", object: {widgetID: "w", userID: "u", locale: "de"}}`),
	)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err = ctlive.Wait[ctlive.WidgetShown](ctx, d, nil, ctlive.Replay())
	require.NoError(t, err)
	want := push{Event: "ctlive_widget_shown"}
	want.CTLive.WidgetID, want.CTLive.Locale = "w", "de" // and no userID
	assert.Equal(t, []push{want}, readPushes(t))
}

func TestOptionsAreTheCallersToChange(t *testing.T) {
	opts := datalayer.Options{Members: []string{"chatID"}}
	d, _ := attach(t, &opts)
	opts.Members[0] = "userID"
	chat(d, 1)
	assert.Equal(t, []string{"1"}, chats(t))
}

func TestAttachWithoutADispatcherSaysWhatToDo(t *testing.T) {
	assert.PanicsWithValue(t, "datalayer: Attach: the Dispatcher is nil, want one such as new(ctlive.Dispatcher)",
		func() { datalayer.Attach(nil, nil) })
}
