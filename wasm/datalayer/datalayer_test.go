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

// chats says which chats were pushed, where chatID is among the members.
func chats(t *testing.T) (all []string) {
	t.Helper()
	list := eval(`(window.dataLayer ?? []).map((push) => push.ctlive.chatID)`)
	for i := range list.Length() {
		all = append(all, list.Index(i).String())
	}
	return all
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

func TestEachEventIsOnePushWithoutWhatIdentifiesAPerson(t *testing.T) {
	d, _ := attach(t, nil)
	dispatchVisit(d)
	assert.Equal(t, wholeVisit, pushes())
}

func TestAPushIsMadeBeforeDispatchReturns(t *testing.T) {
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
		"empty":                         {nil, ctlive.WidgetShown{WidgetID: "w"}, `{"name":"CTLiveEvent","type":"WidgetShown","object":{"widgetID":"w","elementID":""}}`, `{"widgetID":"w"}`},
		"not of this event":             {nil, ctlive.ChatOnline{ChatID: "c"}, `{"name":"CTLiveEvent","type":"ChatOnline","object":{"chatID":"c","type":"user-1","widgetID":["user-1"]}}`, `{}`},
		"as the program left the event": {nil, ctlive.WidgetShown{WidgetID: "(none)"}, `{"name":"CTLiveEvent","type":"WidgetShown","object":{"widgetID":"w"}}`, `{"widgetID":"(none)"}`},
		"lists":                         {[]string{"type", "users", "queue"}, ctlive.Unknown{Type: "New", Object: []byte(`{"type":["u"],"users":["u"],"queue":["q"]}`)}, "", `{"users":["u"]}`},
		"users that are none":           {[]string{"users"}, ctlive.Unknown{Type: "New", Object: []byte(`{"users":["u",{"id":1}]}`)}, "", `{}`},
		"names that need quoting":       {[]string{`a"b`, "__proto__"}, ctlive.Unknown{Type: "New", Object: []byte(`{"a\"b":1,"__proto__":2}`)}, "", `{"a\"b":1,"__proto__":2}`},
		"an event of the program's own": {nil, ownEvent{}, "", `{}`},
		"identifiers":                   {[]string{"chatID", "users"}, ctlive.ChatOnline{ChatID: "c", Users: []string{"a", "b"}}, "", `{"chatID":"c","users":["a","b"]}`},
		"none":                          {[]string{}, ctlive.WidgetShown{WidgetID: "w"}, "", `{}`},
		"one that is not there":         {[]string{"UserID"}, ctlive.WidgetShown{UserID: "u"}, "", `{}`},
		"false":                         {nil, ctlive.ChatFinished{}, "", `{"isSurveyConfigured":false}`},
		"new in a known event":          {[]string{"chatID", "queue"}, ctlive.ChatStarted{ChatID: "c"}, `{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":"c","queue":7}}`, `{"chatID":"c","queue":7}`},
		"of an unknown event":           {nil, ctlive.Unknown{Type: "AgentTyping", Object: []byte(`{"chatID":"c","widgetID":"w"}`)}, "", `{"widgetID":"w"}`},
		"null and of other kinds":       {[]string{"a", "b", "c", "d", "e"}, ctlive.Unknown{Type: "New", Object: []byte(`{"a":null,"b":{"userID":"u"},"c":[{"userID":"u"}],"d":[["u"]],"e":1.5}`)}, "", `{"e":1.5}`},
		"an event without members":      {nil, ctlive.Unknown{Type: "New"}, "", `{}`},
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

func TestTheNamesOfEventsAreThoseOfGA4(t *testing.T) {
	for kind, want := range map[ctlive.EventType]string{
		"DatacollectionSubmitted":            "ctlive_datacollection_submitted",
		"AgentTyping":                        "ctlive_agent_typing",
		"HTTPError":                          "ctlive_http_error",
		"ChatID":                             "ctlive_chat_id",
		"Step2Done":                          "ctlive_step2_done",
		"agent-typing  now!":                 "ctlive_agent_typing_now",
		"_agent_typing_":                     "ctlive_agent_typing",
		"AgentTypingÜber":                    "ctlive_agent_typing_ber",
		"":                                   "ctlive_unknown",
		"…":                                  "ctlive_unknown",
		"AbcdefghijAbcdefghijAbcdefghi12":    "ctlive_abcdefghij_abcdefghij_abcdefghi12", // 40
		"AbcdefghijAbcdefghijAbcdefghi1234":  "ctlive_abcdefghij_abcdefghij_abcdefghi12",
		"AbcdefghijAbcdefghijAbcdefghijNext": "ctlive_abcdefghij_abcdefghij_abcdefghij",
	} {
		got := datalayer.EventName(kind)
		assert.Equal(t, want, got, kind)
		assert.Regexp(t, `^ctlive_[a-z0-9_]{0,32}[a-z0-9]$`, got)
	}
}

//go:embed doc.go
var documentation string

func TestTheDocumentedTableIsWhatIsPushed(t *testing.T) {
	d, _ := attach(t, nil)
	for i, event := range testkit.Events {
		d.Dispatch(ctlive.Message{Event: event})
		parameters := eval(`(i) => Object.entries(dataLayer[i].ctlive).filter(([, value]) => value !== undefined).map(([name]) => name).join(", ")`)
		row := string(event.EventType()) + ` +` + datalayer.EventName(event.EventType())
		if members := parameters.Invoke(i).String(); members != "" {
			row += ` +` + members
		}
		assert.Regexp(t, `(?m)^//\t`+row+`$`, documentation)
	}
}

func TestOptionsNameGivesOtherNamesAndSkips(t *testing.T) {
	d, _ := attach(t, &datalayer.Options{Name: func(kind ctlive.EventType) string {
		if kind == ctlive.TypeChatOnline {
			return "agent joined"
		}
		return ""
	}})
	dispatchVisit(d)
	assert.Equal(t, `{"event":"agent joined","ctlive":{}}`, pushes())
}

func TestWithoutConsentEventsAreHeldAndThenPushedInOrder(t *testing.T) {
	for name, c := range map[string]struct {
		then func(*ctlive.Dispatcher, *datalayer.Layer)
		want []string
	}{
		"at Flush":          {func(_ *ctlive.Dispatcher, layer *datalayer.Layer) { layer.Flush() }, []string{"1", "2"}},
		"at the next event": {func(d *ctlive.Dispatcher, _ *datalayer.Layer) { chat(d, 3) }, []string{"1", "2", "3"}},
	} {
		t.Run(name, func(t *testing.T) {
			agreed, asked := false, 0
			d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { asked++; return agreed }})
			chat(d, 1)
			chat(d, 2)
			layer.Flush()
			assert.True(t, eval(`window.dataLayer`).IsUndefined(), "without consent the page is left as it is")
			agreed, asked = true, 0
			c.then(d, layer)
			assert.Equal(t, c.want, chats(t))
			assert.Equal(t, len(c.want), asked, "consent is asked for before each push")
			layer.Flush()
			assert.Equal(t, c.want, chats(t), "what was pushed is not held any more")
		})
	}
}

