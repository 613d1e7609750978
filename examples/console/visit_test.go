//go:build unix

package main_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

func TestVisitShowsAlikeInEachPart(t *testing.T) {
	const load = `<script defer src="/load.js" data-wasm="/console.wasm"></script>`
	p := console{e2e.Open(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(html, load, "", 1), policy
	})+"/")}
	p.WaitFor(t, `document.querySelector("#ctlive-demo-widget")`) // Loaded and WidgetShown come before the program runs
	p.Do(t, `const script = document.createElement("script");
		script.src = "/load.js";
		script.dataset.wasm = "/console.wasm";
		document.head.append(script);`)
	p.WaitFor(t, listening)
	p.ClickThroughVisit(t)

	rows := p.waitForTypes(t, e2e.WholeVisit...)
	for i, want := range []struct{ about, who, rest string }{
		{
			"classic_popup", "USER_DEMO_", ""}, {"classic_popup", "USER_DEMO_", ""}, {"classic_popup", "USER_DEMO_", "Chat"},
		{"classic_popup", "USER_DEMO_", "Chat"}, {"classic_popup", "USER_DEMO_", "Chat"},
		{
			"CHAT_DEMO_", "USER_DEMO_", ""}, {"CHAT_DEMO_", " +1", ""}, {"CHAT_DEMO_", "USER_DEMO_",
			"a survey follows"}, {"CHAT_DEMO_", "USER_DEMO_", ""}, {"CHAT_DEMO_", "USER_DEMO_", ""}, {"classic_popup",
			"USER_DEMO_", ""},
	} {
		assert.Contains(t, rows[i].About, want.about, rows[i].Type)
		assert.Contains(t, rows[i].Who, want.who, rows[i].Type)
		assert.Equal(t, want.rest, rows[i].Rest, rows[i].Type)
	}
	assert.Contains(t, rows[0].Text, "early")
	p.WaitFor(t, counter("Delivered")+` === "11"`)
	p.WaitFor(t, counter("Rejected")+` === "0"`)

	p.WaitFor(t, e2e.HasItem("widgets", "^classic_popup: hidden, Chat clicked 1×$"))
	p.WaitFor(
		t,
		e2e.HasItem(
			"chats",
			`^CHAT_DEMO_.*: finished, waiting \d.* s, talking \d.* s with USER_DEMO_.*, survey done, from classic_popup `+
				`\(inferred from the click before\)$`,
		),
	)
	for _, step := range []string{"Shown", "Clicked", "Form completed", "Chat requested", "Chat active", "Chat finished",
		"Survey completed"} {
		p.WaitFor(t, description("funnel", step)+` === "1"`)
	}
	p.WaitFor(t, description("funnel", "Chat abandoned")+` === "0"`)
	assert.Empty(t, p.Text(t, "anomalies"))

	got := p.timeline(t)
	require.Len(t, got.Names, 2)
	assert.Equal(t, "widget classic_popup", got.Names[0])
	assert.Regexp(t, "^chat CHAT_DEMO_", got.Names[1])
	assert.Equal(t, map[string]int{"shown": 2, "form": 1, "waiting": 1, "talking": 1, "survey": 1}, got.Bars)

	p.KeysIn(t, e2e.CSS("#moment"), e2e.Home)
	for n, kind := range e2e.WholeVisit {
		p.WaitFor(t, `document.querySelector("#moment").getAttribute("aria-valuenow") === "`+strconv.Itoa(n+1)+`"`)
		says := e2e.Eval[string](t, p.Page, `document.querySelector("#moment").getAttribute("aria-valuetext")`)
		assert.Regexp(t, "^"+kind+" of (widget classic_popup|chat CHAT_DEMO_[0-9a-f-]+)[.] At ", says)
		assert.Equal(t, says, p.Text(t, "moment-text"))
		assert.Contains(t, p.Text(t, "detail-title"), kind, "the message under the moment is the one that is told of")
		p.Keys(t, e2e.ArrowRight)
	}
}

