//go:build unix

package beacon_test

import (
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
)

func TestMain(m *testing.M) { e2e.Main(m) }

// pageFiles are the files of the page, by their path. The program is wasm/internal/beaconpage.
var pageFiles = sync.OnceValues(func() (map[string]*site.Asset, error) {
	tools, err := site.FindToolchain()
	if err != nil {
		return nil, err
	}
	const program = "./wasm/internal/beaconpage"
	built, err := tools.Build(program)
	if err != nil {
		return nil, err
	}
	wasmExec, err := tools.WasmExec()
	if err != nil {
		return nil, err
	}
	files := map[string]*site.Asset{
		"/page.wasm":    site.NewAsset("page.wasm", built[program]),
		"/wasm_exec.js": site.NewAsset("wasm_exec.js", wasmExec),
		"/favicon.ico":  site.NewAsset("favicon.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)),
	}
	for _, name := range []string{"page.html", "run.js"} {
		content, err := os.ReadFile("testdata/" + name)
		if err != nil {
			return nil, err
		}
		files["/"+name] = site.NewAsset(name, content)
	}
	return files, nil
})

// scene is a site with a server for the events, and what its visitors have done.
type scene struct {
	*collector
	origin     string
	dispatched []string // the chatID of each event
	labels     int
}

// newScene serves the page and the server for its events from one origin.
func newScene(t testing.TB) *scene {
	t.Helper()
	return newSceneWith(t, newCollector(), site.Policy)
}

// newSceneWith serves the page with a Content-Security-Policy, and a collector from the same origin.
func newSceneWith(t testing.TB, c *collector, policy string) *scene {
	t.Helper()
	files, err := pageFiles()
	require.NoError(t, err)
	s := &scene{collector: c}
	server := e2e.NewServer(site.WithHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch file := files[r.URL.Path]; {
		case r.URL.Path == "/events":
			s.collector.ServeHTTP(w, r)
		case file != nil:
			file.ServeHTTP(w, r)
		default:
			http.NotFound(w, r)
		}
	}), policy))
	t.Cleanup(server.Close)
	t.Cleanup(s.collector.letGo)
	s.origin = server.URL
	e2e.ExpectProblems("Failed to load resource", "net::ERR") // what Chromium says of the server's refusals
	return s
}

// address is that of the page, with what its beacon is asked for.
func (s *scene) address(query string) string { return s.origin + "/page.html?" + query }

const hasBegun = `"page" in window`

// hasVisit holds once the beacon has found its visit. A page that goes before has a visit of its own.
const hasVisit = `Object.values(sessionStorage).some((record) => record.includes(" open "))`

// isStored holds once all that the beacon holds is in localStorage under its visit.
const isStored = `page.stats().Held <= Object.entries(localStorage).
	filter(([key]) => key.includes(" " + Object.values(sessionStorage)[0].split(" ")[2] + "/")).
	reduce((sum, [, text]) => sum + text.split("\n").length - 1, 0)`

// open opens the page as somebody who comes for the first time.
func (s *scene) open(t testing.TB, query string) *e2e.Page {
	t.Helper()
	p := e2e.Open(t, s.address(query))
	p.WaitFor(t, hasBegun)
	return p
}

// openTab opens the page in another tab of the same visitor.
func (s *scene) openTab(t testing.TB, p *e2e.Page, query string) *e2e.Page {
	t.Helper()
	p.WaitFor(t, hasBegun) // WebKit's driver opens a window from the one that was used last, which must be there
	tab := p.NewTab(t, s.address(query))
	tab.WaitFor(t, hasBegun)
	return tab
}

// navigate goes to another page of the site in the same tab.
func (s *scene) navigate(t testing.TB, p *e2e.Page, query string) {
	t.Helper()
	p.Navigate(t, s.address(query))
	p.WaitFor(t, hasBegun)
}

// dispatch dispatches events on a page, and notes them.
func (s *scene) dispatch(t testing.TB, p *e2e.Page, count int) {
	t.Helper()
	s.dispatchOn(t, p, "page", count)
}

// dispatchOn is dispatch for the page that an expression leads to, as in a window that the page has opened.
func (s *scene) dispatchOn(t testing.TB, p *e2e.Page, page string, count int) {
	t.Helper()
	s.labels++
	label := strconv.Itoa(s.labels)
	p.Do(t, page+`.dispatch("`+label+`", `+strconv.Itoa(count)+`)`)
	for i := range count {
		s.dispatched = append(s.dispatched, label+"."+strconv.Itoa(i))
	}
}

// stats is what the beacon of the page has counted.
type stats struct{ Sent, Held, Dropped, Refused int }

func statsOf(t testing.TB, p *e2e.Page) stats {
	t.Helper()
	return e2e.Eval[stats](t, p, "page.stats()")
}

func errorsOf(t testing.TB, p *e2e.Page) []string {
	t.Helper()
	return e2e.Eval[[]string](t, p, "page.errors")
}
