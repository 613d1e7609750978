//go:build unix

package beacon_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/engine"
)

func TestVisitSendsEachEventOnceOverPageChanges(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "")
	p.WaitFor(t, hasVisit)
	s.dispatch(t, p, 3)
	s.navigate(t, p, "interval=60000")
	p.WaitFor(t, hasVisit)
	s.dispatch(t, p, 3)
	p.Reload(t)
	p.WaitFor(t, hasBegun)
	s.account(t, 0)
	for _, e := range s.stored() {
		assert.Equal(t, s.stored()[0].Visit, e.Visit, "a visit spans the pages of a tab")
	}
}

func TestVisitIsSentByTheNextPageWhenTheServerWasAway(t *testing.T) {
	for name, b := range map[string]behaviour{
		"refusing": with(http.StatusServiceUnavailable), "cutting": cut, "cutting after it has " +
			"stored": cutBehind, "hanging": hang,
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.set(b)
			p := s.open(t, "")
			s.dispatch(t, p, 30)
			s.waitForRequests(t, 1)
			s.dispatch(t, p, 30)
			s.navigate(t, p, "")
			s.dispatch(t, p, 30)
			s.set(ok)
			s.letGo()
			s.navigate(t, p, "")
			s.account(t, 0)
			p.WaitFor(t, `page.stats().Held === 0 && Object.keys(localStorage).length === 0`)
		})
	}
}

func TestVisitOfATabThatIsClosedIsSentByAnother(t *testing.T) {
	s := newScene(t)
	s.set(cut)
	p := s.open(t, "")
	other := s.openTab(t, p, "")
	s.dispatch(t, other, 10)
	s.dispatch(t, p, 10)
	s.waitForRequests(t, 2)
	other.Close(t)
	s.set(ok)
	s.account(t, 0)
	visits := map[string]bool{}
	for _, e := range s.stored() {
		visits[e.Visit] = true
	}
	assert.Len(t, visits, 2)
	p.WaitFor(t, `Object.keys(localStorage).length === 0`)
}

func TestVisitThatIsQuietTakesOverWhatAnotherLeaves(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "")
	p.WaitFor(t, hasVisit) // it has looked for the first time, and nothing else happens on it
	s.dispatched = append(s.dispatched, "left.0")
	p.Do(t, `localStorage.setItem("ctlive.beacon " + location.origin + "/events gone/1000000000", "[" + JSON.stringify({
		specversion: "1.0", id: "gone-1", source: location.href, type: "com.enghouse.ctlive.ChatStarted",
		ctlivevisit: "gone", ctliveseq: "1", data: {chatID: "left.0"},
	}) + "\n]")`)
	s.account(t, 0)
	p.WaitFor(t, `Object.keys(localStorage).length === 0`)
}

func TestVisitOfATabThatIsThereIsNotTakenOver(t *testing.T) {
	s := newScene(t)
	s.set(with(http.StatusServiceUnavailable))
	p := s.open(t, "")
	s.dispatch(t, p, 10)
	s.waitForRequests(t, 1)
	other := s.openTab(t, p, "")
	s.dispatch(t, other, 10)
	for _, tab := range []*e2e.Page{p, other} {
		tab.WaitFor(t, `page.stats().Held === 10`)
	}
	s.set(ok)
	s.account(t, 0)
	for _, tab := range []*e2e.Page{p, other} {
		tab.WaitFor(t, `page.stats().Held === 0`)
		assert.Equal(t, stats{Sent: 10}, statsOf(t, tab))
	}
}

func TestVisitOfACopiedTabIsAnother(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "")
	s.dispatch(t, p, 5)
	s.account(t, 0)
	p.Press(t, "Open a copy")
	p.WaitFor(t, `window.copy?.page`)
	for range 3 {
		s.dispatch(t, p, 2)
		s.dispatchOn(t, p, "copy.page", 2)
	}
	s.account(t, 0)
	visits := map[string]int{}
	for _, e := range s.stored() {
		visits[e.Visit]++
	}
	assert.Len(t, visits, 2)
	p.Do(t, `copy.close()`)
}

