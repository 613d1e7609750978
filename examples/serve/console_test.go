package main

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
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

func openConsole(t testing.TB) *page {
	t.Helper()
	p := openPage(t, examples(t).pages+"/")
	p.waitFor(t, listening)
	return p
}

// row is a message as the console lists it.
type row struct{ Type, Members, Text string }

func (p *page) rows(t *testing.T) []row {
	t.Helper()
	return eval[[]row](t, p, `[...document.querySelectorAll("#messages [role=option]")].map((row) =>
		({Type: row.querySelector("b").innerText, Members: row.querySelector(".values").textContent, Text: row.innerText}))`)
}

func types(rows []row) (all []string) {
	for _, r := range rows {
		all = append(all, r.Type)
	}
	return all
}

// waitForTypes waits until the console shows so many messages, and compares their types.
func (p *page) waitForTypes(t *testing.T, want ...string) []row {
	t.Helper()
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length >= `+strconv.Itoa(len(want)))
	rows := p.rows(t)
	assert.Equal(t, want, types(rows))
	return rows
}

// counter is an expression for one of the console's counters.
func counter(name string) string { return description("counters", name) }

// description is an expression for what a list of descriptions says of a name.
func description(id, name string) string {
	return `[...document.querySelectorAll("#` + id + ` div")].find((d) => d.firstChild.textContent === "` + name + `")?.lastChild.innerText`
}

// text is what an element says.
func (p *page) text(t *testing.T, id string) string {
	t.Helper()
	return eval[string](t, p, `document.getElementById("`+id+`").innerText`)
}

// timeline is the picture as data: the texts, and how many bars of each state there are.
type timeline struct {
	Names []string
	Bars  map[string]int
	Marks int
}

func (p *page) timeline(t *testing.T) timeline {
	t.Helper()
	return eval[timeline](t, p, `(() => {
		const count = (path) => path.getAttribute("d").split("M").length - 1;
		const Bars = {}, bars = [...document.querySelectorAll("#drawing .bar")];
		for (const bar of bars) Bars[bar.classList[1]] = (Bars[bar.classList[1]] ?? 0) + count(bar);
		const marks = [...document.querySelectorAll("#drawing .mark:not(.chosen)")].map(count);
		return {Names: [...document.querySelectorAll("#drawing .name")].map((name) => name.textContent), Bars, Marks: marks.reduce((a, b) => a + b, 0)};
	})()`)
}

// pressKey presses a key in an element.
func (p *page) pressKey(t *testing.T, id, key string) {
	t.Helper()
	p.run(t, chromedp.Focus("#"+id), chromedp.KeyEvent(key))
}

func TestAVisitClickedThroughShowsAlikeInEachPartOfTheConsole(t *testing.T) {
	p := openConsole(t)
	p.clickThroughAVisit(t)

	rows := p.waitForTypes(t, wholeVisit...)
	for i, want := range []string{
		`elementID "ctlive-demo-widget" widgetID "w-demo" userID "u-`,
		`elementID "ctlive-demo-widget" widgetID "w-demo" userID "u-`,
		`" type "Chat"`, `" type "Chat"`, `" type "Chat"`,
		`chatID "c-`, `users ["u-`, `isSurveyConfigured true`, `chatID "c-`, `" userID "u-`, `widgetID "w-demo"`,
	} {
		assert.Contains(t, rows[i].Members, want, rows[i].Type)
	}
	assert.Contains(t, rows[0].Text, "early", "the SDK posts Loaded before the .wasm runs")
	p.waitFor(t, counter("Delivered")+` === "11"`)
	p.waitFor(t, counter("Rejected")+` === "0"`)

	p.waitFor(t, item("widgets", "^w-demo: hidden, Chat clicked 1×$"))
	p.waitFor(t, item("chats", `^c-.*: finished, waiting \d.* s, talking \d.* s with u-.*, survey done, from w-demo \(inferred from the click before\)$`))
	for _, step := range []string{"Shown", "Clicked", "Form completed", "Chat requested", "Agent joined", "Chat finished", "Survey completed"} {
		p.waitFor(t, description("funnel", step)+` === "1"`)
	}
	p.waitFor(t, description("funnel", "Chat abandoned")+` === "0"`)
	assert.Empty(t, p.text(t, "anomalies"))

	got := p.timeline(t)
	require.Len(t, got.Names, 2)
	assert.Equal(t, "widget w-demo", got.Names[0])
	assert.Regexp(t, "^chat c-", got.Names[1])
	assert.Equal(t, map[string]int{"shown": 2, "form": 1, "waiting": 1, "talking": 1, "survey": 1}, got.Bars)

	p.pressKey(t, "moment", kb.Home)
	for n, kind := range wholeVisit {
		p.waitFor(t, `document.querySelector("#moment").getAttribute("aria-valuenow") === "`+strconv.Itoa(n+1)+`"`)
		says := eval[string](t, p, `document.querySelector("#moment").getAttribute("aria-valuetext")`)
		assert.Regexp(t, "^"+kind+" of (widget w-demo|chat c-[0-9a-f]+)[.] At ", says)
		assert.Equal(t, says, p.text(t, "moment-text"))
		assert.Contains(t, p.text(t, "detail-title"), kind, "the message under the moment is the one that is told of")
		p.run(t, chromedp.KeyEvent(kb.ArrowRight))
	}
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

