//go:build unix

package beacon_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
)

// foreign is a collector of another origin than the page's: another port is another origin.
type foreign struct {
	*scene
	address    string      // of the collector
	allows     atomic.Bool // the page's origin
	exposes    atomic.Bool // Retry-After
	preflights atomic.Int64
	asked      atomic.Value // the names of headers in the latest preflight request
}

func newForeign(t *testing.T) *foreign {
	t.Helper()
	f := &foreign{}
	f.allows.Store(true)
	f.exposes.Store(true)
	c := newCollector()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		if f.allows.Load() {
			header.Set("Access-Control-Allow-Origin", f.origin)
		}
		if r.Method == http.MethodOptions {
			f.preflights.Add(1)
			f.asked.Store(r.Header.Get("Access-Control-Request-Headers"))
			if f.allows.Load() {
				header.Set("Access-Control-Allow-Headers", "content-type, x-token")
				header.Set("Access-Control-Max-Age", "600")
			}
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if f.exposes.Load() {
			header.Set("Access-Control-Expose-Headers", "Retry-After")
		}
		c.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	f.address = server.URL
	f.scene = newSceneWith(t, c, site.Policy+"; connect-src 'self' "+server.URL)
	return f
}

// query asks the page for a beacon that sends to the collector, with a header of its own.
func (f *foreign) query(more string) string {
	return "token=secret&collector=" + url.QueryEscape(f.address) + "&" + more
}

func TestVisitIsSentToAnotherOriginThatAllowsIt(t *testing.T) {
	f := newForeign(t)
	p := f.open(t, f.query(""))
	f.dispatch(t, p, 3)
	f.account(t, 0)
	r := f.waitForRequests(t, 1)[0]
	assert.Equal(t, "application/cloudevents-batch+json", r.header.Get("Content-Type"))
	assert.Equal(t, "secret", r.header.Get("X-Token"))
	assert.Equal(t, f.origin, r.header.Get("Origin"))
	assert.Equal(t, "content-type,x-token", f.asked.Load(), "the browser asks for these first")
	p.WaitFor(t, `page.stats().Sent === 3 && Object.keys(localStorage).length === 0`)
	assert.Empty(t, errorsOf(t, p))
}

func TestVisitStaysHeldWhileAnotherOriginDoesNotAllowIt(t *testing.T) {
	e2e.ExpectProblems("CORS policy") // as Chromium says on the console: the page itself is not told why a fetch failed
	f := newForeign(t)
	f.allows.Store(false)
	p := f.open(t, f.query(""))
	f.dispatch(t, p, 3)
	p.WaitFor(t, hasVisit+" && "+isStored)
	for deadline := time.Now().Add(patience); f.preflights.Load() < 2 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	assert.GreaterOrEqual(t, f.preflights.Load(), int64(2), "it tries again")
	f.mu.Lock()
	assert.Empty(t, f.requests, "no event has left the page")
	f.mu.Unlock()
	assert.Equal(t, stats{Held: 3}, statsOf(t, p))
	assert.Empty(t, errorsOf(t, p), "as with a server that can't be reached")
	f.allows.Store(true)
	p.Do(t, `page.flush()`)
	f.account(t, 0)
}

func TestVisitWaitsAsLongAsAnotherOriginAsksIfItMayReadThat(t *testing.T) {
	f := newForeign(t)
	f.set(func(int) reply { return reply{status: http.StatusServiceUnavailable, retryAfter: "3"} })
	p := f.open(t, f.query(""))
	f.dispatch(t, p, 1)
	first := f.waitForRequests(t, 1)[0]
	p.Do(t, `dispatchEvent(new Event("online"))`)
	second := f.waitForRequests(t, 2)[1]
	assert.GreaterOrEqual(t, second.at.Sub(first.at), 2900*time.Millisecond)

	f.exposes.Store(false)
	f.set(func(int) reply { return reply{status: http.StatusServiceUnavailable, retryAfter: "3600"} })
	f.waitForRequests(t, 4) // after Retry-After there would be no fourth
	f.set(ok)
	f.account(t, 0)
}

func TestVisitIsSentToAnotherOriginWhenThePageGoes(t *testing.T) {
	f := newForeign(t)
	p := f.open(t, f.query("interval=60000"))
	f.dispatch(t, p, 1)
	p.Do(t, `page.flush()`)
	f.account(t, 0) // the browser knows the answer to its preflight request from now on
	f.dispatch(t, p, 5)
	p.Navigate(t, f.origin+"/favicon.ico") // no other page sends it
	f.account(t, 0)
}

func TestVisitIsNotLostThroughARedirect(t *testing.T) {
	for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			s := newScene(t)
			s.set(func(int) reply { return reply{status: status, location: "/page.html"} })
			p := s.open(t, "")
			s.dispatch(t, p, 3)
			s.waitForRequests(t, 2)
			assert.Equal(t, stats{Held: 3}, statsOf(t, p))
			s.set(ok)
			s.account(t, 0)
		})
	}
}
