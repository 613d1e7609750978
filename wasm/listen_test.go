//go:build js && wasm

package wasm_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm"
)

func TestListenSaysWhatItNeedsWhereTheFilterCannotBeCompiled(t *testing.T) {
	webAssembly := window.Get("WebAssembly")
	module := webAssembly.Get("Module")
	defer webAssembly.Set("Module", module)
	webAssembly.Set("Module", js.Undefined())
	_, err := wasm.Listen(new(ctlive.Dispatcher), nil)
	require.EqualError(t, err, "wasm: Listen: this browser can't compile the filter, want Chrome 96, Firefox 79, "+
		"Safari 15 or later")
}

func TestListenFailsWhereThePageHasReplacedWhatItCalls(t *testing.T) {
	for name, c := range map[string]struct {
		global, replacement string
		says                string
	}{
		"addEventListener": {"window", "() => { throw new Error('replaced') }", "Options.Target has no addEventListener"},
		"Instance":         {"WebAssembly", "undefined", "can't compile the filter"},
	} {
		before := wasm.LiveFuncs()
		global := eval(c.global)
		was := eval("(global, name) => Object.getOwnPropertyDescriptor(global, name)").Invoke(global, name)
		global.Set(name, eval(c.replacement))
		listener, err := wasm.Listen(new(ctlive.Dispatcher), nil)
		kept := wasm.LiveFuncs() - before
		_, eventOfErr := wasm.EventOf(js.Null())
		window.Get("Reflect").Call("deleteProperty", global, name)
		if !was.IsUndefined() {
			window.Get("Object").Call("defineProperty", global, name, was)
		}
		if !assert.Nil(t, listener) {
			require.NoError(t, listener.Close())
		}
		assert.ErrorContains(t, err, c.says)
		assert.Error(t, eventOfErr)
		assert.NotZero(t, kept)
		assert.Equal(t, kept, wasm.LiveFuncs()-before, "EventOf releases its own")
		keptFuncs += kept
	}
}

func TestMessageHasTheTimeOfItsEvent(t *testing.T) {
	v := listen(t, nil)
	window.Call("dispatchEvent", eval(`Object.defineProperty(new MessageEvent("message",
		{origin, data: {name: "CTLiveEvent"}}), "timeStamp", {value: 1})`))
	begin := time.UnixMicro(int64(eval("performance.timeOrigin").Float() * 1000))
	assert.WithinDuration(t, begin.Add(time.Millisecond), v.message(t).Time, time.Microsecond)
}

func TestMessageWithoutATimeHasThatOfItsArrival(t *testing.T) {
	v := listen(t, nil)
	for _, timeStamp := range []string{"0", "-1", "NaN", "undefined", "'long ago'"} {
		before := time.Now()
		window.Call("dispatchEvent", eval(`(value) => Object.defineProperty(new MessageEvent("message",
			{origin, data: {name: "CTLiveEvent"}}), "timeStamp", {value})`).Invoke(eval(timeStamp)))
		assert.WithinRange(t, v.message(t).Time, before, time.Now(), timeStamp)
	}
}

func TestMessagesOfEveryEventAreDelivered(t *testing.T) {
	v := listen(t, nil)
	for _, want := range append(testkit.Events, ctlive.Unknown{Type: "New", Object: []byte(`{"a":[1,{"b":null}]}`)}) {
		t.Run(string(want.EventType()), func(t *testing.T) {
			before := time.Now()
			postEvent(t, want)
			m := v.message(t)
			assert.Equal(t, want, m.Event)
			assert.Equal(t, ownOrigin(), m.Origin)
			assert.WithinRange(t, m.Time, before.Add(-time.Second), time.Now().Add(time.Second))
			assert.False(t, m.Early)
			encoded, err := ctlive.Encode(want)
			require.NoError(t, err)
			assert.JSONEq(t, string(encoded), string(m.Raw))
		})
	}
	assert.Equal(t, wasm.Stats{Delivered: 12}, v.listener.Stats())
}

func TestMessagesAreDecodedByTheRulesOfDecode(t *testing.T) {
	v := listen(t, nil)
	for _, c := range append(testkit.Cases, testkit.TooDeep[0]) {
		if c.Malformed() && !json.Valid([]byte(c.Text)) {
			continue // what is no JSON can't be posted
		}
		t.Run(c.Name, func(t *testing.T) {
			postJSON(c.Text)
			switch {
			case c.NotCTLive:
				v.nothingMore(t)
			case c.Want == nil:
				var decodeError *ctlive.DecodeError
				require.ErrorAs(t, v.err(t), &decodeError)
				assert.Equal(t, c.Type, decodeError.Type)
				assert.Equal(t, c.Member, decodeError.Member)
				assert.True(t, json.Valid(decodeError.Raw))
			default:
				assertSameEvent(t, c.Want, v.message(t).Event)
			}
		})
	}
}

