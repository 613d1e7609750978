//go:build js && wasm

package wasm_test

import (
	"strings"
	"syscall/js"
	"testing"

	"github.com/norunners/vert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm"
)

// jsListener is a plain JavaScript listener that makes the checks of the library and calls a handler with the data.
const jsListener = `(() => {
	let handled = 0, rejected = 0;
	const allowed = new Set([origin]);
	const handlers = new Map(["Loaded", "WidgetShown", "WidgetHidden", "WidgetClicked", "ChatStarted", "ChatOnline", ` +
	`"ChatFinished",
		"DatacollectionStarted", "DatacollectionSubmitted", "SurveyStarted", "SurveySubmitted"].map((type) => [type, () ` +
	`=> handled++]));
	return (event) => {
		try {
			const data = event.data;
			if (Object(data).name !== "CTLiveEvent") return;
			if (!allowed.has(event.origin)) return void rejected++;
			handlers.get(data.type)?.(data.object);
		} catch { return }
	};
})()`

// dispatchAll dispatches n message events that carry, in turn, each of the given data.
const dispatchAll = `(target, n, origin, all) => {
	const events = all.map((data) => new MessageEvent("message", {origin, data}));
	for (let i = 0; i < n; i++) target.dispatchEvent(events[i % events.length]);
}`

func newTarget() js.Value { return window.Get("EventTarget").New() }

// targetOf returns a target with a listener. Each listener has a target of its own, so that all can stay: the browser
// then compiles each only once, as on a page.
func targetOf(listener js.Value) js.Value {
	target := newTarget()
	target.Call("addEventListener", "message", listener)
	return target
}

// memberByMember is the listener that one writes first: it reads what it needs through syscall/js.
func memberByMember(d *ctlive.Dispatcher, own string) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := args[0].Get("data")
		if data.Type() != js.TypeObject || data.Get("name").Type() != js.TypeString ||
			data.Get("name").String() != "CTLiveEvent" {
			return nil
		}
		if args[0].Get("origin").String() != own {
			return nil
		}
		object := data.Get("object")
		text := func(member string) string { return object.Get(member).String() }
		var event ctlive.Event
		switch ctlive.EventType(data.Get("type").String()) {
		case ctlive.TypeLoaded:
			event = ctlive.Loaded{ElementID: text("elementID"), WidgetID: text("widgetID"), UserID: text("userID")}
		case ctlive.TypeWidgetShown:
			event = ctlive.WidgetShown{ElementID: text("elementID"), WidgetID: text("widgetID"), UserID: text("userID")}
		case ctlive.TypeWidgetHidden:
			event = ctlive.WidgetHidden{ElementID: text("elementID"), WidgetID: text("widgetID"), UserID: text("userID")}
		case ctlive.TypeWidgetClicked:
			event = ctlive.WidgetClicked{
				ElementID: text("elementID"),
				WidgetID:  text("widgetID"),
				UserID:    text("userID"),
				Type:      ctlive.WidgetType(text("type")),
			}
		case ctlive.TypeChatStarted:
			event = ctlive.ChatStarted{ChatID: text("chatID"), UserID: text("userID")}
		case ctlive.TypeChatOnline:
			users := make([]string, object.Get("users").Length())
			for i := range users {
				users[i] = object.Get("users").Index(i).String()
			}
			event = ctlive.ChatOnline{ChatID: text("chatID"), Users: users}
		case ctlive.TypeChatFinished:
			event = ctlive.ChatFinished{
				ChatID:             text("chatID"),
				UserID:             text("userID"),
				IsSurveyConfigured: object.Get("isSurveyConfigured").Bool(),
			}
		case ctlive.TypeDatacollectionStarted:
			event = ctlive.DatacollectionStarted{
				ElementID: text("elementID"),
				WidgetID:  text("widgetID"),
				UserID:    text("userID"),
				Type:      ctlive.WidgetType(text("type")),
			}
		case ctlive.TypeDatacollectionSubmitted:
			event = ctlive.DatacollectionSubmitted{
				ElementID: text("elementID"),
				WidgetID:  text("widgetID"),
				UserID:    text("userID"),
				Type:      ctlive.WidgetType(text("type")),
			}
		case ctlive.TypeSurveyStarted:
			event = ctlive.SurveyStarted{ChatID: text("chatID"), UserID: text("userID")}
		case ctlive.TypeSurveySubmitted:
			event = ctlive.SurveySubmitted{ChatID: text("chatID"), UserID: text("userID")}
		}
		d.Dispatch(ctlive.Message{Event: event, Origin: own})
		return nil
	})
}