func TestVisitOfOtherKinds(t *testing.T) {
	for name, c := range map[string]struct {
		steps func(*testing.T, console)
		want  []string
		says  string // what the last says besides
	}{
		"a call back now": {func(t *testing.T, p console) {
			p.Press(t, "Call me back now")
			p.Fill(t, "Name", "Grace")
			p.Fill(t, "Telephone", "555 0100")
			p.Press(t, "Send")
		}, []string{"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted"}, `CallbackNow`},
		"a call back later": {func(t *testing.T, p console) {
			p.Press(t, "Call me back later")
			p.Fill(t, "Name", "Grace")
			p.Fill(t, "Telephone", "555 0100")
			p.Choose(t, e2e.Field("When"), "10:30") // how one types a time differs
			p.Press(t, "Send")
		}, []string{"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted"}, `CallbackLater`},
		"a call": {func(t *testing.T, p console) {
			p.Press(t, "Call us from here")
			p.Press(t, "End the call")
		}, []string{"WidgetClicked"}, `ClickToCall`},
		"a chat that nobody answers": {func(t *testing.T, p console) {
			p.Press(t, "Chat with us")
			p.Fill(t, "Name", "Grace")
			p.Fill(t, "Email", "grace@example.com")
			p.Do(t, string(e2e.Button("Send"))+`.click(); `+string(e2e.Button("End the "+
				"chat"))+`.click()`) // at once, before an answer
		}, []string{"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "ChatStarted", "ChatFinished"}, ``},
	} {
		t.Run(name, func(t *testing.T) {
			p := openConsole(t)
			p.Press(t, "Contact us")
			c.steps(t, p)
			rows := p.waitForTypes(t, append([]string{"Loaded", "WidgetShown"}, c.want...)...)
			assert.Equal(t, c.says, rows[len(rows)-1].Rest)
		})
	}
}

func TestVisitIsShownAsItGoesOn(t *testing.T) {
	p := openConsole(t)
	p.WaitFor(t, e2e.HasItem("widgets", "^classic_popup: shown$"))
	p.Press(t, "Contact us")
	p.Press(t, "Chat with us")
	p.WaitFor(t, e2e.HasItem("widgets", "^classic_popup: shown, its form is open, Chat clicked 1×$"))
	p.Fill(t, "Name", "Grace")
	p.Fill(t, "Email", "grace@example.com")
	p.Press(t, "Send")
	p.WaitFor(t, e2e.HasItem("chats", `^CHAT_DEMO_.*: online, waiting \d\.\d s, talking \d\.\d s with USER_DEMO_`))
	before, seen := p.Items(t, "chats")[0], p.Text(t, "zoom-text")
	p.WaitFor(t, `document.querySelector("#chats li").innerText !== `+strconv.Quote(before)) // the time runs
	p.WaitFor(t, `document.querySelector("#zoom-text").innerText !== `+strconv.Quote(seen))  // and the timeline follows it
}

func TestPauseHoldsTheVisitAndClearBeginsAnew(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.Press(t, "Pause")
	p.WaitFor(t, `document.querySelector("#state").innerText.startsWith("Paused at ")`)
	p.Do(t, `ctliveSimulator.visit()`)
	p.WaitFor(t, `document.querySelector("#pause").innerText === "Resume (9 new)"`)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	assert.Equal(t, map[string]int{"shown": 1}, p.timeline(t).Bars)
	p.Press(t, "Resume (9 new)")
	p.waitForTypes(t, e2e.WholeVisit...)
	p.WaitFor(t, `document.querySelector("#state").innerText.startsWith("Live: ")`)

	p.Press(t, "Clear")
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 0`)
	p.WaitFor(t, description("funnel", "Shown")+` === "0"`)
	assert.Empty(t, p.timeline(t).Names)
	assert.Equal(t, "No message yet.", p.Text(t, "count"))
	assert.Equal(t, "0", e2e.Eval[string](t, p.Page, `document.querySelector("#moment").getAttribute("aria-valuemax")`))
	p.Do(t, `ctliveSimulator.visit()`)
	p.WaitFor(t, `document.querySelector("#messages").innerText.includes("ChatFinished")`)
	assert.Empty(t, p.Text(t, "anomalies"), "a widget that is hidden or clicked may have been shown before")
}