// assertSameEvent compares the object of an Unknown as JSON: the browser writes numbers and escapes in its own way.
func assertSameEvent(t *testing.T, want, got ctlive.Event) {
	t.Helper()
	if unknown, ok := want.(ctlive.Unknown); ok {
		require.IsType(t, unknown, got)
		assert.Equal(t, unknown.Type, got.EventType())
		assert.JSONEq(t, string(unknown.Object), string(got.(ctlive.Unknown).Object))
		return
	}
	assert.Equal(t, want, got)
}

func TestMessagesThatAreNoEnvelopeAreIgnored(t *testing.T) {
	v := listen(t, nil)
	for _, source := range []string{
		"null", "undefined", "1", "NaN", "true", "'CTLiveEvent'", "10n", "[]", "new Map([['name'," +
			"'CTLiveEvent']])", "new Date",
		"new Blob(['x'])", "new Error('x')", "/x/", "new ArrayBuffer(8)", "{name: 10n}", "{name: null}", "{name: " +
			"['CTLiveEvent']}",
		"{name: new String('CTLiveEvent')}", "new File(['x'], 'CTLiveEvent')",
	} {
		post(eval(source))
	}
	window.Call("dispatchEvent", eval("new Event('message')"))
	v.nothingMore(t)
	assert.Equal(t, wasm.Stats{Delivered: 1}, v.listener.Stats())
}

func TestMessagesAreDeliveredInOrder(t *testing.T) {
	const count = 1000
	v := listen(t, nil)
	for n := range count {
		postChat(t, n)
	}
	for n := range count {
		require.Equal(t, ctlive.Event(chat(n)), v.message(t).Event)
	}
}

func TestMessagesAreDeliveredBeforeDispatchEventReturns(t *testing.T) {
	var d ctlive.Dispatcher
	delivered := eval("[]")
	d.OnMessage(func(ctlive.Message) { delivered.Call("push", "delivered") })
	listener, err := wasm.Listen(&d, nil)
	require.NoError(t, err)
	defer listener.Close()
	dispatched := make(chan struct{})
	done := js.FuncOf(func(js.Value, []js.Value) any { close(dispatched); return nil })
	defer done.Release()
	eval(`(delivered, done) => setTimeout(() => {
		dispatchEvent(new MessageEvent("message", {origin, data: {name: "CTLiveEvent", type: "Loaded"}}));
		delivered.push("dispatchEvent has returned");
		done();
	})`).Invoke(delivered, done)
	receive(t, dispatched, "the end of dispatchEvent")
	assert.Equal(t, "delivered,dispatchEvent has returned", delivered.Call("join").String())
}

func TestMessagesThatAreMalformedAreReportedAndSurvived(t *testing.T) {
	v := listen(t, nil)
	for source, member := range map[string]string{
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 10n}}":                          "data",
		"(() => { const o = {name: 'CTLiveEvent'}; o.object = o; return o })()":                 "data",
		"Object.assign([], {name: 'CTLiveEvent'})":                                              "data",
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(65536)}}":            "data",
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'é'.repeat(40000)}}":            "data",
		"{name: 'CTLiveEvent', type: new Map, object: {}}":                                      "type",
		"{name: 'CTLiveEvent', type: 'Loaded', object: [1]}":                                    "object",
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: /x/}}":                          "object.userID",
		"{name: 'CTLiveEvent', type: 'ChatOnline', object: {users: new Set(['u'])}}":            "object.users",
		"{name: 'CTLiveEvent', type: 'ChatOnline', object: {users: ['u', new ArrayBuffer(8)]}}": "object.users[1]",
		"{name: 'CTLiveEvent', type: 'ChatFinished', object: " +
			"{isSurveyConfigured: 1}}": "object.isSurveyConfigured",
		"{name: 'CTLiveEvent', type: 'WidgetClicked', object: {type: new Error('x')}}":                    "object.type",
		"{name: 'CTLiveEvent', type: 'ChatOnline', object: {users: ['u', NaN]}}":                          "object.users[1]",
		"{name: 'CTLiveEvent', type: 'DatacollectionStarted', object: {elementID: new Blob(['x'])}}":      "object.elementID",
		"{name: 'CTLiveEvent', type: 'SurveyStarted', object: {chatID: {toString: null, valueOf: null}}}": "object.chatID",
	} {
		t.Run(source, func(t *testing.T) {
			post(eval(source))
			err := v.err(t)
			var decodeError *ctlive.DecodeError
			require.ErrorAs(t, err, &decodeError)
			assert.Equal(t, member, decodeError.Member)
			assert.Contains(t, err.Error(), "want ")
			v.nothingMore(t)
		})
	}
	assert.EqualValues(t, 15, v.listener.Stats().Malformed)
}