// throughEncodingJSON is the listener that takes the data as text and reads it with the standard library.
func throughEncodingJSON(d *ctlive.Dispatcher, own string) js.Func {
	stringify := window.Get("JSON")
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("origin").String() != own {
			return nil
		}
		raw := []byte(stringify.Call("stringify", args[0].Get("data")).String())
		if event, err := testkit.DecodeWithEncodingJSON(raw); err == nil {
			d.Dispatch(ctlive.Message{Event: event, Origin: own, Raw: raw})
		}
		return nil
	})
}

// throughVert is the listener that reads the data into the same structs with norunners/vert.
func throughVert(d *ctlive.Dispatcher, own string) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("origin").String() != own {
			return nil
		}
		var envelope struct {
			Name string           `js:"name"`
			Type ctlive.EventType `js:"type"`
		}
		data := args[0].Get("data")
		if err := vert.ValueOf(data).AssignTo(&envelope); err != nil || envelope.Name != "CTLiveEvent" {
			return nil
		}
		if event, err := assignWithVert(envelope.Type, data.Get("object")); err == nil {
			d.Dispatch(ctlive.Message{Event: event, Origin: own})
		}
		return nil
	})
}

func assignWithVert(eventType ctlive.EventType, object js.Value) (ctlive.Event, error) {
	switch eventType {
	case ctlive.TypeLoaded:
		return assign[ctlive.Loaded](object)
	case ctlive.TypeWidgetShown:
		return assign[ctlive.WidgetShown](object)
	case ctlive.TypeWidgetHidden:
		return assign[ctlive.WidgetHidden](object)
	case ctlive.TypeWidgetClicked:
		return assign[ctlive.WidgetClicked](object)
	case ctlive.TypeChatStarted:
		return assign[ctlive.ChatStarted](object)
	case ctlive.TypeChatOnline:
		return assign[ctlive.ChatOnline](object)
	case ctlive.TypeChatFinished:
		return assign[ctlive.ChatFinished](object)
	case ctlive.TypeDatacollectionStarted:
		return assign[ctlive.DatacollectionStarted](object)
	case ctlive.TypeDatacollectionSubmitted:
		return assign[ctlive.DatacollectionSubmitted](object)
	case ctlive.TypeSurveyStarted:
		return assign[ctlive.SurveyStarted](object)
	default:
		return assign[ctlive.SurveySubmitted](object)
	}
}

func assign[E ctlive.Event](object js.Value) (ctlive.Event, error) {
	var e E
	err := vert.ValueOf(object).AssignTo(&e)
	return e, err
}

