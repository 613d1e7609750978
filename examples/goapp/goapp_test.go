//go:build unix

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/e2e"
)

func TestMain(m *testing.M) {
	addRoutes(new(ctlive.Dispatcher))
	e2e.Main(m)
}

// application builds the program and serves it, once for all tests.
var application = sync.OnceValues(func() (origin string, err error) {
	directory, err := os.MkdirTemp("", "ctlive-goapp-")
	if err != nil {
		return "", err
	}
	e2e.AtExit(func() { os.RemoveAll(directory) })
	build := exec.Command("go", "build", "-o", filepath.Join(directory, "web", "app.wasm"), ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if output, err := build.CombinedOutput(); err != nil {
		os.Stderr.Write(output)
		return "", err
	}
	server := e2e.NewServer(newServer(directory))
	e2e.AtExit(server.Close)
	return server.URL, nil
})

func open(t *testing.T) *e2e.Page {
	t.Helper()
	origin, err := application()
	require.NoError(t, err)
	p := e2e.Open(t, origin+"/")
	waitForStatus(t, p, "You can reach us")
	return p
}

func waitForStatus(t *testing.T, p *e2e.Page, text string) {
	t.Helper()
	p.WaitFor(t, `document.querySelector("#status")?.innerText.startsWith("`+text+`")`)
}

func TestVisitIsToldOfByAComponentThatComesAndGoes(t *testing.T) {
	p := open(t)
	p.Press(t, "Contact us")
	p.Press(t, "Chat with us")
	p.Fill(t, "Name", "Grace")
	p.Fill(t, "Email", "grace@example.com")
	p.Press(t, "Send")
	waitForStatus(t, p, "Somebody is with you")

	p.Click(t, e2e.CSS(`a[href="/help"]`))
	p.WaitFor(t, `document.querySelector("h1").innerText === "Help" && !document.querySelector("#status")`)
	p.Press(t, "End the chat") // while the component is not there
	p.WaitFor(t, `document.querySelector("input[name=rating]")`)

	p.Click(t, e2e.CSS(`a[href="/"]`))
	waitForStatus(t, p, "The chat is over")
	p.Do(t, `history.back()`)
	p.WaitFor(t, `document.querySelector("h1").innerText === "Help"`)
}

func TestVisitOfAPageThatTheServiceWorkerHasCached(t *testing.T) {
	p := open(t)
	p.WaitFor(t, `navigator.serviceWorker.controller`)
	p.Reload(t)
	waitForStatus(t, p, "You can reach us")
	cached := e2e.Eval[[]string](t, p, `(async () => {
		const paths = [];
		for (const name of await caches.keys()) {
			for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
		}
		return paths;
	})()`)
	assert.Contains(t, cached, "/web/app.wasm")
	assert.NotContains(t, cached, "/early.js")
	assert.NotContains(t, cached, "/livechat/demo/lib/livechatsdk.js")
}

func TestPageHasEarlyBeforeTheVendorsScript(t *testing.T) {
	answer := httptest.NewRecorder()
	newServer(".").ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	page, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	var scripts []string
	for _, tag := range regexp.MustCompile(`(?s)<script.*?>`).FindAllString(string(page), -1) {
		script := regexp.MustCompile(`src="(.*?)"`).FindStringSubmatch(tag)[1]
		for _, when := range []string{"async", "defer"} { // in any order with src
			if strings.Contains(tag, " "+when) {
				script += " " + when
			}
		}
		scripts = append(scripts, script)
	}
	assert.Equal(t, []string{
		"/wasm_exec.js defer", // deferred: after the page, and so after early.js
		"/app.js defer",
		"/early.js",
		"/livechat/demo/lib/livechatsdk.js async",
	}, scripts)
}

func TestDocumentHasCodeThatIsCompiled(t *testing.T) {
	document, err := os.ReadFile("../../docs/frameworks.md")
	require.NoError(t, err)
	var code strings.Builder
	for _, file := range []string{"main.go", "pages.go", "server.go", "status.go"} {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		code.Write(content)
	}
	snippets := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(document), -1)
	require.NotEmpty(t, snippets)
	for _, snippet := range snippets {
		assert.Contains(t, code.String(), snippet[1])
	}
}