func TestConsentThatIsWithdrawnHoldsTheRest(t *testing.T) {
	allowed := 0
	d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { allowed--; return allowed >= 0 }})
	for n := range 4 {
		chat(d, n)
	}
	allowed = 2
	layer.Flush()
	assert.Equal(t, []string{"0", "1"}, chats(t))
	allowed = 5
	chat(d, 4)
	assert.Equal(t, []string{"0", "1", "2", "3", "4"}, chats(t))
}

func TestTheLatest256EventsAreHeld(t *testing.T) {
	agreed := false
	d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { return agreed }})
	for n := range 300 {
		chat(d, n)
	}
	agreed = true
	layer.Flush()
	got := chats(t)
	require.Len(t, got, 256)
	assert.Equal(t, "44", got[0])
	assert.Equal(t, "299", got[255])
}

func TestAConsentThatPanicsIsReportedAndMeansNo(t *testing.T) {
	fails := true
	d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool {
		if fails {
			return js.Global().Get("theConsentTool").Get("agreed").Bool() // it is not there yet
		}
		return true
	}})
	recorder := ctlivetest.Record(d)
	chat(d, 1)
	layer.Flush()
	require.Len(t, recorder.Errors(), 2)
	assert.ErrorContains(t, recorder.Errors()[1], "datalayer: Options.Consent panicked, which means no: syscall/js: "+
		"call of Value.Get on undefined")
	fails = false
	layer.Flush()
	assert.Equal(t, []string{"1"}, chats(t))
}