func TestWhatIsShownGoesOnWithTheVisit(t *testing.T) {
	p := openConsole(t)
	p.waitFor(t, item("widgets", "^w-demo: shown$"))
	p.press(t, "Contact us")
	p.press(t, "Chat with us")
	p.waitFor(t, item("widgets", "^w-demo: shown, its form is open, Chat clicked 1×$"))
	p.fill(t, "Name", "Grace")
	p.fill(t, "Email", "grace@example.com")
	p.press(t, "Send")
	p.waitFor(t, item("chats", `^c-.*: online, waiting \d\.\d s, talking \d\.\d s with u-`))
	before, seen := p.items(t, "chats")[0], p.text(t, "zoom-text")
	p.waitFor(t, `document.querySelector("#chats li").innerText !== `+strconv.Quote(before)) // the time runs
	assert.NotEqual(t, seen, p.text(t, "zoom-text"), "and the timeline follows it")
}

func TestAForgedEventIsRefusedAndTheConsoleSaysHowToAllowIt(t *testing.T) {
	p := openConsole(t)
	at := examples(t)
	p.press(t, "Let another origin forge an event")
	p.waitFor(t, counter("Rejected")+` === "1"`)
	p.waitFor(t, `document.querySelector("#problems li")`)
	says := p.text(t, "problems")
	assert.Contains(t, says, `refused a CTLive message from "`+at.frame+`"`)
	assert.Contains(t, says, `wasm.Options{Origins: []string{"`+at.pages+`", "`+at.frame+`"}}`)
	p.waitFor(t, `document.querySelector("#trouble").innerText === "1 problem"`)
	p.press(t, "Let another origin forge an event")
	p.waitFor(t, counter("Rejected")+` === "2"`)
	assert.Equal(t, wholeVisit[:2], types(p.rows(t)))
	p.press(t, "Clear the messages")
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 0`)
	assert.Equal(t, says, p.text(t, "problems"), "each origin is told of once: that is not cleared")
}

func TestAMalformedMessageIsToldOfWithItsMember(t *testing.T) {
	p := openConsole(t)
	for range 2 {
		eval[any](t, p, `postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}})`)
	}
	p.waitFor(t, counter("Malformed")+` === "2"`)
	p.waitFor(t, item("problems", `ChatOnline: object.users\[0\] is a number, want a string \(2 times\)`))
	p.run(t, chromedp.Click(`#problems summary`))
	assert.Contains(t, p.text(t, "problems"), `{"name":"CTLiveEvent","type":"ChatOnline","object":{"users":[1]}}`)
	assert.Len(t, p.items(t, "problems"), 1)
}

func TestWhatIsDroppedIsToldOf(t *testing.T) {
	p := openPageWith(t, examples(t).pages+"/", `addEventListener("DOMContentLoaded", () => {
		for (let n = 0; n < 1100; n++) postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: String(n)}});
	})`)
	p.waitFor(t, listening)
	p.waitFor(t, `Number(`+counter("Dropped")+`) >= 100`)
	p.waitFor(t, item("problems", "messages were dropped"))
}