func TestVisitComesBackFromTheCache(t *testing.T) {
	e2e.UseWholeBrowser(t)
	s := newScene(t)
	s.set(cut)
	p := s.open(t, "")
	p.WaitFor(t, hasVisit)
	s.dispatch(t, p, 10)
	s.navigate(t, p, "next")
	p.WaitFor(t, hasVisit)
	s.dispatch(t, p, 10)
	p.Back(t)
	p.WaitFor(t, hasBegun+` && `+hasVisit)
	if engine.Chosen() == engine.Chromium { // the others load a page anew whose last requests are on their way
		assert.True(t, e2e.Eval[bool](t, p, `window.cameBack`))
	}
	s.dispatch(t, p, 10)
	s.set(ok)
	s.account(t, 0)
	p.WaitFor(t, `page.stats().Held === 0 && Object.keys(localStorage).length === 0`)
	s.dispatch(t, p, 10)
	p.Forward(t)
	p.WaitFor(t, hasBegun+` && `+hasVisit)
	s.dispatch(t, p, 10)
	s.account(t, 0)
	visits := map[string]bool{}
	for _, e := range s.stored() {
		visits[e.Visit] = true
	}
	assert.Len(t, visits, 1)
}

func TestVisitGoesOnWhenTheBrowserIsOnlineAgain(t *testing.T) {
	s := newScene(t)
	s.set(cut)
	p := s.open(t, "")
	s.dispatch(t, p, 10)
	s.waitForRequests(t, 2)
	s.set(ok)
	p.Do(t, `dispatchEvent(new Event("online"))`)
	s.account(t, 0)
}

func TestVisitThatIsGivenGoesOnInTheNextTab(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "visit=login/7 a")
	s.dispatch(t, p, 3)
	s.account(t, 0)
	require.Equal(t, "login/7 a-1", s.stored()[0].ID)
	second := s.openTab(t, p, "visit=login/7 a")
	s.dispatch(t, second, 3)
	s.account(t, 0)
	p.Close(t)
	second.Close(t)
}

func TestVisitWorksWithoutLocksAndWithoutStorage(t *testing.T) {
	for _, query := range []string{"nolocks", "nostorage", "nolocks&nostorage", "full"} {
		t.Run(query, func(t *testing.T) {
			s := newScene(t)
			s.set(cut)
			p := s.open(t, query)
			s.dispatch(t, p, 10)
			s.waitForRequests(t, 1)
			s.set(ok)
			s.account(t, 0)
			s.dispatch(t, p, 10)
			p.WaitFor(t, `page.stats().Sent === 20`)
			p.Reload(t)
			p.WaitFor(t, hasBegun)
			s.dispatch(t, p, 10)
			s.account(t, 0)
			assert.Empty(t, errorsOf(t, p))
		})
	}
}

// fillStorage leaves no room in localStorage, as other scripts of the site may.
const fillStorage = `for (let size = 1 << 22; size >= 1; size >>= 1) {
	for (let n = 0; ; n++) {
		try { localStorage.setItem("filler " + size + " " + n, "x".repeat(size)); } catch { break; }
	}
}`

func TestVisitWhoseStorageFillsUpIsSentAndStoredAgainLater(t *testing.T) {
	s := newScene(t)
	s.set(with(http.StatusServiceUnavailable))
	p := s.open(t, "")
	p.WaitFor(t, hasVisit)
	s.dispatch(t, p, 30)
	p.WaitFor(t, isStored)
	p.Do(t, fillStorage)
	s.dispatch(t, p, 100)
	assert.Equal(t, stats{Held: 130}, statsOf(t, p))
	assert.False(t, e2e.Eval[bool](t, p, isStored), "there is no room")
	s.set(ok)
	p.Do(t, `page.flush()`)
	s.account(t, 0)
	p.WaitFor(t, `page.stats().Held === 0`)

	s.set(with(http.StatusServiceUnavailable))
	p.Do(t, fillStorage)
	s.dispatch(t, p, 100)
	p.Do(t, `for (const key of Object.keys(localStorage)) if (key.startsWith("filler")) localStorage.removeItem(key)`)
	s.dispatch(t, p, 1)
	p.WaitFor(t, isStored)
	assert.Empty(t, errorsOf(t, p))
	p.Navigate(t, s.origin+"/favicon.ico")
	s.set(ok)
	s.navigate(t, p, "")
	s.account(t, 0)
}

