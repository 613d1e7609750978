//go:build unix

package main_test

import (
	"html"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

// openSite opens a console whose simulator has these attributes, on both of its pages.
func openSite(t *testing.T, attributes string) console {
	t.Helper()
	const tag = `<script async src="/livechat/demo/lib/livechatsdk.js"`
	return openConsoleAt(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(html, tag, tag+" "+attributes, 1), policy
	})+"/")
}

// follow clicks the link to another page, and waits until its program listens.
func (p console) follow(t *testing.T, path string) {
	t.Helper()
	p.Click(t, e2e.CSS(`nav a[href="`+path+`"]`))
	p.WaitFor(t, `location.pathname === "`+path+`" && `+listening)
}

// startChat begins a chat as a visitor does.
func (p console) startChat(t *testing.T) {
	t.Helper()
	p.Press(t, "Contact us")
	p.Press(t, "Chat with us")
	p.Fill(t, "Name", "Grace")
	p.Fill(t, "Email", "grace@example.com")
	p.Press(t, "Send")
	p.WaitFor(t, e2e.HasItem("chats", "^CHAT_DEMO_.*: requested, waiting "))
}

// noteTimes notes when a message of each type came.
func (p console) noteTimes(t *testing.T) {
	t.Helper()
	p.Do(t, `window.came = {};
		addEventListener("message", ({data, timeStamp}) => came[data.type] = performance.timeOrigin + timeStamp);`)
}

// cameAt is when a message came, in milliseconds.
func (p console) cameAt(t *testing.T, kind string) float64 {
	t.Helper()
	p.WaitFor(t, `came.`+kind)
	return e2e.Eval[float64](t, p.Page, `came.`+kind)
}

// keptChat is what the tab keeps of its one chat, for the next page, the times in milliseconds.
func (p console) keptChat(t *testing.T) (chat struct{ Started, Answered, Ended float64 }) {
	t.Helper()
	p.WaitFor(t, `sessionStorage.getItem("ctlive.session").includes('"surveyed":1')`)
	const milliseconds = `([seconds, nanoseconds]) => seconds * 1000 + nanoseconds / 1e6`
	return e2e.Eval[struct{ Started, Answered, Ended float64 }](t, p.Page, `(() => {
		const {chats: [{started, answered, ended}]} = JSON.parse(sessionStorage.getItem("ctlive.session"));
		const [Started, Answered, Ended] = [started, answered, ended].map(`+milliseconds+`);
		return {Started, Answered, Ended};
	})()`)
}