func TestWhenNothingComesTheConsoleSaysWhatMayBeTheReason(t *testing.T) {
	const early, sdk = `<script src="/early.js"></script>`, `<script async src="/livechat/demo/lib/livechatsdk.js"></script>`
	const silent = `<script async src="/wasm_exec.js?livechatsdk.js"></script>` // another script under that name
	cases := map[string]struct {
		scripts  string // in place of early.js and the SDK
		before   string // what the page does as soon as the program runs
		says     []string
		problems []string // on the browser's console
	}{
		"no SDK":            {early, "", []string{"There is no script livechatsdk.js on the page.", "No message was refused or malformed either"}, nil},
		"not found":         {early + `<script async src="/x/livechatsdk.js"></script>`, "", []string{"could not be loaded: the server answered 404"}, []string{"404", "MIME type"}},
		"blocked":           {early + `<script async src="http://127.0.0.1:9/livechatsdk.js"></script>`, "", []string{"a Content-Security-Policy, an extension, a firewall or a wrong address may block it"}, []string{"Content Security Policy"}},
		"silent":            {early + silent, "", []string{"has been loaded. Perhaps the tenant has no widget for this page."}, nil},
		"no early.js":       {silent, "", []string{"There is no script early.js on the page"}, nil},
		"early.js too late": {silent + early, "", []string{"The script early.js stands after the SDK's"}, nil},
		"the wrong origin":  {early + silent, `document.querySelector("#forge").click()`, []string{"1 messages came from origins that may not post"}, nil},
		"loaded only":       {early + silent, `postMessage({name: "CTLiveEvent", type: "Loaded", object: {widgetID: "w"}})`, []string{"The SDK is loaded, and no widget has been shown since"}, nil},
		"malformed":         {early + silent, `postMessage({name: "CTLiveEvent", type: 5})`, []string{"1 messages came that could not be read"}, nil},
	}
	pages := map[string]*page{}
	for name, c := range cases {
		p := openPage(t, changedConsole(t, func(html string) string {
			html = strings.Replace(html, early, "", 1)
			return strings.Replace(html, sdk, c.scripts, 1)
		}))
		p.expected = c.problems
		p.waitFor(t, listening)
		assert.Empty(t, p.text(t, "hints"), "not at once")
		eval[any](t, p, `void (`+cmp.Or(c.before, "0")+`)`)
		pages[name] = p
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := pages[name]
			p.waitFor(t, `document.querySelector("#hints").innerText !== ""`)
			assert.Equal(t, name != "loaded only", strings.Contains(p.text(t, "hints"), "Nothing has come for 10 seconds"))
			assert.Equal(t, "Why is nothing happening?", p.text(t, "trouble"))
			for _, says := range c.says {
				assert.Contains(t, p.text(t, "hints"), says)
			}
			assert.Equal(t, !strings.Contains(c.scripts, early) || name == "early.js too late", strings.Contains(p.text(t, "hints"), "early.js"))
		})
	}
	p := pages["silent"]
	p.checkAccessibility(t, "with hints")
	eval[any](t, p, `postMessage({name: "CTLiveEvent", type: "WidgetShown"})`)
	p.waitFor(t, `document.querySelector("#hints").innerText === ""`)
	p.waitFor(t, `document.querySelector("#trouble").hidden`)
}