func TestEachLayerPushesOnceAndStopsAlone(t *testing.T) {
	d, first := attach(t, &datalayer.Options{Members: []string{"chatID"}})
	second := datalayer.Attach(d, &datalayer.Options{Members: []string{"chatID"}})
	chat(d, 1)
	assert.Equal(t, []string{"1", "1"}, chats(t))
	first.Stop()
	first.Stop()
	chat(d, 2)
	assert.Equal(t, []string{"1", "1", "2"}, chats(t))
	second.Stop()
	chat(d, 3)
	first.Flush()
	second.Flush()
	assert.Equal(t, []string{"1", "1", "2"}, chats(t))
}

func TestStopForgetsWhatIsHeld(t *testing.T) {
	agreed := false
	d, layer := attach(t, &datalayer.Options{Consent: func() bool { return agreed }})
	chat(d, 1)
	layer.Stop()
	agreed = true
	layer.Flush()
	chat(d, 2)
	assert.Empty(t, pushes())
}

func TestAStoppedLayerIsNotAskedForNames(t *testing.T) {
	asked := 0
	d, layer := attach(t, &datalayer.Options{Name: func(ctlive.EventType) string { asked++; return "e" }})
	chat(d, 1)
	layer.Stop()
	chat(d, 2)
	assert.Equal(t, 1, asked)
}

func TestStopAndFlushWorkFromWherever(t *testing.T) {
	for name, c := range map[string]struct {
		stop string // where the layer is stopped: consent, name, read, before or after the push
		want []string
	}{
		"nowhere":         {"", []string{"1", "2"}},
		"in Name":         {"name", nil},
		"in Consent":      {"consent", nil},
		"in the getter":   {"read", nil},
		"before the push": {"before", []string{"1"}},
		"after the push":  {"after", []string{"1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var layer *datalayer.Layer
			agreed := false
			at := func(place string) {
				if agreed && place == c.stop {
					layer.Stop()
				}
				if agreed {
					layer.Flush()
				}
			}
			d, layer := attach(t, &datalayer.Options{
				Members: []string{"chatID"},
				Name:    func(ctlive.EventType) string { at("name"); return "e" },
				Consent: func() bool { at("consent"); return agreed },
			})
			chat(d, 1)
			hook(t, at)
			agreed = true
			chat(d, 2)
			assert.Equal(t, c.want, chats(t))
		})
	}
}

// hook makes a dataLayer that calls at when it is read, and before and after each push.
func hook(t *testing.T, at func(place string)) {
	t.Helper()
	callback := js.FuncOf(func(_ js.Value, args []js.Value) any {
		at(args[0].String())
		return nil
	})
	t.Cleanup(callback.Release)
	t.Cleanup(func() { eval(`delete window.dataLayer`) })
	eval(`(at) => {
		const value = [];
		value.push = function (...values) {
			at("before");
			Array.prototype.push.apply(this, values);
			at("after");
		};
		Object.defineProperty(window, "dataLayer", {configurable: true, get() { at("read"); return value; }});
	}`).Invoke(callback)
}

