package main

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wholeVisit is protocol.md's whole visit.
var wholeVisit = []string{
	"Loaded", "WidgetShown", "WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted",
	"ChatStarted", "ChatOnline", "ChatFinished", "SurveyStarted", "SurveySubmitted", "WidgetHidden",
}

const listening = `document.documentElement.dataset.ctlive === "listening"`

func openConsole(t *testing.T) *page {
	t.Helper()
	p := openPage(t, examples(t).pages+"/")
	p.waitFor(t, listening)
	return p
}

// waitForTypes waits until the console shows so many messages, and compares their types.
func (p *page) waitForTypes(t *testing.T, want ...string) []row {
	t.Helper()
	p.waitFor(t, `document.querySelectorAll("#messages tr").length >= `+strconv.Itoa(len(want)))
	rows := p.rows(t)
	assert.Equal(t, want, types(rows))
	return rows
}

func TestAVisitClickedThroughShowsInTheConsole(t *testing.T) {
	p := openConsole(t)
	p.press(t, "Contact us")
	p.press(t, "Chat with us")
	p.fill(t, "Name", "Grace")
	p.fill(t, "Email", "grace@example.com")
	p.press(t, "Send")
	p.waitFor(t, `document.querySelector("[role=log]").innerText.includes("I am Ada")`)
	p.fill(t, "Message", "It does not start.\r")
	p.waitFor(t, `document.querySelector("[role=log]").innerText.includes("look that up")`)
	p.press(t, "End the chat")
	p.run(t, chromedp.Click(`input[name="rating"][value="3"]`, chromedp.NodeVisible))
	p.press(t, "Send")
	p.press(t, "Hide this widget")

	rows := p.waitForTypes(t, wholeVisit...)
	for i, want := range []string{
		`elementID "ctlive-demo-widget" widgetID "w-demo" userID "u-`,
		`elementID "ctlive-demo-widget" widgetID "w-demo" userID "u-`,
		`" type "Chat"`, `" type "Chat"`, `" type "Chat"`,
		`chatID "c-`, `users ["u-`, `isSurveyConfigured true`, `chatID "c-`, `" userID "u-`, `widgetID "w-demo"`,
	} {
		assert.Contains(t, rows[i].Members, want, rows[i].Type)
		assert.Equal(t, examples(t).pages, rows[i].Origin)
	}
	assert.Contains(t, rows[0].Type, "early", "the SDK posts Loaded before the .wasm runs")
	p.waitFor(t, p.counter("Delivered")+` === "11"`)
	p.waitFor(t, p.counter("Rejected")+` === "0"`)
}