func TestEachMessageUpToFiftyIsInTheDocumentAndOfMoreThoseThatAreSeen(t *testing.T) {
	p := openConsole(t)
	post := func(from, to int) {
		eval[any](t, p, `(() => { for (let n = `+strconv.Itoa(from)+`; n < `+strconv.Itoa(to)+`; n++) postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {chatID: "c", n}}) })()`)
	}
	post(2, 50)
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 50`)
	last := p.rows(t)[49]
	assert.Equal(t, "AgentTyping", last.Type)
	assert.Contains(t, last.Text, "unknown to this version")
	assert.Equal(t, `chatID "c" n 49`, last.Members)

	post(50, 10_000)
	p.waitFor(t, counter("Delivered")+` === "10000"`)
	p.waitFor(t, `[...document.querySelectorAll("#messages [role=option]")].at(-1).innerText.includes("n 9999")`)
	assert.Less(t, len(p.rows(t)), 50)
	assert.Equal(t, "10000", eval[string](t, p, `document.querySelector("#messages [role=option]").getAttribute("aria-setsize")`))
	eval[any](t, p, `void (document.querySelector("#messages").scrollTop = document.querySelector("#messages").scrollHeight / 2)`)
	p.waitFor(t, `document.querySelector("#messages [role=option]").getAttribute("aria-posinset") < 5000`)
	assert.Less(t, len(p.rows(t)), 50)
	assert.True(t, eval[bool](t, p, `(() => {
		const box = document.querySelector("#messages").getBoundingClientRect(), middle = box.top + box.height / 2;
		const at = [...document.querySelectorAll("#messages [role=option]")].find((row) => row.getBoundingClientRect().bottom > middle);
		return Math.abs(at.getAttribute("aria-posinset") - 5000) < 20;
	})()`), "what is seen is where one has scrolled to")
	p.pressKey(t, "messages", kb.Home)
	p.waitFor(t, `document.querySelector("#detail-title").innerText.startsWith("Loaded")`)
	p.waitFor(t, `document.activeElement.id === "messages" && document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).innerText.includes("Loaded")`)
	p.run(t, chromedp.KeyEvent(kb.End))
	p.waitFor(t, `document.querySelector("#detail-members").innerText.includes("9999")`)
	p.run(t, chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.PageUp), chromedp.KeyEvent(kb.PageDown))
	p.waitFor(t, `document.querySelector("#detail-members").innerText.includes("9998")`)
}

func TestTheDetailTellsAllOfAMessage(t *testing.T) {
	p := openConsole(t)
	eval[any](t, p, `postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "c", queue: {"length": 3}}, version: 7})`)
	p.waitForTypes(t, "Loaded", "WidgetShown", "ChatStarted")
	p.run(t, chromedp.Click(`#messages [role=option]:last-child`))
	p.waitFor(t, `!document.querySelector("#detail").hidden`)
	assert.Equal(t, "ChatStarted", p.text(t, "detail-title"))
	says := strings.ReplaceAll(p.text(t, "detail-members"), "\n", " ")
	assert.Contains(t, says, `origin `+examples(t).pages)
	assert.Contains(t, says, `queue {"length":3}`)
	p.run(t, chromedp.Click(`#detail summary`))
	assert.Contains(t, p.text(t, "detail-raw"), `"version": 7`)
}

func TestLongTextsWidenNothing(t *testing.T) {
	p := openConsole(t)
	long := strings.Repeat("x", 300)
	eval[any](t, p, `postMessage({name: "CTLiveEvent", type: "`+long+`", object: {`+long+`: 1, chatID: "`+long+`", text: "y".repeat(50000)}})`)
	p.waitFor(t, counter("Delivered")+` === "3"`)
	p.pressKey(t, "messages", kb.End)
	p.waitFor(t, `document.querySelector("#detail-title").innerText.startsWith("xxx")`)
	assert.Less(t, eval[int](t, p, `[...document.querySelectorAll("#messages .values")].at(-1).textContent.length`), 400)
	p.checkAccessibility(t, "with long texts")
}

func TestFilters(t *testing.T) {
	p := openConsole(t)
	p.press(t, "Run a whole visit")
	p.waitForTypes(t, wholeVisit...)
	choose := func(id, script string) {
		t.Helper()
		eval[any](t, p, `(() => {
			const field = document.querySelector("#`+id+`");
			field.value = `+script+`;
			field.dispatchEvent(new Event("change", {bubbles: true}));
		})()`)
	}
	filtered := func(want ...string) {
		t.Helper()
		p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === `+strconv.Itoa(len(want)))
		assert.Equal(t, append([]string{}, want...), append([]string{}, types(p.rows(t))...))
	}
	choose("filter-chat", "field.options[1].value")
	filtered("ChatStarted", "ChatOnline", "ChatFinished", "SurveyStarted", "SurveySubmitted")
	assert.Equal(t, "5 of 11 pass the filters.", p.text(t, "filtered"))
	choose("filter-type", `"ChatOnline"`)
	filtered("ChatOnline")
	choose("filter-chat", `""`)
	choose("filter-type", `""`)
	choose("filter-widget", `"w-demo"`)
	filtered("Loaded", "WidgetShown", "WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "WidgetHidden")
	eval[any](t, p, `ctliveSimulator.show()`)
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 7`)
	eval[any](t, p, `postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "other"}})`)
	p.waitFor(t, `document.querySelector("#filtered").innerText === "7 of 13 pass the filters."`)
	choose("filter-chat", `"other"`)
	filtered()
}