func TestVisitOverTwoPagesIsOneChat(t *testing.T) {
	p := openSite(t, `data-agent-delay="never"`)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	assert.Empty(t, p.Text(t, "goes-on"))
	p.noteTimes(t)
	p.startChat(t)
	started := p.cameAt(t, "ChatStarted")

	p.follow(t, "/two/") // while the visitor waits
	p.waitForTypes(t, "Loaded", "WidgetShown")
	assert.Regexp(t, `^This session goes on from earlier pages, since \d\d:\d\d:\d\d\.$`, p.Text(t, "goes-on"))
	p.WaitFor(
		t,
		e2e.HasItem("chats", `^CHAT_DEMO_.*: requested, from an earlier page, begun at \d\d:\d\d:\d\d, waiting \d`),
	)
	p.WaitFor(t, `/^CHAT_DEMO_.*: waiting for /.test(document.querySelector("#chat-now").innerText)`)
	assert.Equal(t, map[string]int{"shown": 1, "waiting": 1}, p.timeline(t).Bars)
	p.noteTimes(t)
	p.Do(t, `ctliveSimulator.join()`)
	answered := p.cameAt(t, "ChatOnline")
	p.WaitFor(
		t,
		e2e.HasItem("chats", `^CHAT_DEMO_.*: online, resumed after a page load, begun at .*, waiting \d.*, talking \d`),
	)

	p.Reload(t) // while they talk
	p.WaitFor(t, listening)
	p.waitForTypes(t, "Loaded", "WidgetShown", "ChatOnline")
	p.WaitFor(t, e2e.HasItem("chats", `^CHAT_DEMO_.*: online, resumed after a page load`))
	p.noteTimes(t)
	p.Press(t, "End the chat")
	ended := p.cameAt(t, "ChatFinished")
	p.Click(t, e2e.CSS(`input[name="rating"][value="3"]`))
	p.Press(t, "Send")

	p.WaitFor(
		t,
		e2e.HasItem(
			"chats",
			`^CHAT_DEMO_.*: finished, resumed after a page load, begun at .*, survey done, from classic_popup `,
		),
	)
	chat := p.keptChat(t)
	assert.InDelta(t, started, chat.Started, 1, "in milliseconds")
	assert.InDelta(t, answered, chat.Answered, 1)
	assert.InDelta(t, ended, chat.Ended, 1)

	p.follow(t, "/") // when all is over
	p.waitForTypes(t, "Loaded", "WidgetShown")
	require.Len(t, p.Items(t, "chats"), 1)
	for step, count := range map[string]string{
		"Shown": "4", "Clicked": "1", "Form completed": "1", "Chat requested": "1", "Chat active": "1", "Chat finished": "1",
		"Chat abandoned": "0", "Survey completed": "1", "Chat resumed": "0",
	} {
		p.WaitFor(t, description("funnel", step)+` === "`+count+`"`)
	}
	assert.Empty(t, p.Text(t, "anomalies"))

	p.Press(t, "Clear")
	p.WaitFor(t, description("funnel", "Shown")+` === "0"`)
	p.Reload(t)
	p.WaitFor(t, listening)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	assert.Empty(t, p.Items(t, "chats"), "Clear has deleted what was kept")
	assert.Empty(t, p.Text(t, "goes-on"))
}

func TestVisitWithTwoWidgetsOfOneDefinitionHasTwo(t *testing.T) {
	services := `[{"elementID": "help"}, {"elementID": "sales", "label": "Talk to sales"}]`
	p := openSite(t, `data-services="`+html.EscapeString(services)+`"`)
	p.waitForTypes(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	p.Do(t, `ctliveSimulator.click("CallbackLater", "sales"); ctliveSimulator.submit("sales")`)
	p.WaitFor(t, e2e.HasItem("widgets", "^classic_popup in sales: shown, CallbackLater clicked 1×$"))
	p.WaitFor(t, e2e.HasItem("widgets", "^classic_popup in help: shown$"))

	p.follow(t, "/two/")
	p.waitForTypes(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	p.WaitFor(t, e2e.HasItem("widgets", "^classic_popup in sales: shown, CallbackLater clicked 1×$"))
	p.WaitFor(t, e2e.HasItem("widgets", "^classic_popup in help: shown$"))
	assert.Len(t, p.Items(t, "widgets"), 2)
	assert.Empty(t, p.Text(t, "anomalies"))
}

// TestVisitThatGoesBackIsTheSame goes back to a page that the browser may have kept as it was left.
func TestVisitThatGoesBackIsTheSame(t *testing.T) {
	e2e.UseWholeBrowser(t)
	p := openSite(t, `data-agent-delay="never"`)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.startChat(t)
	p.follow(t, "/two/")
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.Do(t, `ctliveSimulator.join()`)
	p.WaitFor(t, e2e.HasItem("chats", `^CHAT_DEMO_.*: online`))
	p.Back(t)
	p.WaitFor(t, `location.pathname === "/" && `+listening)
	p.WaitFor(t, e2e.HasItem("chats", `^CHAT_DEMO_.*: online, resumed after a page load`))
	assert.Len(t, p.Items(t, "chats"), 1)
	p.WaitFor(t, description("funnel", "Chat requested")+` === "1"`)
	p.WaitFor(t, description("funnel", "Chat active")+` === "1"`)
	assert.Empty(t, p.Text(t, "anomalies"))
}
