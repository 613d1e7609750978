//go:build js && wasm

package sessionstore_test

import (
	"os"
	"strconv"
	"syscall/js"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm/sessionstore"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

const key = "ctlive.session"

func eval(source string) js.Value { return js.Global().Call("eval", "("+source+")") }

// program is what one page has. A second one stands for the next page: it shares nothing but sessionStorage.
type program struct {
	ctlive.Dispatcher
	session.Tracker
	recorder *ctlivetest.Recorder
	store    *sessionstore.Store
}

// attach starts a program, and stops its store when the test ends.
func attach(t *testing.T, opts *sessionstore.Options) *program {
	t.Helper()
	p := new(program)
	p.recorder = ctlivetest.Record(&p.Dispatcher)
	store, err := sessionstore.Attach(&p.Dispatcher, &p.Tracker, opts)
	require.NoError(t, err)
	p.store = store
	t.Cleanup(store.Stop)
	return p
}

// fresh empties sessionStorage, before the test and after it.
func fresh(t *testing.T) {
	t.Helper()
	eval(`sessionStorage.clear()`)
	t.Cleanup(func() { eval(`sessionStorage.clear()`) })
}

func (p *program) start(chatID string) {
	p.Dispatch(ctlive.Message{Event: ctlive.ChatStarted{ChatID: chatID}, Time: time.UnixMilli(1_700_000_000_000)})
}

func (p *program) online(chatID string) {
	p.Dispatch(ctlive.Message{Event: ctlive.ChatOnline{ChatID: chatID}, Time: time.UnixMilli(1_700_000_005_000)})
}

func (p *program) chats() (ids []string) {
	for _, chat := range p.Snapshot().Chats {
		ids = append(ids, chat.ChatID)
	}
	return ids
}

// kept is what is stored under the key, as the session that the next page begins with.
func kept(t *testing.T, key string) (tracker *session.Tracker, ok bool) {
	t.Helper()
	tracker = new(session.Tracker)
	text := js.Global().Get("sessionStorage").Call("getItem", key)
	if text.IsNull() {
		return tracker, false
	}
	require.NoError(t, tracker.UnmarshalJSON([]byte(text.String())))
	return tracker, true
}

func leave()    { eval(`dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}))`) }
func comeBack() { eval(`dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`) }

// hide makes the document say that it is hidden until the test ends, and dispatches the event of that.
func hide(t *testing.T) {
	t.Helper()
	t.Cleanup(func() { eval(`delete document.visibilityState`) })
	eval(`Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true})`)
	eval(`document.dispatchEvent(new Event("visibilitychange"))`) // it does not bubble here
}

// countWrites counts the calls of setItem until the test ends, in window.writes.
func countWrites(t *testing.T) {
	t.Helper()
	eval(`(() => {
		window.writes = 0;
		window.setItem = Storage.prototype.setItem;
		Storage.prototype.setItem = function (...args) { writes++; return setItem.apply(this, args) };
	})()`)
	t.Cleanup(func() { eval(`Storage.prototype.setItem = setItem`) })
}

func writes() int { return eval(`writes`).Int() }

func TestAttachWithNilArgumentsErrs(t *testing.T) {
	_, err := sessionstore.Attach(nil, new(session.Tracker), nil)
	assert.ErrorContains(t, err, "sessionstore: Attach: the Dispatcher is nil")
	_, err = sessionstore.Attach(new(ctlive.Dispatcher), nil, nil)
	assert.ErrorContains(t, err, "sessionstore: Attach: the Tracker is nil")
}

func TestNilStoreDoesNothing(t *testing.T) {
	var store *sessionstore.Store
	store.Stop()
	store.Forget()
}

func TestStoreKeepsTheSessionWhenThePageIsLeftOrHidden(t *testing.T) {
	for name, happens := range map[string]func(t *testing.T){
		"pagehide":         func(*testing.T) { leave() },
		"visibilitychange": hide,
	} {
		t.Run(name, func(t *testing.T) {
			fresh(t)
			first := attach(t, nil)
			first.start("chat-1")
			happens(t)
			second := attach(t, nil)
			assert.Equal(t, []string{"chat-1"}, second.chats())
			second.online("chat-1")
			chat, _ := second.Chat("chat-1")
			assert.True(t, chat.Resumed)
			assert.Equal(t, 5*time.Second, chat.Waiting(time.Now()))
			assert.Equal(t, session.Funnel{Requested: 1, Online: 1}, second.Snapshot().Funnel)
			assert.Empty(t, append(first.recorder.Errors(), second.recorder.Errors()...))
		})
	}
}

func TestStoreWritesAtOnceWhileThePageIsHidden(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	hide(t)
	p.start("chat-1")
	tracker, ok := kept(t, key)
	require.True(t, ok)
	assert.Equal(t, p.Snapshot(), tracker.Snapshot())
}

func TestStoreWritesSoonWhileThePageIsShown(t *testing.T) {
	fresh(t)
	countWrites(t)
	p := attach(t, nil)
	for n := range 100 {
		p.start(strconv.Itoa(n))
	}
	assert.Zero(t, writes(), "a burst is not written message by message")
	written := make(chan struct{})
	f := js.FuncOf(func(js.Value, []js.Value) any { close(written); return nil })
	defer f.Release()
	eval(`(f) => {
		const set = Storage.prototype.setItem;
		Storage.prototype.setItem = function (...args) { set.apply(this, args); f() };
	}`).Invoke(f)
	<-written
	tracker, _ := kept(t, key)
	assert.Len(t, tracker.Snapshot().Chats, 100)
	assert.Equal(t, 1, writes())
}

func TestStoreWritesOnlyAfterAChange(t *testing.T) {
	fresh(t)
	countWrites(t)
	p := attach(t, nil)
	leave()
	p.Dispatch(ctlive.Message{Event: ctlive.Unknown{Type: "New"}})
	leave()
	assert.Zero(t, writes())
	p.start("chat-1")
	leave()
	hide(t)
	p.start("chat-1") // a repetition
	leave()
	assert.Equal(t, 1, writes())
	next := attach(t, nil)
	leave()
	next.store.Stop()
	assert.Equal(t, 1, writes(), "what was restored is not written again")
}

func TestStoreKeepsWhatTheTrackerKnewBefore(t *testing.T) {
	fresh(t)
	var d ctlive.Dispatcher
	var tracker session.Tracker
	tracker.Observe(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "chat-1"}})
	store, err := sessionstore.Attach(&d, &tracker, nil)
	require.NoError(t, err)
	store.Stop()
	p := attach(t, nil)
	assert.Equal(t, []string{"chat-1"}, p.chats())
}