func TestPauseHoldsTheVisitAndClearBeginsAnew(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.press(t, "Pause")
	p.waitFor(t, `document.querySelector("#state").innerText.startsWith("Paused at ")`)
	eval[any](t, p, `ctliveSimulator.visit()`)
	p.waitFor(t, `document.querySelector("#pause").innerText === "Resume (9 new)"`)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	assert.Equal(t, map[string]int{"shown": 1}, p.timeline(t).Bars)
	p.press(t, "Resume (9 new)")
	p.waitForTypes(t, wholeVisit...)
	p.waitFor(t, `document.querySelector("#state").innerText.startsWith("Live: ")`)

	p.press(t, "Clear the messages")
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 0`)
	p.waitFor(t, description("funnel", "Shown")+` === "0"`)
	assert.Empty(t, p.timeline(t).Names)
	assert.Equal(t, "None yet.", p.text(t, "count"))
	assert.Equal(t, "0", eval[string](t, p, `document.querySelector("#moment").getAttribute("aria-valuemax")`))
	p.press(t, "Show the widget again")
	p.waitForTypes(t, "WidgetShown")
	assert.Regexp(t, "^1 so far, the latest WidgetShown at ", p.text(t, "count"))
}

func TestTheTimelineZoomsAndFollowsTheVisit(t *testing.T) {
	p := openConsole(t)
	p.press(t, "Run a whole visit")
	p.waitForTypes(t, wholeVisit...)
	assert.Contains(t, p.text(t, "zoom-text"), "the whole visit")
	all := p.timeline(t)
	p.press(t, "Zoom in")
	p.press(t, "Zoom in")
	p.waitFor(t, `!document.querySelector("#zoom-text").innerText.includes("whole")`)
	assert.Less(t, p.timeline(t).Marks, all.Marks, "it shows the end of the visit")
	at := p.text(t, "zoom-text")
	p.press(t, "Show the widget again")
	p.waitFor(t, `document.querySelector("#zoom-text").innerText !== "`+at+`"`) // it follows
	for range 3 {
		p.press(t, "Earlier")
	}
	at = p.text(t, "zoom-text")
	eval[any](t, p, `ctliveSimulator.click("ClickToCall")`)
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 13`)
	assert.Equal(t, at, p.text(t, "zoom-text"), "who looks at an earlier time is left there")
	p.pressKey(t, "moment", kb.Home)
	p.waitFor(t, `document.querySelector("#zoom-text").innerText.startsWith("Seen: 0.0 s to")`) // the keys take the view along
	p.run(t, chromedp.KeyEvent("-"), chromedp.KeyEvent("-"), chromedp.KeyEvent("-"), chromedp.KeyEvent("-"))
	p.waitFor(t, `document.querySelector("#zoom-text").innerText.includes("the whole visit")`)
	p.run(t, chromedp.KeyEvent("+"))
	p.waitFor(t, `document.querySelector("#zoom-text").innerText.startsWith("Seen: 0.0 s to")`)
	p.press(t, "Whole visit")
	p.waitFor(t, `document.querySelector("#zoom-text").innerText.includes("the whole visit")`)
}

