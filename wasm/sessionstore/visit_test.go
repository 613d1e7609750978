//go:build unix

package sessionstore_test

import (
	"net/http"
	"os"
	"path"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/engine"
	"example.com/ctlive-go/internal/site"
	"example.com/ctlive-go/wasm/early"
)

// pages serves testdata/pages, under the policy of the example pages, and the program.
var pages = sync.OnceValues(func() (string, error) {
	tools, err := site.FindToolchain()
	if err != nil {
		return "", err
	}
	const program = "./wasm/internal/sessionpage"
	built, err := tools.Build(program)
	if err != nil {
		return "", err
	}
	wasmExec, err := tools.WasmExec()
	if err != nil {
		return "", err
	}
	mux := http.NewServeMux()
	mux.Handle("/page.wasm", site.NewAsset("page.wasm", built[program]))
	mux.Handle("/wasm_exec.js", site.NewAsset("wasm_exec.js", wasmExec))
	mux.Handle("/early.js", site.NewAsset("early.js", []byte(early.Script)))
	mux.Handle("/favicon.ico", site.NewAsset("favicon.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)))
	files, err := os.ReadDir("testdata/pages")
	if err != nil {
		return "", err
	}
	for _, file := range files {
		content, err := os.ReadFile(path.Join("testdata/pages", file.Name()))
		if err != nil {
			return "", err
		}
		mux.Handle("/"+file.Name(), site.NewAsset(file.Name(), content))
	}
	mux.HandleFunc("/anew/page.html", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // keeps a page out of the back/forward cache
		http.ServeFile(w, r, "testdata/pages/page.html")
	})
	strict := site.WithHeaders(mux, site.Policy)
	server := e2e.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*") // the sandboxed frame is of another origin
		if r.URL.RawQuery == "sandboxed" {
			mux.ServeHTTP(w, r) // in WebKit, 'self' means nothing to a sandboxed frame
			return
		}
		strict.ServeHTTP(w, r)
	}))
	e2e.AtExit(server.Close)
	return server.URL, nil
})

func TestMain(m *testing.M) { e2e.Main(m) }

func address(t *testing.T, page string) string {
	t.Helper()
	origin, err := pages()
	require.NoError(t, err)
	return origin + page
}

func open(t *testing.T, page string) *e2e.Page {
	t.Helper()
	p := e2e.Open(t, address(t, page))
	p.Do(t, "await started")
	return p
}

func sessionOf(t *testing.T, p *e2e.Page) session.Session {
	t.Helper()
	return e2e.Eval[session.Session](t, p, "started.then((program) => program.session())")
}

func failuresOf(t *testing.T, p *e2e.Page) []string {
	t.Helper()
	return e2e.Eval[[]string](t, p, "started.then((program) => program.failures)")
}

func post(t *testing.T, p *e2e.Page, kind, object string) {
	t.Helper()
	p.Do(t, "await post("+strconv.Quote(kind)+", "+object+")")
}

const widget = `{elementID: "e", widgetID: "w", userID: "u"}`

func TestVisitOverSeveralPagesIsOneSession(t *testing.T) {
	p := open(t, "/anew/page.html")
	post(t, p, "WidgetShown", widget)
	post(t, p, "WidgetClicked", `{elementID: "e", widgetID: "w", userID: "u", type: "Chat"}`)
	post(t, p, "ChatStarted", `{chatID: "c", userID: "u"}`)
	first := sessionOf(t, p)

	p.Click(t, e2e.CSS("#next"))
	p.WaitFor(t, `location.search === "?next" && window.program`)
	second := sessionOf(t, p)
	assert.False(t, second.Widgets[0].Shown, "what this page shows is not known yet")
	assert.True(t, second.Chats[0].Started.Equal(first.Chats[0].Started))
	assert.False(t, second.Chats[0].Resumed)
	post(t, p, "ChatOnline", `{chatID: "c", users: ["a"]}`)

	p.Reload(t)
	post(t, p, "WidgetShown", widget)
	post(t, p, "ChatOnline", `{chatID: "c", users: ["a"]}`)
	post(t, p, "ChatFinished", `{chatID: "c", userID: "u", isSurveyConfigured: true}`)

	p.Back(t)
	p.WaitFor(t, `(await started).session().Chats[0].State === 2`)
	post(t, p, "SurveyStarted", `{chatID: "c", userID: "u"}`)
	post(t, p, "SurveySubmitted", `{chatID: "c", userID: "u"}`)
	p.Forward(t)
	p.WaitFor(t, `(await started).session().Chats[0].Survey === 3`)
	last := sessionOf(t, p)
	require.Len(t, last.Chats, 1)
	chat := last.Chats[0]
	assert.Equal(t, session.Finished, chat.State)
	assert.Equal(t, session.SurveyDone, chat.Survey)
	assert.True(t, chat.Resumed)
	assert.Equal(t, "w", chat.WidgetID)
	assert.True(t, chat.Started.Equal(first.Chats[0].Started))
	assert.True(t, chat.Answered.After(chat.Started) && chat.Ended.After(chat.Answered), "%v", chat)
	assert.Equal(t, session.Funnel{Shown: 2, Clicked: 1, Requested: 1, Online: 1, Finished: 1, Surveyed: 1}, last.Funnel)
	assert.Empty(t, last.Anomalies)
	assert.Empty(t, failuresOf(t, p))
}

