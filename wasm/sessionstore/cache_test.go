//go:build js && wasm

package sessionstore_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// The events here are dispatched by the test: not every engine has a back/forward cache when it is driven by a program,
// and Chromium alone prerenders. TestVisit… in visit_test.go has real ones.

func TestPageThatComesBackGoesOnWithWhatOthersKept(t *testing.T) {
	for name, back := range map[string]string{
		"from the back/forward cache": `dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`,
		"from prerendering":           `document.dispatchEvent(new Event("prerenderingchange"))`,
	} {
		t.Run(name, func(t *testing.T) {
			fresh(t)
			first := attach(t, nil)
			first.start("chat-1")
			leave()
			second := attach(t, nil)
			second.online("chat-1")
			second.store.Stop()
			eval(back)
			assert.Equal(t, second.Snapshot().Chats, first.Snapshot().Chats)
			countWrites(t)
			leave()
			assert.Zero(t, writes())
			first.start("chat-2")
			leave()
			assert.Equal(t, []string{"chat-1", "chat-2"}, attach(t, nil).chats())
		})
	}
}

// TestPageThatIsToldOfAWriteGoesOnWithIt has what Chromium can do: a page comes back before the other has written on
// its pagehide.
func TestPageThatIsToldOfAWriteGoesOnWithIt(t *testing.T) {
	for event, want := range map[string]int{
		`new StorageEvent("storage", {key: "ctlive.session"})`: 1,
		`new StorageEvent("storage")`:                          1, // of sessionStorage.clear
		`new StorageEvent("storage", {key: "another"})`:        0,
	} {
		t.Run(event, func(t *testing.T) {
			fresh(t)
			first := attach(t, nil)
			second := attach(t, nil)
			second.start("chat-1")
			second.store.Stop()
			eval(`dispatchEvent(` + event + `)`)
			assert.Len(t, first.chats(), want)
		})
	}
}

func TestPageThatComesBackToItsOwnSessionKnowsWhatItShows(t *testing.T) {
	fresh(t)
	p := attach(t, nil)
	p.Dispatch(ctlive.Message{Event: ctlive.WidgetShown{ElementID: "e", WidgetID: "w"}})
	leave()
	comeBack()
	widget, _ := p.Widget("e", "w")
	assert.True(t, widget.Shown)
}

func TestPageThatComesBackAfterForgetBeginsAnew(t *testing.T) {
	fresh(t)
	first := attach(t, nil)
	first.start("chat-1")
	leave()
	attach(t, nil).store.Forget()
	comeBack()
	assert.Equal(t, session.Session{}, first.Snapshot())
	first.start("chat-2")
	leave()
	assert.Equal(t, []string{"chat-2"}, attach(t, nil).chats())
}

// TestPageThatIsLeftDoesNotOverwriteTheNext has a message that is delivered between pagehide and pageshow.
func TestPageThatIsLeftDoesNotOverwriteTheNext(t *testing.T) {
	fresh(t)
	first := attach(t, nil)
	first.start("chat-1")
	leave()
	second := attach(t, nil)
	second.online("chat-1")
	second.store.Stop()
	hide(t)
	first.start("chat-2")
	assert.Equal(t, session.Online, attach(t, nil).Snapshot().Chats[0].State)
	comeBack()
	assert.Equal(t, session.Online, first.Snapshot().Chats[0].State)
}

func TestPageThatIsShownForTheFirstTimeReadsNothing(t *testing.T) {
	fresh(t)
	first := attach(t, nil)
	second := attach(t, nil)
	second.start("chat-1")
	second.store.Stop()
	eval(`dispatchEvent(new PageTransitionEvent("pageshow", {persisted: false}))`)
	eval(`dispatchEvent(new Event("pageshow"))`)
	eval(`dispatchEvent(Object.defineProperty(new Event("pageshow"), "persisted", {get() { throw 1 }}))`)
	assert.Empty(t, first.chats())
}
