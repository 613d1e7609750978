package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strconv"
	"sync"
	"testing"
	"time"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/wasm/early"
)

// startupSite serves testdata/startup under the policy of the example pages, and startup.wasm as late and as compressed as it is
// asked to.
var startupSite = sync.OnceValues(func() (string, error) {
	tools, err := findToolchain()
	if err != nil {
		return "", err
	}
	program, err := tools.build("./wasm/internal/startup")
	if err != nil {
		return "", err
	}
	wasmExec, err := tools.wasmExec()
	if err != nil {
		return "", err
	}
	assets := map[string]*asset{
		"/startup.wasm": newAsset("startup.wasm", program),
		"/wasm_exec.js": newAsset("wasm_exec.js", wasmExec),
		"/early.js":     newAsset("early.js", []byte(early.Script)),
		"/favicon.ico":  newAsset("favicon.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)),
	}
	files, err := os.ReadDir("testdata/startup")
	if err != nil {
		return "", err
	}
	for _, file := range files {
		content, err := os.ReadFile(path.Join("testdata/startup", file.Name()))
		if err != nil {
			return "", err
		}
		assets["/"+file.Name()] = newAsset(file.Name(), content)
	}
	server := httptest.NewServer(withHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/startup.wasm" {
			milliseconds, _ := strconv.Atoi(r.URL.Query().Get("delay"))
			time.Sleep(time.Duration(milliseconds) * time.Millisecond)
			if encoding := r.URL.Query().Get("encoding"); encoding != "" {
				r.Header.Set("Accept-Encoding", encoding)
			}
		}
		if a := assets[r.URL.Path]; a != nil {
			a.ServeHTTP(w, r)
			return
		}
		http.NotFound(w, r)
	}), "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"))
	atExit = append(atExit, server.Close)
	return server.URL, nil
})

func startup(t *testing.T) string {
	t.Helper()
	address, err := startupSite()
	require.NoError(t, err)
	return address
}

func TestNothingIsLostOrDoubledWhileTheProgramStarts(t *testing.T) {
	const runs = 100 // in sum
	for _, query := range []string{"delay=0", "delay=50", "delay=500", "delay=3000"} {
		t.Run(query, func(t *testing.T) {
			p := openPage(t, startup(t)+"/batch.html")
			failures := eval[string](t, p, `batch("`+query+`", `+strconv.Itoa(runs/4)+`, 6)`)
			assert.Empty(t, failures)
		})
	}
}

func TestWhereThereIsNoWindowListenSaysWhatToDo(t *testing.T) {
	p := openPage(t, startup(t)+"/worker.html")
	assert.Contains(t, eval[string](t, p, "said"), "there is no window here, as in a worker; set Options.Target")
}

func TestAPageThatComesBackFromTheCacheGoesOnReceiving(t *testing.T) {
	p := openPage(t, startup(t)+"/race.html?delay=0")
	assert.Empty(t, eval[string](t, p, "outcome"))
	eval[any](t, p, `addEventListener("pageshow", (event) => { window.cameBack = event.persisted })`)
	p.run(t, chromedp.Navigate(startup(t)+"/batch.html"))
	history := func() (entries []*cdp.NavigationEntry) {
		require.NoError(t, chromedp.Run(p.ctx, chromedp.NavigationEntries(new(int64), &entries)))
		return entries
	}()
	p.run(t, cdp.NavigateToHistoryEntry(history[len(history)-2].ID))
	p.waitFor(t, "window.cameBack === true")
	assert.Empty(t, eval[string](t, p, "finish()"))
}