func TestEventsThatComeDuringAPushKeepTheOrder(t *testing.T) {
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

func TestSeveralGoroutinesMayDispatch(t *testing.T) {
	d, layer := attach(t, &datalayer.Options{Members: []string{"chatID"}, Consent: func() bool { time.Sleep(time.Millisecond); return true }})
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

func TestADataLayerThatIsBrokenLosesTheEventAndHarmsNothing(t *testing.T) {
	for name, c := range map[string]struct{ broken, says string }{
		"a number":                     {`Object.defineProperty(window, "dataLayer", {value: 1, configurable: true})`, "window.dataLayer is no array"},
		"a BigInt":                     {`Object.defineProperty(window, "dataLayer", {value: 1n, configurable: true})`, "window.dataLayer is no array"},
		"an object with a push":        {`Object.defineProperty(window, "dataLayer", {value: {push() {}}, configurable: true})`, "window.dataLayer is no array"},
		"one that can't be read":       {`Object.defineProperty(window, "dataLayer", {get() { throw new Error("no") }, configurable: true})`, "reading window.dataLayer throws"},
		"one that can't be set":        {`Object.defineProperty(window, "dataLayer", {value: null, configurable: true})`, "window.dataLayer is missing and can't be set"},
		"a setter that throws":         {`Object.defineProperty(window, "dataLayer", {get() {}, set() { throw 1n }, configurable: true})`, "window.dataLayer is missing and can't be set"},
		"a frozen array":               {`Object.defineProperty(window, "dataLayer", {value: Object.freeze([]), configurable: true})`, "window.dataLayer.push throws \""},
		"a push that throws":           {`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push() { throw new Error("the tag failed") }}), configurable: true})`, "window.dataLayer.push throws \"the tag failed\""},
		"a push that throws text":      {`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push() { throw "no" }}), configurable: true})`, "window.dataLayer.push throws \""},
		"a push without end":           {`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push(v) { this.push(v) }}), configurable: true})`, "window.dataLayer.push throws \"Maximum call stack"},
		"a push that throws null":      {`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push() { throw null }}), configurable: true})`, "window.dataLayer.push throws something without text"},
		"a getter of push that throws": {`Object.defineProperty(window, "dataLayer", {value: Object.defineProperty([], "push", {get() { throw new Error("the getter") }}), configurable: true})`, "window.dataLayer.push throws \"the getter\""},
		"a setter that does nothing":   {`Object.defineProperty(window, "dataLayer", {get() {}, set() {}, configurable: true})`, "window.dataLayer is missing and can't be set"},
		"no push":                      {`Object.defineProperty(window, "dataLayer", {value: Object.assign([], {push: 5}), configurable: true})`, "window.dataLayer.push is no function"},
		"a revoked proxy":              {`(() => { const p = Proxy.revocable([], {}); p.revoke(); Object.defineProperty(window, "dataLayer", {value: p.proxy, configurable: true}) })()`, "window.dataLayer is no array"},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := attach(t, &datalayer.Options{Members: []string{"chatID"}})
			recorder := ctlivetest.Record(d)
			eval(c.broken)
			chat(d, 1)
			require.Len(t, recorder.Errors(), 1)
			assert.ErrorContains(t, recorder.Errors()[0], "datalayer: pushing ctlive_chat_started failed: "+c.says)
			var pushError *datalayer.PushError
			require.ErrorAs(t, recorder.Errors()[0], &pushError)
			assert.Equal(t, "ctlive_chat_started", pushError.Name)
			assert.Len(t, recorder.Messages(), 1, "the other handlers run")
			eval(`delete window.dataLayer`)
			chat(d, 2)
			assert.Equal(t, []string{"2"}, chats(t))
			assert.Len(t, recorder.Errors(), 1)
		})
	}
}

func TestASetterThatCopiesGetsThePushToo(t *testing.T) {
	d, _ := attach(t, &datalayer.Options{Members: []string{"chatID"}})
	eval(`(() => {
		let kept;
		Object.defineProperty(window, "dataLayer", {get() { return kept }, set(value) { kept = [...value] }, configurable: true});
	})()`)
	chat(d, 1)
	assert.Equal(t, []string{"1"}, chats(t))
}