func TestStoresWithTwoKeysKeepTwoSessions(t *testing.T) {
	fresh(t)
	one, two := attach(t, &sessionstore.Options{Key: "one"}), attach(t, &sessionstore.Options{Key: "two"})
	one.start("chat-1")
	two.start("chat-2")
	leave()
	assert.Equal(t, []string{"chat-1"}, attach(t, &sessionstore.Options{Key: "one"}).chats())
	assert.Equal(t, []string{"chat-2"}, attach(t, &sessionstore.Options{Key: "two"}).chats())
	assert.Empty(t, attach(t, nil).chats())
}

func TestStopKeepsWhatIsThereAndNoMore(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	p.start("chat-1")
	p.store.Stop()
	p.store.Stop()
	p.start("chat-2")
	leave()
	comeBack()
	tracker, _ := kept(t, key)
	assert.Len(t, tracker.Snapshot().Chats, 1)
	assert.Equal(t, []string{"chat-1"}, p.chats(), "Stop ends the observing too")
}

func TestForgetDeletesWhatIsKept(t *testing.T) {
	for name, before := range map[string]func(*program){
		"at once":                     func(*program) {},
		"when a change is not stored": func(p *program) { p.start("chat-2") },
		"after Stop":                  func(p *program) { p.store.Stop() },
	} {
		t.Run(name, func(t *testing.T) {
			fresh(t)
			other := attach(t, &sessionstore.Options{Key: "other"})
			other.start("chat-3")
			p := attach(t, nil)
			p.start("chat-1")
			leave()
			countWrites(t)
			before(p)
			p.store.Forget()
			p.start("chat-4")
			leave()
			p.store.Stop()
			_, ok := kept(t, key)
			assert.False(t, ok)
			assert.Zero(t, writes())
			_, ok = kept(t, "other")
			assert.True(t, ok)
		})
	}
}

func TestForgetFromAHandlerDeletesWhatIsKept(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	ctlive.On(&p.Dispatcher, func(ctlive.ChatFinished) { p.store.Forget() })
	p.start("chat-1")
	leave()
	p.Dispatch(ctlive.Message{Event: ctlive.ChatFinished{ChatID: "chat-1"}})
	_, ok := kept(t, key)
	assert.False(t, ok)
}
