//go:build unix

package early_test

import (
	"net/http"
	"os"
	"path"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
	"example.com/ctlive-go/wasm/early"
)

// startupSite serves testdata/startup under the policy of the example pages, and startup.wasm as late and as
// compressed as it is asked to.
var startupSite = sync.OnceValues(func() (string, error) {
	tools, err := site.FindToolchain()
	if err != nil {
		return "", err
	}
	const program = "./wasm/internal/startup"
	built, err := tools.Build(program)
	if err != nil {
		return "", err
	}
	wasmExec, err := tools.WasmExec()
	if err != nil {
		return "", err
	}
	assets := map[string]*site.Asset{
		"/startup.wasm": site.NewAsset("startup.wasm", built[program]),
		"/wasm_exec.js": site.NewAsset("wasm_exec.js", wasmExec),
		"/early.js":     site.NewAsset("early.js", []byte(early.Script)),
		"/favicon.ico":  site.NewAsset("favicon.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)),
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
		assets["/"+file.Name()] = site.NewAsset(file.Name(), content)
	}
	server := e2e.NewServer(site.WithHeaders(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	}), site.Policy))
	e2e.AtExit(server.Close)
	return server.URL, nil
})

func TestMain(m *testing.M) { e2e.Main(m) }

func startup(t *testing.T) string {
	t.Helper()
	address, err := startupSite()
	require.NoError(t, err)
	return address
}

func TestStartupLosesAndDoublesNothing(t *testing.T) {
	const runs = 100 // in sum
	for _, query := range []string{"delay=0", "delay=50", "delay=500", "delay=3000"} {
		t.Run(query, func(t *testing.T) {
			p := e2e.Open(t, startup(t)+"/batch.html")
			failures := e2e.Eval[string](t, p, `batch("`+query+`", `+strconv.Itoa(runs/4)+`, 6)`)
			assert.Empty(t, failures)
		})
	}
}

func TestStartupOnAPageWithAFrozenPrototypeLosesNothing(t *testing.T) {
	p := e2e.Open(t, startup(t)+"/frozen.html?delay=50")
	assert.Empty(t, e2e.Eval[string](t, p, "outcome"))
}

func TestStartupInAWorkerSaysWhatToDo(t *testing.T) {
	p := e2e.Open(t, startup(t)+"/worker.html")
	assert.Contains(t, e2e.Eval[string](t, p, "said"), "there is no window here, as in a worker; set Options.Target")
}

func TestStartupPageThatComesBackFromTheCacheGoesOnReceiving(t *testing.T) {
	e2e.UseWholeBrowser(t)
	p := e2e.Open(t, startup(t)+"/race.html?delay=0")
	assert.Empty(t, e2e.Eval[string](t, p, "outcome"))
	p.Do(t, `addEventListener("pageshow", (event) => { window.cameBack = event.persisted })`)
	p.Navigate(t, startup(t)+"/batch.html")
	p.Back(t)
	p.WaitFor(t, "window.cameBack === true")
	assert.Empty(t, e2e.Eval[string](t, p, "finish()"))
}