// TestVisitOfAPageInTheCache leads back to a page that all three engines keep in their back/forward cache.
func TestVisitOfAPageInTheCache(t *testing.T) {
	e2e.UseWholeBrowser(t)
	p := open(t, "/page.html")
	post(t, p, "ChatStarted", `{chatID: "c", userID: "u"}`)
	p.Click(t, e2e.CSS("#next"))
	p.WaitFor(t, `location.search === "?next" && window.program`)
	post(t, p, "ChatOnline", `{chatID: "c", users: ["a"]}`)
	p.Back(t)
	p.WaitFor(t, `window.persisted !== undefined`)
	require.True(t, e2e.Eval[bool](t, p, "persisted"), "it was loaded anew")
	if engine.Chosen() == engine.Firefox { // TestVisitOverSeveralPagesIsOneSession has what helps
		assert.NotContains(t, e2e.Eval[string](t, p, `sessionStorage.getItem("ctlive.session")`), "answered",
			"Firefox shows what is stored now: doc.go says otherwise")
		return
	}
	p.WaitFor(t, `program.session().Chats[0].State === 1`)
	post(t, p, "ChatFinished", `{chatID: "c", userID: "u", isSurveyConfigured: false}`)
	p.Forward(t)
	p.WaitFor(t, `(await started).session().Chats[0].State === 2`)
	last := sessionOf(t, p)
	assert.Len(t, last.Chats, 1)
	assert.Empty(t, last.Anomalies)
	assert.Empty(t, failuresOf(t, p))
}

func TestVisitInASecondTabIsAnotherSession(t *testing.T) {
	first := open(t, "/page.html")
	post(t, first, "ChatStarted", `{chatID: "c", userID: "u"}`)
	second := first.NewTab(t, address(t, "/page.html"))
	assert.Empty(t, sessionOf(t, second).Chats)
	post(t, second, "ChatStarted", `{chatID: "d", userID: "u"}`)
	second.Reload(t)
	assert.Equal(t, "d", sessionOf(t, second).Chats[0].ChatID)
	first.Reload(t)
	chats := sessionOf(t, first).Chats
	require.Len(t, chats, 1)
	assert.Equal(t, "c", chats[0].ChatID)
}

func TestVisitThatIsForgottenLeavesNothing(t *testing.T) {
	p := open(t, "/page.html")
	post(t, p, "ChatStarted", `{chatID: "c", userID: "u"}`)
	p.Reload(t)
	assert.Len(t, sessionOf(t, p).Chats, 1)
	p.Do(t, "(await started).forget()")
	assert.Zero(t, e2e.Eval[int](t, p, "sessionStorage.length"))
	p.Reload(t)
	assert.Empty(t, sessionOf(t, p).Chats)
	assert.Empty(t, failuresOf(t, p))
}

func TestVisitOfAPageWithTwoProgramsIsOneSessionForEach(t *testing.T) {
	p := open(t, "/page.html?key=one")
	p.Do(t, `window.one = await started; history.replaceState(null, "", "?key=two")`)
	p.Do(t, `window.started = start(); await started`)
	post(t, p, "ChatStarted", `{chatID: "c", userID: "u"}`)
	p.Do(t, "one.forget()")
	post(t, p, "ChatOnline", `{chatID: "c", users: ["a"]}`)
	p.Reload(t)
	assert.Equal(t, session.Online, sessionOf(t, p).Chats[0].State)
	assert.Equal(t, []string{"two"}, e2e.Eval[[]string](t, p, "Object.keys(sessionStorage)"))
	p.Navigate(t, address(t, "/page.html?key=one"))
	assert.Empty(t, sessionOf(t, p).Chats)
}

func TestVisitInAHiddenTabIsKeptAtOnce(t *testing.T) {
	e2e.UseWholeBrowser(t)
	p := open(t, "/page.html")
	p.NewTab(t, "about:blank")
	if engine.Chosen() == engine.WebKit {
		t.Skip("its tabs are windows, and none hides the other")
	}
	p.WaitFor(t, `document.visibilityState === "hidden"`)
	post(t, p, "ChatStarted", `{chatID: "c", userID: "u"}`)
	assert.Contains(t, e2e.Eval[string](t, p, `sessionStorage.getItem("ctlive.session") ?? ""`), `"chatID":"c"`)
}

func TestVisitInASandboxedFrameGoesOnInMemory(t *testing.T) {
	p := e2e.Open(t, address(t, "/sandbox.html"))
	said := e2e.Eval[struct{ Failures, Chats []string }](t, p, "said")
	assert.Equal(t, []string{"c"}, said.Chats)
	require.Len(t, said.Failures, 2)
	assert.Contains(t, said.Failures[1], "data-origins") // Listen's, which accepts any origin here
	assert.Regexp(
		t,
		`^sessionstore: the session is not kept, and goes on in memory: .* throws SecurityError: `,
		said.Failures[0],
	)
}