func TestTheMomentUnderThePointerIsExplained(t *testing.T) {
	p := openConsole(t)
	p.press(t, "Run a whole visit")
	p.waitForTypes(t, wholeVisit...)
	move := func(part string) {
		eval[any](t, p, `(() => {
			const picture = document.querySelector("#picture"), box = picture.getBoundingClientRect();
			picture.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + box.width * `+part+`, clientY: box.top + 50, bubbles: true}));
		})()`)
	}
	move("0.05")
	p.waitFor(t, `document.querySelector("#pointer").getAttribute("visibility") === "visible"`)
	assert.Regexp(t, `^At \d+\.\d s: widget w-demo has been shown for \d\.\d s\.$`, p.text(t, "moment-text"))
	move("1")
	p.waitFor(t, `document.querySelector("#moment-text").innerText.includes("nothing is shown and nobody chats")`)
	eval[any](t, p, `document.querySelector("#picture").dispatchEvent(new PointerEvent("pointerleave"))`) // as after a touch
	eval[any](t, p, `document.querySelector("#picture").dispatchEvent(new MouseEvent("click", {clientX: innerWidth, bubbles: true}))`)
	p.waitFor(t, `document.querySelector("#detail-title").innerText === "WidgetHidden"`)
	p.waitFor(t, `document.querySelector("#moment-text").innerText.startsWith("WidgetHidden of widget w-demo.")`)
}

func TestAClickOnAMessageWorksWhileOthersCome(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	eval[any](t, p, `(() => {
		const row = document.querySelector("#messages [role=option]");
		window.stays = () => row.isConnected;
		for (let n = 0; n < 100; n++) postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {n}});
	})()`)
	p.waitFor(t, counter("Delivered")+` === "102"`)
	eval[any](t, p, `(() => {
		window.row = [...document.querySelectorAll("#messages [role=option]")].at(-1);
		postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {n: 100}});
	})()`)
	p.waitFor(t, `[...document.querySelectorAll("#messages [role=option]")].at(-1) !== row`)
	assert.True(t, eval[bool](t, p, `row.isConnected`), "the rows that are there stay")
	assert.True(t, eval[bool](t, p, `!stays()`), "but for those that are out of sight")
}

func TestTheKeysOfTheBrowserStayItsOwn(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	prevented := func(id, key, modifier string) bool {
		return eval[bool](t, p, `!document.querySelector("#`+id+`").dispatchEvent(new KeyboardEvent("keydown", {key: "`+key+`", `+modifier+`: true, cancelable: true, bubbles: true}))`)
	}
	for _, modifier := range []string{"ctrlKey", "metaKey", "altKey"} {
		assert.False(t, prevented("moment", "-", modifier))
		assert.False(t, prevented("messages", "Home", modifier))
	}
	assert.True(t, prevented("moment", "-", "repeat"))
	assert.True(t, prevented("messages", "Home", "repeat"))
	assert.False(t, prevented("messages", "Tab", "repeat"))
}

func TestTheListStaysWhereOneReads(t *testing.T) {
	p := openConsole(t)
	eval[any](t, p, `(() => { for (let n = 2; n < 300; n++) postMessage({name: "CTLiveEvent", type: n % 3 ? "AgentTyping" : "AgentPaused", object: {n}}) })()`)
	p.waitFor(t, counter("Delivered")+` === "300"`)
	p.pressKey(t, "messages", kb.Home)
	p.waitFor(t, `document.querySelector("#messages").scrollTop === 0`)
	eval[any](t, p, `dispatchEvent(new Event("resize")); postMessage({name: "CTLiveEvent", type: "AgentTyping"})`)
	p.waitFor(t, counter("Delivered")+` === "301"`)
	assert.Zero(t, eval[int](t, p, `document.querySelector("#messages").scrollTop`), "a resize, as of a phone's address bar, moves nothing")
	eval[any](t, p, `void (document.querySelector("#messages").scrollTop = 6000)`)
	p.waitFor(t, `[...document.querySelectorAll("#messages [role=option]")].some((row) => row.innerText.includes("n 150"))`)
	eval[any](t, p, `[...document.querySelectorAll("#messages [role=option]")].find((row) => row.innerText.includes("n 150")).click()`)
	p.waitFor(t, `document.querySelector("#detail-title").innerText.startsWith("AgentPaused")`)
	p.run(t, chromedp.SetValue("#filter-type", "AgentPaused"))
	eval[any](t, p, `document.querySelector("#filter-type").dispatchEvent(new Event("change"))`)
	p.waitFor(t, `document.getElementById(document.querySelector("#messages").getAttribute("aria-activedescendant"))?.innerText.includes("n 150")`)
	assert.True(t, eval[bool](t, p, `(() => {
		const box = document.querySelector("#messages").getBoundingClientRect();
		const row = document.querySelector("[aria-selected=true]").getBoundingClientRect();
		return row.top >= box.top - 1 && row.bottom <= box.bottom + 1;
	})()`), "a filter that keeps the selected message keeps it in sight")
}

