//go:build unix

package beacon_test

import (
	"flag"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/engine"
)

var (
	seed  = flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the random scenario; it is printed")
	steps = flag.Int("steps", 25, "how long the random scenario is")
)

// TestVisitAtRandomKeepsTheAccount does at random what visitors, networks and servers do, and then counts.
func TestVisitAtRandomKeepsTheAccount(t *testing.T) {
	t.Logf("-seed %d -steps %d", *seed, *steps)
	random := rand.New(rand.NewPCG(*seed, 0))
	s := newScene(t)
	first := s.open(t, "")
	tabs := []*e2e.Page{first}
	servers := map[string]behaviour{
		"ok": ok, "503": with(http.StatusServiceUnavailable), "cut": cut, "cut behind": cutBehind, "hang": hang,
		"at most 3": most(3),
		"429":       func(int) reply { return reply{status: http.StatusTooManyRequests, retryAfter: "1"} },
	}
	names := []string{"ok", "ok", "ok", "503", "cut", "cut behind", "hang", "at most 3", "429"}
	for range *steps {
		tab := tabs[random.IntN(len(tabs))]
		switch n := random.IntN(13); {
		case n < 4:
			count := 1 + random.IntN(60)
			t.Logf("dispatch %d", count)
			s.dispatch(t, tab, count)
		case n < 6:
			name := names[random.IntN(len(names))]
			t.Log("the server: " + name)
			s.set(servers[name])
			s.letGo()
		case n == 6:
			t.Log("the next page")
			s.navigate(t, tab, "")
		case n == 7:
			t.Log("reload")
			tab.Reload(t)
			tab.WaitFor(t, hasBegun)
		case n == 8 && len(tabs) < 4:
			t.Log("another tab")
			tabs = append(tabs, s.openTab(t, first, ""))
		case n == 9 && tab != first:
			t.Log("close a tab")
			tabs = slices.DeleteFunc(tabs, func(other *e2e.Page) bool { return other == tab })
			tab.WaitFor(t, hasVisit)
			tab.Close(t)
		case n == 10 && tab != first && engine.Chosen() == engine.Chromium:
			t.Log("a tab crashes")
			tabs = slices.DeleteFunc(tabs, func(other *e2e.Page) bool { return other == tab })
			tab.WaitFor(t, hasVisit+" && "+isStored)
			tab.Crash(t)
		case n == 11:
			t.Log("flush")
			tab.Do(t, `page.flush()`)
		default:
			t.Log("stop, and a new beacon")
			tab.Do(t, `page.stop(); page.attach()`)
		}
	}
	s.set(ok)
	s.letGo()
	s.account(t, 0)
}
