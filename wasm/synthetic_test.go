//go:build js && wasm

package wasm_test

import (
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

// What a script of the page itself dispatches may throw when it is read, which is that script's own uncaught error.
func TestSyntheticEventsEndNothing(t *testing.T) {
	uncaught, stopNoting := uncaughtErrors()
	defer stopNoting()
	v := listen(t, nil)
	for _, source := range []string{
		"new Event('message')",
		"new CustomEvent('message', {detail: {name: 'CTLiveEvent'}})",
		"new MessageEvent('message')",
		"new MessageEvent('message', {origin, data: Symbol('s')})",
		"new MessageEvent('message', {origin, data: () => {}})",
		"new MessageEvent('message', {origin, data: new Proxy({}, {get() { throw 1 }})})",
		"new MessageEvent('message', {origin, data: new Proxy({}, {get() { throw null }, has() { throw 2 }, ownKeys() { " +
			"throw 3 }})})",
		"new MessageEvent('message', {origin, data: new Proxy({}, {getOwnPropertyDescriptor() { throw new " +
			"Error('proxy') }})})",
		"(() => { const {proxy, revoke} = Proxy.revocable({}, {}); revoke(); return new MessageEvent('message', {origin, " +
			"data: proxy}) })()",
		"(() => { const {proxy, revoke} = Proxy.revocable(() => {}, {}); revoke(); return new MessageEvent('message', " +
			"{origin, data: proxy}) })()",
		"Object.defineProperty(new MessageEvent('message', {origin}), 'data', {get() { throw 10n }})",
		"Object.defineProperty(new MessageEvent('message', {origin}), 'data', {get() { return 10n }})",
		"Object.defineProperty(new MessageEvent('message', {origin}), 'data', {get() { for (;;) throw new Error('loop') }})",
		"Object.defineProperty(new MessageEvent('message', {data: {name: 'CTLiveEvent'}}), 'origin', {get() { throw new " +
			"Error('origin') }})",
		"Object.defineProperty(new MessageEvent('message', {origin, data: {name: 'CTLiveEvent'}}), 'timeStamp', {get() { " +
			"throw 10n }})",
		"new MessageEvent('message', {origin, data: {get name() { throw 1 }}})",
		"new MessageEvent('message', {origin, data: {get name() { return this.name }}})", // its own stack overflows
		"new MessageEvent('message', {origin, data: {name: 'CTLiveEvent', get type() { throw undefined }}})",
		"new MessageEvent('message', {origin, data: {name: 'CTLiveEvent', get object() { throw new Error('object') }}})",
		"new MessageEvent('message', {origin, data: {name: 'CTLiveEvent', toJSON() { throw new Error('toJSON') }}})",
		"new MessageEvent('message', {origin, data: {name: 'CTLiveEvent', toJSON() { return this.toJSON() }}})",
		"new MessageEvent('message', {origin, data: {name: 'CTLiveEvent', toJSON() { return 10n }}})",
		"new MessageEvent('message', {origin, data: Object.assign(() => {}, {})})",
	} {
		window.Call("dispatchEvent", eval(source))
	}
	v.nothingMore(t)
	assert.NotZero(t, uncaught.Length(), "these are the script's own errors")
}

func TestSyntheticEventsWithoutJSONAreReported(t *testing.T) {
	v := listen(t, nil)
	for _, source := range []string{
		"{name: 'CTLiveEvent', toJSON() { return undefined }}",
		"{name: 'CTLiveEvent', toJSON() { return 'something else' }}",
		"{name: 'CTLiveEvent', type: 'Loaded', object: {userID: 10n}}",
		"(() => { const o = {name: 'CTLiveEvent'}; o.object = o; return o })()",
	} {
		window.Call("dispatchEvent", eval(`(data) => new MessageEvent("message", {origin, data})`).Invoke(eval(source)))
		var decodeError *ctlive.DecodeError
		require.ErrorAs(t, v.err(t), &decodeError, source)
		assert.Equal(t, "data", decodeError.Member, source)
	}
	v.nothingMore(t)
}

func TestSyntheticEventsWithAnOriginThatIsNoTextAreRefused(t *testing.T) {
	uncaught, stopNoting := uncaughtErrors()
	defer stopNoting()
	v := listen(t, nil)
	for _, origin := range []string{"1", "77", "10n", "null", "undefined", "Symbol('s')", "{}", "() => {}",
		"{toString() { throw 1 }}"} {
		window.Call("dispatchEvent", eval(`(value) => Object.defineProperty(
			new MessageEvent("message", {data: {name: "CTLiveEvent"}}), "origin", {value})`).Invoke(eval(origin)))
	}
	for len(v.errors) > 0 {
		assert.EqualError(t, v.err(t), (&ctlive.OriginError{}).Error())
	}
	v.nothingMore(t)
	assert.EqualValues(t, 8, v.listener.Stats().Rejected)
	assert.Equal(t, 1, uncaught.Length(), "the one that throws")
}

func TestSyntheticEventsThatThrowAreNoHandlersThatThrow(t *testing.T) {
	_, stopNoting := uncaughtErrors()
	defer stopNoting()
	v := listen(t, nil)
	begun, goOn := make(chan bool), make(chan bool)
	stop := ctlive.On(v.dispatcher, func(ctlive.Loaded) { begun <- true; <-goOn })
	postEvent(t, ctlive.Loaded{})
	<-begun
	for range 3 {
		window.Call(
			"dispatchEvent",
			eval(`new MessageEvent("message", {origin, data: {name: "CTLiveEvent", get type() { throw 1 }}})`),
		)
	}
	postChat(t, 1)
	settle()
	goOn <- true
	stop()
	assert.Equal(t, ctlive.TypeLoaded, v.message(t).Event.EventType())
	assert.Equal(t, ctlive.Event(chat(1)), v.message(t).Event)
	v.nothingMore(t)
}

// uncaughtErrors notes the uncaught errors of the page in an array.
func uncaughtErrors() (uncaught js.Value, stop func()) {
	uncaught = eval("(() => { const u = []; u.note = (e) => { u.push(e.message); e.preventDefault() }; " +
		"addEventListener('error', u.note); return u })()")
	return uncaught, func() { window.Call("removeEventListener", "error", uncaught.Get("note")) }
}