func TestOfManyLanesThoseWithTheLatestMessagesAreDrawn(t *testing.T) {
	p := openConsole(t)
	eval[any](t, p, `(() => { for (let n = 0; n < 40; n++) postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "c" + n}}) })()`)
	p.waitFor(t, counter("Delivered")+` === "42"`)
	p.waitFor(t, `document.querySelector("#drawing").textContent.includes("chat c39")`)
	names := p.timeline(t).Names
	assert.Len(t, names, 25)
	assert.NotContains(t, names, "chat c0")
	assert.Contains(t, names[24], "and 17 more")
}

func TestAScreenReaderIsNotFlooded(t *testing.T) {
	p := openConsole(t)
	eval[any](t, p, `(() => {
		window.said = [];
		new MutationObserver(() => said.push(document.querySelector("#news").textContent)).observe(document.querySelector("#news"), {childList: true, characterData: true, subtree: true});
		for (let n = 0; n < 40; n++) setTimeout(() => postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {n}}), 50 * n);
	})()`)
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 42`)
	p.waitFor(t, `said.at(-1)?.startsWith("42 so far, the latest AgentTyping at ")`)
	assert.LessOrEqual(t, eval[int](t, p, `said.length`), 3)
	assert.Empty(t, eval[[]string](t, p, `[...document.querySelectorAll("[aria-live], [role=status], [role=log], [role=alert]")].map(({id}) => id).filter((id) => !["news", "state", "hints"].includes(id) && id !== "")`))
}

func TestTheConsoleLoadsTheScriptOfATenant(t *testing.T) {
	tenant := httptest.NewServer(http.FileServer(http.Dir("../simulator"))) // another origin, as the vendor's
	defer tenant.Close()
	site, err := buildSite(examples(t).frame, tenant.URL+"/livechatsdk.js")
	require.NoError(t, err)
	server := httptest.NewServer(site.pages)
	defer server.Close()
	p := openPage(t, server.URL+"/")
	p.waitFor(t, listening)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	assert.Equal(t, tenant.URL+"/livechatsdk.js", eval[string](t, p, `document.querySelector("script[async]").src`))
	p.waitFor(t, `!document.querySelector("#try").hidden`)
	eval[any](t, p, `delete window.ctliveSimulator`)
	p.waitFor(t, `document.querySelector("#try").hidden`) // the vendor's own has no such buttons
}

func TestAllIsBuiltForTrustedTypesToo(t *testing.T) {
	site, err := siteToChange()
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

// siteToChange is the site, for tests that serve it with changes.
var siteToChange = sync.OnceValues(func() (site, error) {
	at, err := server()
	if err != nil {
		return site{}, err
	}
	return buildSite(at.frame, "")
})

// changedConsole serves the site with another page for the console, and returns its address.
func changedConsole(t *testing.T, change func(html string) string) string {
	t.Helper()
	site, err := siteToChange()
	require.NoError(t, err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			site.pages.ServeHTTP(w, r)
			return
		}
		r.Header.Del("Accept-Encoding")
		answer := httptest.NewRecorder()
		site.pages.ServeHTTP(answer, r)
		for _, name := range []string{"Content-Type", "Content-Security-Policy"} {
			w.Header().Set(name, answer.Header().Get(name))
		}
		_, _ = io.WriteString(w, change(answer.Body.String()))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// strictWriter adds to the policy that strings are no scripts.
type strictWriter struct{ http.ResponseWriter }

func (w strictWriter) WriteHeader(code int) {
	policy := w.Header().Get("Content-Security-Policy")
	w.Header().Set("Content-Security-Policy", policy+"; require-trusted-types-for 'script'; trusted-types 'none'")
	w.ResponseWriter.WriteHeader(code)
}