// BenchmarkMessages shows what a message costs on the page's main thread, net of the browser's own dispatch.
func BenchmarkMessages(b *testing.B) {
	own := ownOrigin()
	var d ctlive.Dispatcher
	ctlive.On(&d, func(ctlive.Event) {})
	d.OnError(func(error) {})
	members, encodingJSON, withVert := memberByMember(&d, own), throughEncodingJSON(&d, own), throughVert(&d, own)
	empty := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	for _, f := range []js.Func{members, encodingJSON, withVert, empty} {
		defer f.Release()
	}
	visit := make([]any, len(testkit.Events))
	for i, event := range testkit.Events {
		text, err := ctlive.Encode(event)
		require.NoError(b, err)
		visit[i] = window.Get("JSON").Call("parse", string(text))
	}
	foreign := []any{eval(`{type: "webpackOk", name: "other"}`)}

	ours := newTarget()
	listener, err := wasm.Listen(&d, &wasm.Options{Target: ours, Origins: []string{own}, NoEarly: true})
	require.NoError(b, err)
	defer listener.Close()
	listeners := []struct {
		name   string
		target js.Value
	}{
		{"ctlive-go", ours},
		{"an empty js.FuncOf callback", targetOf(empty.Value)},
		{"js.FuncOf, member by member", targetOf(members.Value)},
		{"js.FuncOf, JSON text, encoding/json", targetOf(encodingJSON.Value)},
		{"js.FuncOf, norunners/vert", targetOf(withVert.Value)},
		{"plain JavaScript", targetOf(eval(jsListener))},
		{"nothing", targetOf(eval("() => {}"))},
	}

	for _, c := range []struct {
		what, origin string
		data         []any
		perRound     int
		goals        []string
	}{
		{"a CTLive event", own, visit, 330, []string{"≤ 2", "≤ 0.9", "≤ 0.8", "≤ 0.8"}},
		{"a foreign message", own, foreign, 1000, []string{"", "≤ 0.1", "≤ 0.1", "≤ 0.1", "≤ 2 µs more"}},
		{
			"a refused origin", "https://evil.example", visit, 1000,
			[]string{"", "≤ 0.1", "≤ 0.1", "≤ 0.1", "≤ 2 µs more"},
		},
	} {
		dispatcher := eval(dispatchAll)
		var contenders []testkit.Contender
		for _, l := range listeners {
			contenders = append(contenders, testkit.Contender{Name: l.name, Run: func(n int) {
				dispatcher.Invoke(l.target, n, c.origin, c.data)
			}})
		}
		for range b.N {
			costs := testkit.Compare(51, c.perRound, contenders...)
			dispatchOnly := costs[len(costs)-1].Time
			for i := range costs {
				costs[i].Time -= dispatchOnly
			}
			testkit.Row(c.what, contenders[:len(contenders)-1], costs, c.goals...)
		}
	}
}

// BenchmarkGrowth shows that the cost of a message grows no faster than what it is made of.
func BenchmarkGrowth(b *testing.B) {
	dispatcher := eval(dispatchAll)
	own := ownOrigin()
	chat := []any{eval(`{name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "c-1", userID: "u-7"}}`)}
	for range b.N {
		testkit.Grow(
			"Listener, for each message of a backlog",
			1<<13,
			[]int{1, 16, 256, 4096},
			func(backlog int) testkit.Contender {
				var d ctlive.Dispatcher
				gate := make(chan struct{})
				done := make(chan struct{})
				count := 0
				ctlive.On(&d, func(ctlive.Event) {
					if count == 0 {
						<-gate
					}
					if count++; count == backlog+1 {
						count = 0
						done <- struct{}{}
					}
				})
				return testkit.Contender{
					Begin: func() func() {
						listener, err := wasm.Listen(&d, nil)
						require.NoError(b, err)
						return func() { listener.Close() }
					},
					Run: func(n int) {
						for range n / (backlog + 1) {
							dispatcher.Invoke(window, backlog+1, own, chat)
							gate <- struct{}{}
							<-done
						}
					},
				}
			},
		)
		testkit.Grow(
			"Listener, for each byte of a message",
			1<<18,
			[]int{100, 1 << 10, 8 << 10, 64 << 10},
			func(size int) testkit.Contender {
				var d ctlive.Dispatcher
				ctlive.On(&d, func(ctlive.Event) {})
				long := window.Get("Object").New()
				long.Set("chatID", strings.Repeat("c", size-80))
				data := window.Get("Object").New()
				data.Set("name", "CTLiveEvent")
				data.Set("type", "ChatStarted")
				data.Set("object", long)
				return testkit.Contender{
					Begin: func() func() {
						listener, err := wasm.Listen(&d, nil)
						require.NoError(b, err)
						return func() { listener.Close() }
					},
					Run: func(n int) { dispatcher.Invoke(window, n/size, own, []any{data}) },
				}
			},
		)
	}
}
