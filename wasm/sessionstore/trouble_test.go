//go:build js && wasm

package sessionstore_test

import (
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/wasm/sessionstore"
)

func TestTextThatIsNoSessionIsReportedAndTheSessionBeginsAnew(t *testing.T) {
	for name, text := range map[string]string{
		"another version": `{"version":999}`,
		"no version":      `{}`,
		"cut off":         `{"version":1,"chats":[{"chatID":"ch`,
		"somebody else's": `hello`,
		"an array":        `[1]`,
		"null":            `null`,
		"a member wrong":  `{"version":1,"chats":5}`,
	} {
		t.Run(name, func(t *testing.T) {
			fresh(t)
			js.Global().Get("sessionStorage").Call("setItem", key, text)
			p := attach(t, nil)
			require.Len(t, p.recorder.Errors(), 1)
			assert.ErrorContains(t, p.recorder.Errors()[0],
				`sessionstore: the text under "ctlive.session" in sessionStorage is no session`)
			assert.Equal(t, session.Session{}, p.Snapshot())
			leave()
			now := js.Global().Get("sessionStorage").Call("getItem", key).String()
			assert.Equal(t, text, now, "it is not touched without a change")
			p.start("chat-1")
			leave()
			assert.Equal(t, []string{"chat-1"}, attach(t, nil).chats())
			assert.Len(t, p.recorder.Errors(), 1)
		})
	}
}

func TestTextThatIsNoSessionDoesNotChangeAPageThatComesBack(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	p.start("chat-1")
	leave()
	eval(`sessionStorage.setItem("ctlive.session", "hello")`)
	comeBack()
	require.Len(t, p.recorder.Errors(), 1)
	assert.Equal(t, []string{"chat-1"}, p.chats())
}

func TestStorageThatIsFullIsReportedOnceAndTheSessionGoesOn(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	p.start("chat-1")
	leave()
	eval(`(() => {
		let text = "x".repeat(1 << 20);
		for (let n = 0; text; n++) {
			try { sessionStorage.setItem("filler" + n, text) } catch { text = text.slice(text.length / 2 + 1) }
		}
	})()`)
	for _, chat := range []string{"chat-2", "chat-3", "chat-4"} {
		p.start(chat)
		leave()
	}
	require.Len(t, p.recorder.Errors(), 1)
	assert.ErrorContains(
		t,
		p.recorder.Errors()[0],
		"sessionstore: what happens now is not kept, and the session goes on in "+
			`memory: sessionStorage.setItem("ctlive.session") throws QuotaExceededError: `,
	)
	assert.Len(t, p.Snapshot().Chats, 4)
	assert.Equal(t, []string{"chat-1"}, attach(t, nil).chats(), "what was kept before stays")
	comeBack()
	assert.Len(t, p.Snapshot().Chats, 4)

	eval(`(() => {
		for (const name of Object.keys(sessionStorage)) if (name.startsWith("filler")) sessionStorage.removeItem(name);
	})()`)
	leave()
	assert.Len(t, attach(t, nil).chats(), 4, "it is written when there is room again, without another change")
	assert.Len(t, p.recorder.Errors(), 1)
}

// TestStorageThatThrowsIsReportedOnce has pages of scripts that break the browser's own objects. visit_test.go has a
// browser that refuses.
func TestStorageThatThrowsIsReportedOnce(t *testing.T) {
	throws := func(value string) string { return `{get() { throw ` + value + ` }, configurable: true}` }
	for name, c := range map[string]struct{ property, says string }{
		"reading window.sessionStorage":      {throws(`new DOMException("no", "SecurityError")`), "throws SecurityError: no"},
		"window.sessionStorage is null":      {`{value: null, configurable: true}`, "throws TypeError: "},
		"window.sessionStorage is undefined": {`{value: undefined, configurable: true}`, "throws TypeError: "},
		"a value that says nothing":          {throws(`undefined`), "throws "},
		"a value that throws":                {throws(`{get name() { throw 1 }, get message() { throw 1 }}`), "throws "},
	} {
		t.Run(name, func(t *testing.T) {
			fresh(t)
			eval(`window.own = Object.getOwnPropertyDescriptor(window, "sessionStorage")`)
			eval(`Object.defineProperty(window, "sessionStorage", ` + c.property + `)`)
			p := attach(t, nil)
			p.start("chat-1")
			leave()
			comeBack()
			p.start("chat-2")
			leave()
			require.Len(t, p.recorder.Errors(), 1)
			assert.ErrorContains(t, p.recorder.Errors()[0], "sessionstore: the session is not kept, and goes on in memory: "+
				`sessionStorage.getItem("ctlive.session") `+c.says)
			assert.Equal(t, []string{"chat-1", "chat-2"}, p.chats())
			eval(`own ? Object.defineProperty(window, "sessionStorage", own) : delete window.sessionStorage`)
			leave()
			assert.Equal(t, []string{"chat-1", "chat-2"}, attach(t, nil).chats())
		})
	}
}

// breakMethod makes a method of Storage throw until the test ends.
func breakMethod(t *testing.T, name string) {
	t.Helper()
	own := eval(`Storage.prototype`).Get(name)
	t.Cleanup(func() { eval(`Storage.prototype`).Set(name, own) })
	eval(`Storage.prototype`).Set(name, eval(`() => { throw new Error("no") }`))
}

func TestStorageThatThrowsOnForgetIsReported(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	breakMethod(t, "removeItem")
	p.store.Forget()
	require.Len(t, p.recorder.Errors(), 1)
	assert.ErrorContains(t, p.recorder.Errors()[0], "sessionstore: what is kept can't be deleted: "+
		`sessionStorage.removeItem("ctlive.session") throws Error: no`)
}

func TestStorageThatCallsBackIsNoDeadlock(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	forget := js.FuncOf(func(js.Value, []js.Value) any { p.store.Forget(); return nil })
	defer forget.Release()
	eval(`(forget) => {
		window.setItem = Storage.prototype.setItem;
		Storage.prototype.setItem = function (...args) { forget(); return setItem.apply(this, args) };
	}`).Invoke(forget)
	p.start("chat-1")
	leave()
	eval(`Storage.prototype.setItem = setItem`)
	_, ok := kept(t, key)
	assert.False(t, ok, "Forget deletes what is just being written")
}

func TestErrorHandlerMayStopTheStore(t *testing.T) {
	fresh(t)
	var d ctlive.Dispatcher
	var tracker session.Tracker
	store, err := sessionstore.Attach(&d, &tracker, nil)
	require.NoError(t, err)
	recorder := ctlivetest.Record(&d)
	d.OnError(func(error) { store.Stop() })
	breakMethod(t, "setItem")
	d.Dispatch(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "chat-1"}})
	leave()
	assert.Len(t, recorder.Errors(), 1)
	d.Dispatch(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "chat-2"}})
	assert.Len(t, tracker.Snapshot().Chats, 1)
}