// TestWhatScriptsDoToTheBrowsersOwnObjectsHarmsNothing breaks them while the layer is attached, and mends them again.
func TestWhatScriptsDoToTheBrowsersOwnObjectsHarmsNothing(t *testing.T) {
	setter := func(member string) [2]string {
		return [2]string{`Object.defineProperty(Object.prototype, "` + member + `", {configurable: true, set() { throw new Error("no") }})`,
			`delete Object.prototype.` + member}
	}
	global := func(name string) [2]string {
		return [2]string{`(() => { window.was = ` + name + `; Object.defineProperty(window, "` + name + `", {configurable: true, get() { throw new Error("no") }}) })()`,
			`Object.defineProperty(window, "` + name + `", {configurable: true, writable: true, value: was})`}
	}
	for name, c := range map[string][2]string{
		"a setter for event":    setter("event"),
		"a setter for ctlive":   setter("ctlive"),
		"a setter for a member": setter("chatID"),
		"JSON":                  global("JSON"),
		"a value for a member":  {`Object.prototype.type = "Chat"`, `delete Object.prototype.type`},
		"parse and isArray": {`(() => {
			window.was = [JSON.parse, Array.isArray];
			JSON.parse = () => ({object: {chatID: {get length() { throw 1 }}}});
			Array.isArray = () => true;
		})()`, `([JSON.parse, Array.isArray] = was)`},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := attach(t, &datalayer.Options{Members: []string{"chatID", "type"}})
			listener, err := wasm.Listen(d, nil)
			require.NoError(t, err)
			defer listener.Close()
			arrived := make(chan ctlive.Message, 3)
			d.OnMessage(func(m ctlive.Message) { arrived <- m })
			post := func(n string) {
				t.Helper()
				wasmtest.PostValue(eval(`{name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "` + n + `"}}`))
				if n == "2" { // it arrives when this goroutine waits
					repair := js.Global().Get("Function").New(c[1])
					eval(c[0])
					defer repair.Invoke()
				}
				select {
				case <-arrived:
				case <-time.After(20 * time.Second):
					require.FailNow(t, "message "+n+" did not arrive")
				}
			}
			post("1")
			post("2")
			post("3")
			assert.Equal(t, []string{"1", "2", "3"}, chats(t))
			assert.Equal(t, `{"event":"ctlive_chat_started","ctlive":{"chatID":"2"}}`, eval(`JSON.stringify(dataLayer[1])`).String())
		})
	}
}

// tagManager reads the dataLayer as Tag Manager does: first what is there, then, by its own push, what comes. It merges
// each push into its model, and notes the event with the model's type.
const tagManager = `() => {
	const model = {ctlive: {}}, seen = [];
	const read = (push) => {
		Object.assign(model.ctlive, push.ctlive);
		seen.push(push.event + " " + model.ctlive.type);
	};
	dataLayer.forEach(read);
	const push = dataLayer.push;
	dataLayer.push = (...values) => { push.apply(dataLayer, values); values.forEach(read); };
	return seen;
}`

func TestAReaderLikeTagManagerSeesEachEventOnceWithItsOwnMembers(t *testing.T) {
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

func TestAPostedMessageIsPushedAsItCame(t *testing.T) {
	d, _ := attach(t, &datalayer.Options{Members: []string{"widgetID", "locale"}})
	listener, err := wasm.Listen(d, nil)
	require.NoError(t, err)
	defer listener.Close()
	wasmtest.PostValue(eval(`{name: "CTLiveEvent", type: "WidgetShown", object: {widgetID: "w", userID: "u", locale: "de"}}`))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err = ctlive.Wait[ctlive.WidgetShown](ctx, d, nil, ctlive.Replay())
	require.NoError(t, err)
	assert.Equal(t, `{"event":"ctlive_widget_shown","ctlive":{"widgetID":"w","locale":"de"}}`, pushes())
}

func TestTheOptionsAreTheCallersToChange(t *testing.T) {
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

// A page that asks its visitors first.
func ExampleAttach() {
	var d ctlive.Dispatcher
	agreed := false
	layer := datalayer.Attach(&d, &datalayer.Options{Consent: func() bool { return agreed }})
	if _, err := wasm.Listen(&d, nil); err != nil {
		panic(err)
	}
	onAccept := js.FuncOf(func(js.Value, []js.Value) any {
		agreed = true
		layer.Flush()
		return nil
	})
	onDecline := js.FuncOf(func(js.Value, []js.Value) any { layer.Stop(); return nil })
	js.Global().Call("addEventListener", "your-tool-accepted", onAccept)
	js.Global().Call("addEventListener", "your-tool-declined", onDecline)
}

// Without consent, since the page pushes nothing but the count of chats that an agent joined.
func ExampleOptions() {
	var d ctlive.Dispatcher
	datalayer.Attach(&d, &datalayer.Options{
		Members: []string{},
		Name: func(t ctlive.EventType) string {
			if t != ctlive.TypeChatOnline {
				return ""
			}
			return datalayer.EventName(t)
		},
	})
}
