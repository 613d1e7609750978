//go:build js && wasm

package beacon_test

import (
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/wasm/beacon"
)

func TestAttachRefusesWhatCanNotBeSentTo(t *testing.T) {
	var d ctlive.Dispatcher
	for _, url := range []string{"ftp://a.example/", "data:,x", "http://", "https://user:word@a.example/events",
		"https://user@a.example/"} {
		b, err := beacon.Attach(&d, url, nil)
		assert.Nil(t, b, url)
		assert.ErrorContains(t, err, `beacon: Attach: the url is "`+url+`", want http or https`)
	}
	_, err := beacon.Attach(&d, "/events", &beacon.Options{Headers: map[string]string{"no name": "x"}})
	assert.ErrorContains(t, err, "refuses a name or a value in Options.Headers")
	_, err = beacon.Attach(nil, "/events", nil)
	assert.ErrorContains(t, err, "the Dispatcher is nil")
}

// collect attaches a beacon whose server answers with a status, until the test ends. It returns the bodies it was sent.
func collect(t *testing.T, d *ctlive.Dispatcher, opts *beacon.Options) (b *beacon.Beacon, bodies js.Value) {
	t.Helper()
	bodies = js.Global().Get("Array").New()
	js.Global().Set("bodies", bodies)
	stubFetch(t, `async (url, init) => { bodies.push(init.body); return new Response(null); }`)
	b, err := beacon.Attach(d, "/events", opts)
	require.NoError(t, err)
	t.Cleanup(b.Forget)
	return b, bodies
}

// sent flushes, waits until nothing is held, and returns the events as JavaScript has them.
func sent(t *testing.T, b *beacon.Beacon, bodies js.Value) string {
	t.Helper()
	b.Flush()
	for deadline := time.Now().Add(time.Minute); b.Stats().Held > 0; time.Sleep(time.Millisecond) {
		require.False(t, time.Now().After(deadline), "the events are not sent")
	}
	return eval(
		`(bodies) => bodies.flatMap((body) => JSON.parse(body)).map((e) => JSON.stringify(e.data)).join("\n")`,
	).Invoke(bodies).
		String()
}

func TestMembersThatIdentifyAPersonAreLeftOut(t *testing.T) {
	var d ctlive.Dispatcher
	b, bodies := collect(t, &d, nil)
	for _, m := range ctlivetest.Visit("chat-1", "user-1") {
		d.Dispatch(m)
	}
	all := sent(t, b, bodies)
	assert.NotContains(t, eval(`(bodies) => bodies.join()`).Invoke(bodies).String(), "user-1")
	assert.Contains(t, all, `{"elementID":"ctlive-sidebar","widgetID":"widget-1","type":"Chat"}`)
	assert.Equal(t, beacon.Stats{Sent: 11}, b.Stats())
}

func TestSourceIsTheAddressWithoutQuery(t *testing.T) {
	before := js.Global().Get("location").Get("href").String()
	history := js.Global().Get("history")
	defer history.Call("replaceState", nil, "", before)
	for given, want := range map[string]string{
		"":                  js.Global().Get("location").Get("origin").String() + "/100%25/%20a%25zz%25",
		"urn:page:100% %41": "urn:page:100%25 %41",
	} {
		var d ctlive.Dispatcher
		b, bodies := collect(t, &d, &beacon.Options{Source: given})
		history.Call("replaceState", nil, "", "/100%/%20a%zz%?token=1#part?")
		d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
		sent(t, b, bodies)
		assert.Equal(t, want, eval(`(bodies) => JSON.parse(bodies[0])[0].source`).Invoke(bodies).String())
		b.Forget()
	}
}

func TestConsentThatPanicsIsReportedAndMeansNo(t *testing.T) {
	var d ctlive.Dispatcher
	recorder := ctlivetest.Record(&d)
	b, bodies := collect(t, &d, &beacon.Options{Consent: func() bool { panic("the tool is not there") }})
	d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
	b.Flush()
	time.Sleep(time.Millisecond)
	assert.Zero(t, bodies.Length())
	require.NotEmpty(t, recorder.Errors())
	assert.ErrorContains(t, recorder.Errors()[0], "Options.Consent panicked, which means no: the tool is not there")
	assert.Equal(t, beacon.Stats{Held: 1}, b.Stats())
}

func TestHostilePrototypeDoesNotReachTheRequest(t *testing.T) {
	var d ctlive.Dispatcher
	b, bodies := collect(t, &d, nil)
	for _, name := range []string{"body", "method", "headers", "signal", "keepalive", "ifAvailable"} {
		eval(
			`(name) => Object.defineProperty(Object.prototype, name, {configurable: true, get() { throw new Error("no"); }, ` +
				`set() { throw new Error("no"); }})`,
		).Invoke(name)
		defer eval(`(name) => delete Object.prototype[name]`).Invoke(name)
	}
	d.Dispatch(ctlive.Message{Event: ctlive.Loaded{WidgetID: "w"}})
	assert.Equal(t, `{"widgetID":"w"}`, sent(t, b, bodies))
}

func TestHeldIsTheMostThatWaitsWithoutConsent(t *testing.T) {
	var d ctlive.Dispatcher
	recorder := ctlivetest.Record(&d)
	agreed := false
	b, bodies := collect(
		t,
		&d,
		&beacon.Options{Held: 3, Members: []string{"chatID"}, Consent: func() bool { return agreed }},
	)
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		d.Dispatch(ctlive.Message{Event: ctlive.ChatStarted{ChatID: id}})
	}
	assert.Equal(t, beacon.Stats{Held: 3, Dropped: 2}, b.Stats())
	assert.Equal(t, []error{beacon.ErrHeldFull}, recorder.Errors())
	agreed = true
	assert.Equal(t, "{\"chatID\":\"3\"}\n{\"chatID\":\"4\"}\n{\"chatID\":\"5\"}", sent(t, b, bodies))
}