func TestOtherVisits(t *testing.T) {
	for name, c := range map[string]struct {
		steps func(*testing.T, *page)
		want  []string
		says  string // among the members of the last
	}{
		"a call back now": {func(t *testing.T, p *page) {
			p.press(t, "Call me back now")
			p.fill(t, "Name", "Grace")
			p.fill(t, "Telephone", "555 0100")
			p.press(t, "Send")
		}, []string{"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted"}, `type "CallbackNow"`},
		"a call back later": {func(t *testing.T, p *page) {
			p.press(t, "Call me back later")
			p.fill(t, "Name", "Grace")
			p.fill(t, "Telephone", "555 0100")
			p.fill(t, "When", "1030AM")
			p.press(t, "Send")
		}, []string{"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted"}, `type "CallbackLater"`},
		"a call": {func(t *testing.T, p *page) {
			p.press(t, "Call us from here")
			p.press(t, "End the call")
		}, []string{"WidgetClicked"}, `type "ClickToCall"`},
		"a chat that nobody answers": {func(t *testing.T, p *page) {
			p.press(t, "Chat with us")
			p.fill(t, "Name", "Grace")
			p.fill(t, "Email", "grace@example.com")
			p.press(t, "Send")
			p.press(t, "End the chat")
		}, []string{"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "ChatStarted", "ChatFinished"}, `isSurveyConfigured false`},
	} {
		t.Run(name, func(t *testing.T) {
			p := openConsole(t)
			p.press(t, "Contact us")
			c.steps(t, p)
			rows := p.waitForTypes(t, append([]string{"Loaded", "WidgetShown"}, c.want...)...)
			assert.Contains(t, rows[len(rows)-1].Members, c.says)
		})
	}
}

func TestTheWidgetWorksByKeyboard(t *testing.T) {
	p := openConsole(t)
	focused := func(text string) {
		t.Helper()
		p.waitFor(t, `document.activeElement.innerText?.trim() === "`+text+`"`)
	}
	p.run(t, chromedp.Focus(button("Contact us"), chromedp.BySearch), chromedp.KeyEvent(kb.Enter))
	focused("How can we help?")
	p.run(t, chromedp.KeyEvent(kb.Escape))
	focused("Contact us")
	p.run(t, chromedp.KeyEvent(" "))
	focused("How can we help?")
	p.run(t, chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab))
	focused("Chat with us")
	p.run(t, chromedp.KeyEvent(kb.Enter))
	focused("Chat with us") // the heading of the form
	p.run(t, chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("Grace"),
		chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("grace@example.com"), chromedp.KeyEvent(kb.Enter))
	focused("Chat")
	p.waitForTypes(t, wholeVisit[:7]...)
}

func TestTheSimulatorCanBeDrivenByAScript(t *testing.T) {
	p := openConsole(t)
	eval[any](t, p, `ctliveSimulator.visit(10)`)
	p.waitForTypes(t, wholeVisit...)
	eval[any](t, p, `ctliveSimulator.visit()`)
	p.waitForTypes(t, append(wholeVisit, wholeVisit[1:]...)...)
	eval[any](t, p, `ctliveSimulator.show(); ctliveSimulator.show(); ctliveSimulator.click("Nonsense"); ctliveSimulator.submit(); ctliveSimulator.end();
		ctliveSimulator.click("ClickToCall"); ctliveSimulator.click("Chat"); ctliveSimulator.hide(); ctliveSimulator.hide()`)
	rows := p.waitForTypes(t, append(append(wholeVisit, wholeVisit[1:]...), "WidgetShown", "WidgetClicked", "WidgetHidden")...)
	assert.Len(t, rows, 24)
}

func TestTheButtonsOfTheConsole(t *testing.T) {
	p := openConsole(t)
	p.press(t, "Run a whole visit")
	p.waitForTypes(t, wholeVisit...)
	p.press(t, "Show the widget again")
	p.waitForTypes(t, append(wholeVisit, "WidgetShown")...)
}

func TestAForgedEventIsRejectedAndTheConsoleSaysWhy(t *testing.T) {
	p := openConsole(t)
	p.press(t, "Let another origin forge an event")
	p.waitFor(t, p.counter("Rejected")+` === "1"`)
	assert.Contains(t, eval[string](t, p, `document.querySelector("#errors").innerText`),
		`refused a CTLive message from "`+examples(t).frame+`"`)
	p.press(t, "Let another origin forge an event")
	p.waitFor(t, p.counter("Rejected")+` === "2"`)
	assert.Equal(t, wholeVisit[:2], types(p.rows(t)))
}

func TestAMalformedMessageIsShown(t *testing.T) {
	p := openConsole(t)
	eval[any](t, p, `postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}})`)
	p.waitFor(t, p.counter("Malformed")+` === "1"`)
	assert.Contains(t, eval[string](t, p, `document.querySelector("#errors").innerText`),
		"ChatOnline: object.users[0] is a number, want a string")
}

func TestFiftyMessagesAreInTheDocumentAndUnknownOnesToo(t *testing.T) {
	p := openConsole(t)
	eval[any](t, p, `(() => { for (let n = 2; n < 50; n++) postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {chatID: "c", n}}) })()`)
	p.waitFor(t, `document.querySelectorAll("#messages tr").length === 50`)
	last := p.rows(t)[49]
	assert.True(t, strings.HasPrefix(last.Type, "AgentTyping"))
	assert.Equal(t, `chatID "c" n 49`, last.Members)
}

func TestAllIsBuiltForTrustedTypesToo(t *testing.T) {
	at := examples(t)
	site, err := buildSite(at.frame)
	require.NoError(t, err)
	strict := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site.pages.ServeHTTP(strictWriter{w}, r)
	}))
	defer strict.Close()
	p := openPage(t, strict.URL+"/")
	p.waitFor(t, listening)
	eval[any](t, p, `ctliveSimulator.visit(10)`)
	p.waitForTypes(t, wholeVisit...)
}

// strictWriter adds to the policy that strings are no scripts.
type strictWriter struct{ http.ResponseWriter }

func (w strictWriter) WriteHeader(code int) {
	policy := w.Header().Get("Content-Security-Policy")
	w.Header().Set("Content-Security-Policy", policy+"; require-trusted-types-for 'script'; trusted-types 'none'")
	w.ResponseWriter.WriteHeader(code)
}
