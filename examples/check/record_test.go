//go:build unix

package main_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/check/installation"
	"example.com/ctlive-go/internal/e2e"
)

// sitePolicy is the policy of a site without a Go program. Firefox loads the icon, which is data.
const sitePolicy = "default-src 'none'; img-src data:; connect-src 'self'; script-src 'self' VENDOR; frame-src VENDOR"

// newSite serves a page without Go, with the vendor's script, and a page that has the recorder as its first script.
func newSite(t *testing.T, vendor, policy, posts string) (origin string) {
	t.Helper()
	sdk := `<script async src="` + vendor + `/livechat/t/lib/livechatsdk.js?` + posts + `"></script>`
	mux := http.NewServeMux()
	for path, scripts := range map[string]string{"/": sdk, "/recorded/": `<script src="/record.js"></script>` + sdk} {
		mux.HandleFunc("GET "+path+"{$}", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", strings.ReplaceAll(policy, "VENDOR", vendor))
			_, _ = io.WriteString(
				w,
				`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>A site</title>`+scripts+`<p id="secret">A `+
					`site`,
			)
		})
	}
	mux.HandleFunc("GET /record.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "record.js") })
	server := e2e.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// paste runs record.js as the developer tools do, whatever the page's policy says.
func paste(t *testing.T, p *e2e.Page) {
	t.Helper()
	text, err := os.ReadFile("record.js")
	require.NoError(t, err)
	p.Do(t, string(text))
}

// save lets the recorder save, and returns the file.
func save(t *testing.T, p *e2e.Page) (name string, text []byte, messages []ctlive.Message) {
	t.Helper()
	name = p.Download(t, func() { p.Do(t, `await ctliveRecording.save()`) })
	assert.Equal(t, "ctlive-recording.jsonl", filepath.Base(name))
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	for m, err := range recording.Read(strings.NewReader(string(text))) {
		if err == nil {
			messages = append(messages, m)
		} else {
			assert.NotContains(t, string(text), "envelope", err)
		}
	}
	return name, text, messages
}

func TestVisitIsRecordedFromTheDeveloperTools(t *testing.T) {
	e2e.ExpectProblems("Content Security Policy") // the icon and the problems' script
	vendor := newVendor(t)
	site := newSite(t, vendor, sitePolicy, "post=Loaded")
	p := e2e.Open(t, site+"/?name=Grace#there")
	p.WaitFor(t, `document.querySelector("iframe") && document.readyState === "complete"`)
	paste(t, p)
	paste(t, p) // the second does nothing
	p.Do(t, `(() => {
		postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {chatID: "CHAT_T_1", users: ["USER_ada"], more: `+
		`{new: 1}}});
		postMessage({name: "somebody else's"});
		postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {number: 1n}});
		postMessage({name: "CTLiveEvent", type: "SurveySubmitted", object: {chatID: "CHAT_T_1"}});
	})()`)
	p.WaitFor(t, `ctliveRecording.page().lost === 1`)
	_, text, messages := save(t, p)
	require.Len(t, messages, 2)
	assert.Equal(t, ctlive.ChatOnline{ChatID: "CHAT_T_1", Users: []string{"USER_ada"}}, messages[0].Event)
	assert.JSONEq(
		t,
		`{"name":"CTLiveEvent","type":"ChatOnline","object":{"chatID":"CHAT_T_1","users":["USER_ada"],"more":{"new":1}}}`,
		string(messages[0].Raw),
	)
	assert.Equal(t, site, messages[0].Origin)
	assert.WithinDuration(t, time.Now(), messages[0].Time, time.Minute)
	page, alone := installation.PageOf(text)
	require.NotNil(t, page)
	assert.Zero(t, alone)
	assert.Equal(t, site, page.Origin)
	assert.True(t, page.Late)
	assert.False(t, page.Go)
	assert.Equal(t, []string{vendor + "/livechat/t/lib/core/liveChatConnector.html"}, page.Frames)
	assert.Equal(t, []string{strings.ReplaceAll(sitePolicy, "VENDOR", vendor)}, page.Policy)
	assert.NotContains(t, string(text), "Grace", "the query of an address may name people")
	assert.NotContains(t, string(text), "post=Loaded")
}

func TestVisitIsRecordedFromTheBeginning(t *testing.T) {
	e2e.ExpectProblems("Content Security Policy")
	vendor := newVendor(t)
	p := e2e.Open(t, newSite(t, vendor, sitePolicy, "post=Loaded&post=WidgetShown")+"/recorded/")
	p.WaitFor(t, `ctliveRecording.page().connectors.length === 1`)
	p.Do(t, `await new Promise((done) => {
		addEventListener("message", ({data}) => data === "mark" && done());
		postMessage("mark"); // it comes after what the script has posted
	})`)
	p.WaitFor(t, `ctliveRecording.page().seconds > 0`)
	name, text, messages := save(t, p)
	require.Len(t, messages, 2)
	page, _ := installation.PageOf(text)
	assert.Equal(
		t,
		[]installation.Script{
			{Src: vendor + "/livechat/t/lib/livechatsdk.js", State: "loaded", Status: page.Scripts[0].Status},
		},
		page.Scripts,
	)
	assert.Equal(t, []string{vendor}, page.Connectors)
	assert.False(t, page.Late)

	check := openAt(t, e2e.Examples(t).Pages)
	check.SetFiles(t, "#file", name)
	check.WaitFor(t, `document.querySelector("#state").innerText === "A recording: ctlive-recording.jsonl"`)
	for _, title := range []string{script, frame, loaded, shown, senders, readable, policy} {
		check.waitFor(t, title, "passed", "")
	}
	check.waitFor(t, early, "not-seen", "no Go program that would need it")
	check.waitFor(t, program, "not-seen", "the page has no Go program yet")
	check.waitFor(t, rest, "not-seen", "connect-src "+vendor)
	assert.Contains(t, check.Text(t, "summary"), "7 passed, 0 failed, 3 not seen.")
	check.Press(t, "Back to this page")
	check.WaitFor(t, `document.querySelector("#state").innerText.startsWith("This page")`)
	assert.Equal(
		t,
		"open",
		e2e.Eval[string](t, check.Page, `document.activeElement.id`),
		"the focus is not lost with the button",
	)
}

func TestVisitWithoutAnyEventIsRecordedToo(t *testing.T) {
	e2e.ExpectProblems("Content Security Policy", "liveChatConnector", "chromewebdata", "ERR_BLOCKED_BY_CSP")
	vendor := newVendor(t)
	p := e2e.Open(
		t,
		newSite(
			t,
			vendor,
			strings.Replace(sitePolicy, "frame-src VENDOR", "frame-src 'none'", 1),
			"post=Loaded",
		)+"/recorded/",
	)
	p.WaitFor(t, `ctliveRecording.page().violations.some(({directive}) => directive === "frame-src")`)
	name, _, messages := save(t, p)
	assert.Empty(t, messages)

	check := openAt(t, e2e.Examples(t).Pages)
	check.SetFiles(t, "#file", name)
	check.waitFor(t, frame, "failed", "Add "+vendor+" to frame-src in the Content-Security-Policy.")
	check.waitFor(t, loaded, "not-seen", "see what failed above")
	check.waitFor(t, readable, "not-seen", "No event came.")
}

func TestRecipeQuotesTheRecorder(t *testing.T) {
	script, err := os.ReadFile("record.js")
	require.NoError(t, err)
	recipes, err := os.ReadFile("../../docs/recipes.md")
	require.NoError(t, err)
	assert.Contains(t, string(recipes), "```js\n"+string(script)+"```\n", "copy record.js into docs/recipes.md")
}