func TestMaxBytesAreBytesOfJSON(t *testing.T) {
	envelope := `{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":"é"}}`
	v := listen(t, &wasm.Options{MaxBytes: len(envelope)})
	postJSON(envelope)
	assert.Equal(t, ctlive.Event(ctlive.ChatStarted{ChatID: "é"}), v.message(t).Event)
	postJSON(strings.Replace(envelope, "é", "éa", 1))
	err := v.err(t)
	var decodeError *ctlive.DecodeError
	require.ErrorAs(t, err, &decodeError)
	assert.Nil(t, decodeError.Raw)
	assert.Contains(t, err.Error(), "at most "+strconv.Itoa(len(envelope))+" bytes")
}

func TestMaxBytesKeepsALongTextFromBeingCopied(t *testing.T) {
	v := listen(t, nil)
	before := measureMemory()
	for range 3 {
		post(eval("{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 'x'.repeat(20 << 20)}}"))
		v.err(t)
	}
	assertNoGrowth(t, before, measureMemory())
}

func TestTargets(t *testing.T) {
	envelope := eval(`{name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "c"}}`)
	want := ctlive.Event(ctlive.ChatStarted{ChatID: "c"})
	t.Run("a BroadcastChannel", func(t *testing.T) {
		channel, other := window.Get("BroadcastChannel").New("ctlive-test"), window.Get("BroadcastChannel").New("ctlive-test")
		defer channel.Call("close")
		defer other.Call("close")
		v := listen(t, &wasm.Options{Target: channel})
		other.Call("postMessage", envelope)
		m := v.message(t)
		assert.Equal(t, want, m.Event)
		assert.Equal(t, ownOrigin(), m.Origin)
	})
	t.Run("a MessagePort, whose origin only AnyOrigin accepts", func(t *testing.T) {
		channel := window.Get("MessageChannel").New()
		v := listen(t, &wasm.Options{Target: channel.Get("port1"), AnyOrigin: true})
		channel.Get("port1").Call("start")
		channel.Get("port2").Call("postMessage", envelope)
		m := v.message(t)
		assert.Equal(t, want, m.Event)
		assert.Empty(t, m.Origin)
		channel.Get("port1").Call("close")
	})
	t.Run("a window of this origin", func(t *testing.T) {
		inner := frame(t, nil)
		v := listen(t, &wasm.Options{Target: inner})
		inner.Call("postMessage", envelope, ownOrigin())
		assert.Equal(t, want, v.message(t).Event)
	})
}

func TestListenRefuses(t *testing.T) {
	foreign, _ := foreignFrame(t)
	for name, c := range map[string]struct {
		opts wasm.Options
		says string
	}{
		"a path": {
			wasm.Options{Origins: []string{"https://a.example", "https://b.example/x"}}, `Options.Origins[1] is ` +
				`"https://b.example/x", want "https://b.example"`,
		},
		"a trailing slash": {wasm.Options{Origins: []string{"https://a.example/"}}, `want "https://a.example"`},
		"a default port": {
			wasm.Options{Origins: []string{"https://a.example:443"}}, `want "https://a.example"`,
		},
		"capitals":         {wasm.Options{Origins: []string{"https://A.example"}}, `want "https://a.example"`},
		"a missing scheme": {wasm.Options{Origins: []string{"a.example"}}, `"a.example", want an exact origin`},
		"a wildcard": {
			wasm.Options{Origins: []string{"https://*.example"}}, `"https://*.example", want an exact origin`,
		},
		"null":                       {wasm.Options{Origins: []string{"null"}}, `"null", want an exact origin`},
		"an empty entry":             {wasm.Options{Origins: []string{""}}, `"", want an exact origin`},
		"a scheme without origins":   {wasm.Options{Origins: []string{"data:text/plain,x"}}, `want an exact origin`},
		"a negative backlog":         {wasm.Options{Backlog: -1}, "Options.Backlog is -1, want 0 or more"},
		"a negative length":          {wasm.Options{MaxBytes: -1}, "Options.MaxBytes is -1, want 0 or more"},
		"a target that is none":      {wasm.Options{Target: js.ValueOf(5)}, "Options.Target has no addEventListener"},
		"null as a target":           {wasm.Options{Target: js.Null()}, "Options.Target has no addEventListener"},
		"a window of another origin": {wasm.Options{Target: foreign}, "Options.Target has no addEventListener"},
		"a target that is no EventTarget": {
			wasm.Options{Target: eval("EventTarget.prototype")}, "Options.Target has no addEventListener",
		},
		"a target that inherits from the window": {
			wasm.Options{Target: eval("Object.create(window)")}, "Options.Target has no addEventListener",
		},
		"a target that throws at once": {
			wasm.Options{Target: eval("{get addEventListener() { throw 1 }}")}, "Options.Target has no addEventListener",
		},
	} {
		t.Run(name, func(t *testing.T) {
			listener, err := wasm.Listen(new(ctlive.Dispatcher), &c.opts)
			assert.Nil(t, listener)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.says)
		})
	}
	_, err := wasm.Listen(nil, nil)
	assert.ErrorContains(t, err, "want one such as new(ctlive.Dispatcher)")
}