func TestVisitIsForgotten(t *testing.T) {
	s := newScene(t)
	s.set(cut)
	p := s.open(t, "")
	s.dispatch(t, p, 10)
	s.waitForRequests(t, 1)
	p.Do(t, `page.forget()`)
	assert.Zero(t, e2e.Eval[int](t, p, `localStorage.length + sessionStorage.length`))
	assert.Equal(t, stats{Dropped: 10}, statsOf(t, p))
	s.set(ok)
	s.navigate(t, p, "")
	s.dispatched = nil
	s.dispatch(t, p, 1)
	s.account(t, 0)
}

func TestVisitWithoutConsentLeavesNothing(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "consent=no")
	s.dispatch(t, p, 10)
	p.Do(
		t,
		`page.flush(); document.dispatchEvent(new Event("visibilitychange")); dispatchEvent(new Event("pagehide")); `+
			`dispatchEvent(new Event("pageshow"))`,
	)
	assert.Zero(t, e2e.Eval[int](t, p, `localStorage.length + sessionStorage.length`))
	assert.Equal(t, stats{Held: 10}, statsOf(t, p))
	assert.Empty(t, s.stored())
	p.Do(t, `page.consent = true; page.flush()`)
	s.account(t, 0)
	s.dispatch(t, p, 3)
	s.account(t, 0)
	p.Do(t, `page.consent = false`)
	s.dispatch(t, p, 10)
	s.navigate(t, p, "")
	s.account(t, 10)
}

func TestVisitWhoseClockJumpsIsSent(t *testing.T) {
	s := newScene(t)
	s.set(with(http.StatusServiceUnavailable))
	p := s.open(t, "")
	s.dispatch(t, p, 5)
	s.waitForRequests(t, 1)
	for _, days := range []string{"-400", "400"} {
		p.Do(t, `{
			const Real = window.RealDate ??= Date, ahead = `+days+` * 86400000;
			window.Date = class extends Real {
				constructor(...values) { values.length ? super(...values) : super(Real.now() + ahead); }
				static now() { return Real.now() + ahead; }
			};
		}`)
		s.dispatch(t, p, 5)
	}
	s.set(ok)
	s.account(t, 0)
}

func TestVisitStopsAndGoesOnWithANewBeacon(t *testing.T) {
	s := newScene(t)
	s.set(cut)
	p := s.open(t, "")
	p.WaitFor(t, hasVisit)
	s.dispatch(t, p, 5)
	p.Do(t, `page.stop(); page.stop(); page.flush()`)
	assert.Equal(t, 5, statsOf(t, p).Held)
	s.set(ok)
	p.Do(t, `page.attach()`)
	s.dispatch(t, p, 5)
	s.account(t, 0)
	assert.Equal(t, s.stored()[0].Visit, s.stored()[9].Visit)
}

func TestVisitWithTenThousandEventsInABurstCountsThoseItDrops(t *testing.T) {
	s := newScene(t)
	s.set(hang)
	p := s.open(t, "")
	s.dispatch(t, p, 10_000)
	assert.Equal(t, stats{Held: 1000, Dropped: 9000}, statsOf(t, p))
	assert.Len(t, errorsOf(t, p), 1, "one run of drops")
	s.set(ok)
	s.letGo()
	s.account(t, 9000)
	p.WaitFor(t, `page.stats().Sent === 1000`)
	s.dispatch(t, p, 10)
	s.account(t, 9000)

	s.set(ok)
	all := s.open(t, "held=20000&batch=1000")
	s.dispatch(t, all, 10_000)
	s.account(t, 9000)
	all.WaitFor(t, `Object.keys(localStorage).length === 0`)
}
