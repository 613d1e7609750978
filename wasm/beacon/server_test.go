//go:build unix

package beacon_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

func TestVisitWaitsAsLongAsTheServerAsks(t *testing.T) {
	for name, retryAfter := range map[string]func() string{
		"in seconds":    func() string { return "3" },
		"until a date":  func() string { return time.Now().Add(4 * time.Second).UTC().Format(http.TimeFormat) },
		"in an unknown": func() string { return "soon" },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.set(func(int) reply { return reply{status: http.StatusTooManyRequests, retryAfter: retryAfter()} })
			p := s.open(t, "")
			s.dispatch(t, p, 3)
			first := s.waitForRequests(t, 1)[0]
			s.set(ok)
			p.Do(t, `dispatchEvent(new Event("online")); page.stats()`)
			s.account(t, 0)
			waited := s.waitForRequests(t, 2)[1].at.Sub(first.at)
			if name != "in an unknown" {
				p.Do(t, `page.flush()`)
				assert.GreaterOrEqual(t, waited, 2900*time.Millisecond)
			}
		})
	}
}

func TestVisitIsTriedAgainLaterAndLater(t *testing.T) {
	s := newScene(t)
	s.set(with(http.StatusBadGateway))
	p := s.open(t, "")
	s.dispatch(t, p, 3)
	requests := s.waitForRequests(t, 4)
	for i, least := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		waited := requests[i+1].at.Sub(requests[i].at)
		assert.GreaterOrEqual(t, waited, least-100*time.Millisecond, "before request %d", i+2)
	}
	s.set(ok)
	p.Do(t, `page.flush()`)
	s.account(t, 0)
	p.WaitFor(t, `page.stats().Sent === 3`)
	assert.Equal(t, stats{Sent: 3}, statsOf(t, p))
}

func TestVisitIsTriedAgainAfterAMinuteWithoutAnAnswer(t *testing.T) {
	s := newScene(t)
	s.set(hang)
	p := s.open(t, "fast=1") // a minute takes two seconds
	s.dispatch(t, p, 3)
	first := s.waitForRequests(t, 1)[0]
	s.set(ok)
	s.account(t, 0)
	again := s.waitForRequests(t, 2)[1]
	assert.Equal(t, first.events, again.events, "with the same ids")
	assert.GreaterOrEqual(t, again.at.Sub(first.at), 1500*time.Millisecond)
	p.WaitFor(t, `page.stats().Sent === 3`)
}

func TestVisitHalvesABatchThatIsTooLarge(t *testing.T) {
	s := newScene(t)
	s.set(most(3))
	p := s.open(t, "batch=20&interval=60000")
	s.dispatch(t, p, 20)
	s.dispatch(t, p, 20)
	p.Do(t, `page.flush()`)
	s.account(t, 0)
	var sizes []int
	for _, r := range s.waitForRequests(t, 1) {
		sizes = append(sizes, len(r.events))
	}
	assert.Equal(t, []int{20, 10, 5}, sizes[:3])
	for _, size := range sizes[3:] {
		assert.LessOrEqual(t, size, 2, "until the page ends")
	}
	s.set(most(0))
	s.dispatch(t, p, 1)
	p.Do(t, `page.flush()`)
	p.WaitFor(t, `page.errors.length > 0`)
	assert.Equal(t, stats{Sent: 40, Refused: 1}, statsOf(t, p))
	assert.Contains(t, errorsOf(t, p)[0], "refused 1 events with status 413")
}

func TestVisitReportsWhatTheServerRefuses(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			s := newScene(t)
			s.set(with(status))
			p := s.open(t, "batch=5&interval=60000") // five events are one request, however slow the page is
			s.dispatch(t, p, 5)
			p.WaitFor(t, `page.stats().Refused === 5`)
			assert.Equal(t, []string{"beacon: the server refused 5 events with status " + strconv.Itoa(status) +
				", want 2xx, or 408, 425, 429 or 5xx to be asked again"}, errorsOf(t, p))
			p.WaitFor(t, `Object.keys(localStorage).length === 0`)
			s.set(ok)
			s.dispatch(t, p, 5)
			s.account(t, 5)
			p.WaitFor(t, `page.stats().Held === 0`)
			assert.Equal(t, stats{Sent: 5, Refused: 5}, statsOf(t, p))
		})
	}
}

const hideThePage = `Object.defineProperty(document, "visibilityState", {configurable: true, value: "hidden"});
	document.dispatchEvent(new Event("visibilitychange"))`

func TestVisitThatIsHiddenGoesOutBesideARequestThatHangs(t *testing.T) {
	s := newScene(t)
	s.set(hang)
	p := s.open(t, "batch=50&held=5000")
	s.dispatch(t, p, 50)
	s.waitForRequests(t, 1)
	s.set(ok)
	s.dispatch(t, p, 500)
	p.Do(t, hideThePage)
	s.wait(t, "some events of the rest", func() bool { return len(s.events) > 0 })
	p.WaitFor(t, `page.stats().Sent > 0`)
	requests := s.waitForRequests(t, 2)
	first := chats(requests[0].events)
	bytes := 0
	for _, r := range requests[1:] {
		bytes += r.bytes
		for _, id := range chats(r.events) {
			assert.NotContains(t, first, id, "what the request carries that hangs does not go out twice")
		}
	}
	assert.LessOrEqual(t, bytes, 60<<10)
	s.letGo()
	s.account(t, 0)
}

func TestVisitOfATabThatIsClosedAtOnceIsSent(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "interval=60000")
	other := s.openTab(t, p, "interval=60000")
	other.WaitFor(t, hasVisit)
	s.dispatch(t, other, 7)
	other.Close(t)
	s.account(t, 0)
}

func TestVisitOfManyTabsIsTheirOwn(t *testing.T) {
	s := newScene(t)
	s.set(cut)
	p := s.open(t, "")
	for range 3 {
		tab := s.openTab(t, p, "")
		s.dispatch(t, tab, 5)
		tab.WaitFor(t, hasVisit)
		tab.Close(t)
	}
	s.set(ok)
	s.account(t, 0)
}

func TestBeaconOfATabThatCrashesIsSentByAnother(t *testing.T) {
	s := newScene(t)
	s.set(cut)
	p := s.open(t, "")
	crashing := s.openTab(t, p, "")
	crashing.WaitFor(t, hasVisit)
	s.dispatch(t, crashing, 1)
	s.dispatch(t, crashing, 40)
	crashing.WaitFor(t, `Object.values(localStorage).join("\n").split("\n").length >= 41`)
	crashing.Crash(t)
	s.set(ok)
	s.account(t, 0)
}

func TestBeaconRequestIsABatchOfCloudEvents(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "")
	require.True(t, e2e.Eval[bool](t, p, hasBegun))
	s.dispatch(t, p, 1)
	s.account(t, 0)
	r := s.waitForRequests(t, 1)[0]
	assert.Equal(t, "application/cloudevents-batch+json", r.header.Get("Content-Type"))
	e := r.events[0]
	assert.Equal(t, e.Visit+"-1", e.ID)
	assert.Equal(t, uint64(1), e.Sequence)
	assert.Equal(t, s.origin+"/page.html", e.Source)
	assert.WithinDuration(t, time.Now(), e.Message.Time, time.Hour)
}
