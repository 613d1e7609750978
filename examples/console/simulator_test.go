//go:build unix

package main_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
)

func TestTryRunsAVisitThatOneCanWatchAndStop(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.Press(t, "Run a visit")
	p.WaitFor(t, `document.querySelector("#run").innerText.startsWith("Stop: ")`)
	p.WaitFor(t, `document.querySelector("#chat-now").innerText.includes("talking")`)
	p.Click(t, e2e.CSS("#run"))
	p.WaitFor(t, `document.querySelector("#run").innerText === "Run a visit"`)
	p.Do(t, `ctliveSimulator.hide()`)
	p.WaitFor(t, `document.querySelector("#count").innerText.includes("the latest WidgetHidden")`)
	p.Press(t, "Clear")
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 0`)

	p.Press(t, "Run a visit")
	p.waitForTypes(t, append(append([]string{}, e2e.WholeVisit[1:]...), "WidgetShown")...) // the widget is there again
	p.WaitFor(t, `document.querySelector("#run").innerText === "Run a visit"`)
	p.Do(t, `ctliveSimulator.hide()`)
	p.Press(t, "Show the widget")
	p.WaitFor(t, `document.querySelector("#ctlive-demo-widget")`)
}

func TestTryIsThereWhenTheSimulatorComesLate(t *testing.T) {
	const sdk = `<script async src="/livechat/demo/lib/livechatsdk.js"></script>`
	p := openConsoleAt(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(html, sdk, "", 1), policy
	})+"/")
	p.WaitFor(t, `document.querySelector("#try").hidden`)
	p.Do(t, `const script = document.createElement("script");
		script.src = "/livechat/demo/lib/livechatsdk.js";
		document.head.append(script);`)
	p.WaitFor(t, `!document.querySelector("#try").hidden`)
}

func TestSimulatorWorksByKeyboard(t *testing.T) {
	p := openConsole(t)
	focused := func(text string) {
		t.Helper()
		p.WaitFor(t, `document.activeElement.innerText?.trim() === "`+text+`"`)
	}
	p.KeysIn(t, e2e.Button("Contact us"), e2e.Enter)
	focused("How can we help?")
	p.Keys(t, e2e.Escape)
	focused("Contact us")
	p.Keys(t, " ")
	focused("How can we help?")
	p.Keys(t, e2e.Tab+e2e.Tab)
	focused("Chat with us")
	p.Keys(t, e2e.Enter)
	focused("Chat with us") // the heading of the form
	p.Keys(t, e2e.Tab+e2e.Tab+"Grace"+e2e.Tab+"grace@example.com"+e2e.Enter)
	focused("Chat")
	p.waitForTypes(t, e2e.WholeVisit[:7]...)
}

func TestSimulatorCanBeDrivenByAScript(t *testing.T) {
	e2e.ExpectProblems("is nothing that a widget offers")
	p := openConsole(t)
	p.Do(t, `ctliveSimulator.visit(10)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	p.Do(t, `ctliveSimulator.visit()`)
	p.waitForTypes(t, append(e2e.WholeVisit, e2e.WholeVisit[1:]...)...)
	p.Do(
		t,
		`ctliveSimulator.show(); ctliveSimulator.show(); ctliveSimulator.click("Nonsense"); ctliveSimulator.submit(); `+
			`ctliveSimulator.end();
		ctliveSimulator.click("ClickToCall"); ctliveSimulator.click("Chat"); ctliveSimulator.hide(); ctliveSimulator.hide()`,
	)
	rows := p.waitForTypes(
		t,
		append(append(e2e.WholeVisit, e2e.WholeVisit[1:]...), "WidgetShown", "WidgetClicked", "WidgetHidden")...)
	assert.Len(t, rows, 24)
}

func TestTenantScriptReplacesTheSimulator(t *testing.T) {
	files := http.FileServer(http.Dir("../simulator"))
	tenant := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*") // another origin, as the vendor's: modules need this there
		files.ServeHTTP(w, r)
	}))
	defer tenant.Close()
	built, err := site.Build(site.Options{FrameURL: e2e.Examples(t).Frame, SDK: tenant.URL + "/livechatsdk.js"})
	require.NoError(t, err)
	server := httptest.NewServer(built.Pages)
	defer server.Close()
	p := openConsoleAt(t, server.URL+"/")
	p.waitForTypes(t, "Loaded", "WidgetShown")
	assert.Equal(
		t,
		tenant.URL+"/livechatsdk.js",
		e2e.Eval[string](t, p.Page, `document.querySelector("script[async]").src`),
	)
	p.WaitFor(
		t,
		counter("Rejected")+` === "0" && `+counter("Malformed")+` === "0"`,
	) // the connector's messages are foreign
	p.WaitFor(t, `document.readyState === "complete" && !document.querySelector("#try").hidden`)
	p.Do(t, `delete window.ctliveSimulator`)
	p.WaitFor(t, `document.querySelector("#try").hidden`) // the vendor's own has no such buttons
}
