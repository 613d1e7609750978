//go:build unix

package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
)

// visitorPage builds the page of visitorpage, once for all tests.
var visitorPage = sync.OnceValues(func() (map[string]*site.Asset, error) {
	tools, err := site.FindToolchain()
	if err != nil {
		return nil, err
	}
	wasmExec, err := tools.WasmExec()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "ctlive-visitorpage-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "page.wasm")
	build := exec.Command("go", "build", "-o", program, "./visitorpage")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("can't build the page: %s", output)
	}
	content, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	return map[string]*site.Asset{
		"/page.wasm":    site.NewAsset("page.wasm", content),
		"/wasm_exec.js": site.NewAsset("wasm_exec.js", wasmExec),
	}, nil
})

const visitorHTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page with a beacon</title>
<link rel="icon" href="data:,">
<script src="/wasm_exec.js"></script>
<script>
const go = new Go();
WebAssembly.instantiateStreaming(fetch("/page.wasm"), go.importObject).then(({instance}) => go.run(instance));
</script>
</html>`

// serveVisitorPage serves the page under any path, from an origin of its own.
func serveVisitorPage(t *testing.T) (origin string) {
	t.Helper()
	files, err := visitorPage()
	require.NoError(t, err)
	server := e2e.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if file := files[r.URL.Path]; file != nil {
			file.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, visitorHTML)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// playInBrowser plays a visitor in a tab, over pages of an origin, whose beacon sends to a collector. The visitor then
// knows the pages and times that the browser has seen. isTaken: the collector takes the events.
func playInBrowser(t *testing.T, v *visitor, origin, collector string, isTaken bool) *e2e.Page {
	t.Helper()
	var p *e2e.Page
	current := ""
	for i, e := range v.events {
		u, err := url.Parse(e.Source)
		require.NoError(t, err)
		v.pages[i] = origin + u.Path
		switch address := v.pages[i] + "?collector=" + url.QueryEscape(collector); {
		case p == nil:
			p = e2e.Open(t, address)
		case v.pages[i] != current:
			p.Navigate(t, address)
		}
		isFirst := v.pages[i] != current
		current = v.pages[i]
		text, err := ctlive.Encode(e.Message.Event)
		require.NoError(t, err)
		p.WaitFor(t, `window.held`)
		p.Do(t, fmt.Sprintf(`postMessage(%s, "*")`, text))
		p.WaitFor(t, fmt.Sprintf(`(sessionStorage.getItem("times") ?? "").split(" ").filter(Boolean).length === %d`, i+1))
		if isFirst && isTaken { // a page that is left before its beacon has found the visit begins another
			p.WaitFor(t, `held() === 0`)
		}
	}
	v.tracker = session.Tracker{}
	for i, text := range strings.Fields(e2e.Eval[string](t, p, `sessionStorage.getItem("times")`)) {
		ns, err := strconv.ParseInt(text, 10, 64)
		require.NoError(t, err)
		m := ctlive.Message{Event: v.events[i].Message.Event, Time: time.Unix(0, ns).Truncate(time.Millisecond)}
		v.tracker.Observe(m)
	}
	return p
}

// TestVisitsOfBrowsersAndRecordingsAreShownTogether plays 1,000 visitors against one collector: most without a
// browser, some in one, on pages of another origin, and one on a page whose origin is not allowed. The figures are
// exactly theirs, and so is what the collector's page says.
func TestVisitsOfBrowsersAndRecordingsAreShownTogether(t *testing.T) {
	const all, inBrowsers = 1000, 4
	origin := serveVisitorPage(t)
	o := testOptions(t)
	o.origins[origin] = true
	c := start(t, o)
	dashboard := e2e.Open(t, c.url+"/")
	dashboard.WaitFor(t, `document.querySelector("#state").innerText === "Live"`)

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	visitors := make([]*visitor, all)
	for i := range visitors {
		visitors[i] = newVisitor(seed, i)
	}
	var recordings sync.WaitGroup
	recordings.Go(func() {
		playVisitors(t, visitors[inBrowsers:], func() string { return c.url }, func(int) {})
	})
	for _, v := range visitors[:inBrowsers] {
		p := playInBrowser(t, v, origin, c.url, true)
		p.WaitFor(t, `held() === 0`)
	}
	recordings.Wait()

	// The same page by another name of the host: another origin, whose preflight is refused.
	e2e.ExpectProblems("CORS", "Cross-Origin", "access control", "Failed to load resource", "net::ERR", "can't load")
	stranger := playInBrowser(t, newVisitor(seed, all), strings.Replace(origin, "127.0.0.1", "localhost", 1), c.url, false)
	require.Eventually(t, func() bool {
		c.storeRefusals()
		refused := c.stats(t).Day.Refused
		return len(refused) == 1 && refused[0].Reason == reasonOrigin
	}, time.Minute, 100*time.Millisecond, "the preflight is refused")
	assert.Positive(t, e2e.Eval[int](t, stranger, `held()`))

	want := accountOf(visitors)
	assertAccount(t, want, c.stats(t))
	assertPage(t, dashboard, want)
}
