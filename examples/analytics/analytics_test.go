//go:build unix

package main_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

// wholeVisitPushed is e2e.WholeVisit in the dataLayer.
var wholeVisitPushed = []string{
	`{"event":"ctlive_loaded","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"classic_popup"}}`,
	`{"event":"ctlive_widget_shown","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"classic_popup"}}`,
	`{"event":"ctlive_widget_clicked","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"classic_popup",` +
		`"type":"Chat"}}`,
	`{"event":"ctlive_datacollection_started","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"classic_popup",` +
		`"type":"Chat"}}`,
	`{"event":"ctlive_datacollection_submitted","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"classic_popup",` +
		`"type":"Chat"}}`,
	`{"event":"ctlive_chat_started","ctlive":{}}`,
	`{"event":"ctlive_chat_online","ctlive":{}}`,
	`{"event":"ctlive_chat_finished","ctlive":{"isSurveyConfigured":true}}`,
	`{"event":"ctlive_survey_started","ctlive":{}}`,
	`{"event":"ctlive_survey_submitted","ctlive":{}}`,
	`{"event":"ctlive_widget_hidden","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"classic_popup"}}`,
}

func TestMain(m *testing.M) { e2e.Main(m) }

// analytics is the page in a tab.
type analytics struct{ *e2e.Page }

func openAnalytics(t *testing.T) analytics {
	t.Helper()
	p := analytics{e2e.Open(t, e2e.Examples(t).Pages+"/analytics/")}
	p.waitForOutcomes(t, "waiting for consent", 2)
	return p
}

// pushes are the entries of window.dataLayer, as JSON.
func (p analytics) pushes(t *testing.T) []string {
	t.Helper()
	return e2e.Eval[[]string](t, p.Page, `(window.dataLayer ?? []).map((push) => JSON.stringify(push))`)
}

// outcomes says what the page shows of each event.
func (p analytics) outcomes(t *testing.T) []string {
	t.Helper()
	return e2e.Eval[[]string](
		t,
		p.Page,
		`[...document.querySelectorAll("#events tr")].map(({cells}) => cells[1].innerText)`,
	)
}

// waitForOutcomes waits until the page shows so many events, all with this outcome.
func (p analytics) waitForOutcomes(t *testing.T, outcome string, events int) {
	t.Helper()
	p.WaitFor(t, `(() => {
		const rows = [...document.querySelectorAll("#events tr")];
		return rows.length === `+strconv.Itoa(events)+` && rows.every(({cells}) => cells[1].innerText === "`+outcome+`");
	})()`)
}

func TestVisitIsPushedInOrderOnceTheVisitorAgrees(t *testing.T) {
	p := openAnalytics(t)
	p.ClickThroughVisit(t)
	p.waitForOutcomes(t, "waiting for consent", 11)
	assert.Empty(t, p.pushes(t), "nothing is pushed before consent")
	assert.Contains(t, e2e.Eval[string](t, p.Page, `document.querySelector("#state").innerText`), "11 events wait")

	p.Press(t, "Accept analytics")
	p.waitForOutcomes(t, "sent", 11)
	assert.Equal(t, wholeVisitPushed, p.pushes(t))
	assert.Equal(t, wholeVisitPushed, p.Items(t, "pushes"))
	for _, identifier := range []string{"USER_", "CHAT_", "userID", "chatID", "users"} {
		assert.NotContains(t, strings.Join(p.pushes(t), ""), `"`+identifier)
	}
	assert.Equal(
		t,
		e2e.Eval[string](t, p.Page, `document.activeElement.id`),
		"change",
		"the focus is not lost with the banner",
	)

	p.Press(t, "Run a whole visit")
	p.waitForOutcomes(t, "sent", 21)
	assert.Equal(t, append(wholeVisitPushed, wholeVisitPushed[1:]...), p.pushes(t), "with consent at once")
}

func TestWithheldMembersAreShownWithTheReason(t *testing.T) {
	p := openAnalytics(t)
	p.Do(t, `ctliveSimulator.visit(10)`)
	p.waitForOutcomes(t, "waiting for consent", 11)
	rows := e2e.Eval[[]string](t, p.Page, `[...document.querySelectorAll("#events tr")].map((row) => row.innerText)`)
	assert.Contains(t, rows[2], `type: "Chat"`)
	assert.Contains(t, rows[2], "userID: tells who the visitor is")
	assert.Contains(t, rows[5], "chatID: leads to what was said")
	assert.Contains(t, rows[6], "users: tells who the visitor and the agents are")
	assert.Contains(t, rows[7], "isSurveyConfigured: true")
	for _, row := range rows {
		assert.NotContains(t, row, "USER_", "the page itself shows no identifier either")
	}
}

func TestDeclineIsKeptAndNotAskedForAgain(t *testing.T) {
	p := openAnalytics(t)
	p.Press(t, "Decline")
	p.waitForOutcomes(t, "withheld: declined", 2)
	p.Do(t, `ctliveSimulator.visit(10)`)
	p.waitForOutcomes(t, "withheld: declined", 11)
	assert.Empty(t, p.pushes(t))

	p.Reload(t)
	p.waitForOutcomes(t, "withheld: declined", 2)
	assert.True(t, e2e.Eval[bool](t, p.Page, `document.querySelector("#banner").hidden`))
	p.Press(t, "Change my choice")
	p.WaitFor(t, `!document.querySelector("#banner").hidden`)
	p.waitForOutcomes(t, "waiting for consent", 2)
	p.Press(t, "Accept analytics")
	p.waitForOutcomes(t, "sent", 2)
	p.Reload(t)
	p.waitForOutcomes(t, "sent", 2)
	assert.Len(t, p.pushes(t), 2)
}

func TestDataLayerThatIsBrokenHarmsNothing(t *testing.T) {
	p := openAnalytics(t)
	p.Do(t, `void (window.dataLayer = {})`)
	p.Press(t, "Accept analytics")
	p.waitForOutcomes(t, "lost", 2)
	p.WaitFor(t, e2e.HasItem("problems", "pushing ctlive_widget_shown failed: window.dataLayer is no array"))
	p.Do(t, `(() => {
		const cyclic = {event: "of another script"};
		cyclic.self = cyclic;
		window.dataLayer = [cyclic];
	})()`)
	p.Press(t, "Run a whole visit")
	p.WaitFor(t, `document.querySelectorAll("#events tr").length === 11`)
	p.WaitFor(t, e2e.HasItem("pushes", "ctlive_widget_hidden"))
	assert.Equal(t, append([]string{"(an entry of another script)"}, wholeVisitPushed[2:]...), p.Items(t, "pushes"))
	assert.Equal(t, "sent", p.outcomes(t)[10])
}

// TestTagManagerReaderSeesEachEvent reads the dataLayer with Google's data-layer-helper: it replays what is there, puts
// its own push in place of the array's, and merges each push into a model.
func TestTagManagerReaderSeesEachEvent(t *testing.T) {
	for _, when := range []string{"before the visit", "during the visit", "after the visit"} {
		t.Run(when, func(t *testing.T) {
			p := openAnalytics(t)
			p.Press(t, "Accept analytics")
			p.waitForOutcomes(t, "sent", 2)
			steps := []string{`ctliveSimulator.click("Chat")`, `ctliveSimulator.submit()`, `await (async () => {
				while (!dataLayer.some((push) => push.event === "ctlive_chat_online")) await new Promise((resume) => ` +
				`setTimeout(resume, 20));
				ctliveSimulator.end(); ctliveSimulator.submit(); ctliveSimulator.hide();
			})()`}
			load := map[string]int{"before the visit": 0, "during the visit": 2, "after the visit": 3}[when]
			for i := 0; i <= len(steps); i++ {
				if i == load {
					p.Do(t, e2e.FromNPM(t, "data-layer-helper/dist/data-layer-helper.js")+`;
						window.seen = [];
						new DataLayerHelper(dataLayer, ({ctlive}, {event}) => seen.push(event + " " + (ctlive.type ?? "-")), true);`)
				}
				if i < len(steps) {
					p.Do(t, steps[i])
				}
				if i == 2 {
					p.waitForOutcomes(t, "sent", 11)
				}
			}
			assert.Equal(t, []string{
				"ctlive_loaded -", "ctlive_widget_shown -", "ctlive_widget_clicked Chat",
				"ctlive_datacollection_started Chat", "ctlive_datacollection_submitted Chat",
				"ctlive_chat_started -", "ctlive_chat_online -", "ctlive_chat_finished -",
				"ctlive_survey_started -", "ctlive_survey_submitted -", "ctlive_widget_hidden -",
			}, e2e.Eval[[]string](t, p.Page, `seen`))
		})
	}
}

func TestAccessibilityInEachState(t *testing.T) {
	p := openAnalytics(t)
	p.CheckAccessibility(t, "before the visitor has decided")
	p.Press(t, "Run a whole visit")
	p.waitForOutcomes(t, "waiting for consent", 11)
	p.Press(t, "Accept analytics")
	p.waitForOutcomes(t, "sent", 11)
	p.Do(t, `void (window.dataLayer = {}); ctliveSimulator.show()`)
	p.WaitFor(t, e2e.HasItem("problems", "is no array"))
	p.CheckAccessibility(t, "with events, pushes and problems")
	require.Len(t, p.outcomes(t), 12)
	p.Click(t, e2e.CSS(`nav a[href="/analytics/two/"]`))
	p.WaitFor(
		t,
		`location.pathname === "/analytics/two/" && document.querySelector("#session").innerText.startsWith("Chats: `+
			`finished")`,
	)
	p.CheckAccessibility(t, "on page two")
}

func TestVisitOverTwoPagesIsCountedOnce(t *testing.T) {
	const tag = `<script async src="/livechat/demo/lib/livechatsdk.js"`
	origin := e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(html, tag, tag+` data-agent-delay="never"`, 1), policy
	})
	p := analytics{e2e.Open(t, origin+"/analytics/")}
	p.Press(t, "Accept analytics")
	p.waitForOutcomes(t, "sent", 2)
	p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit()`)
	p.waitForOutcomes(t, "sent", 6)
	pushes := p.pushes(t)

	p.Click(t, e2e.CSS(`nav a[href="/analytics/two/"]`))
	p.WaitFor(t, `location.pathname === "/analytics/two/" && window.ctliveSimulator`)
	p.waitForOutcomes(t, "sent", 2)
	p.Do(t, `ctliveSimulator.join()`)
	p.waitForOutcomes(t, "sent", 3)
	pushes = append(pushes, p.pushes(t)...)

	p.Reload(t)
	p.WaitFor(t, `document.querySelectorAll("#events tr").length === 3`)
	assert.Equal(t, []string{"sent", "sent", "not sent: an earlier page has had it"}, p.outcomes(t))
	p.Do(t, `ctliveSimulator.end(); ctliveSimulator.submit()`)
	p.WaitFor(t, `document.querySelectorAll("#events tr").length === 6`)
	p.WaitFor(t, `dataLayer.length === 5`)
	pushes = append(pushes, p.pushes(t)...)

	assert.Equal(t, append(append(append(slices.Clone(wholeVisitPushed[:6]),
		wholeVisitPushed[0], wholeVisitPushed[1], wholeVisitPushed[6]),
		wholeVisitPushed[0], wholeVisitPushed[1]),
		wholeVisitPushed[7:10]...), pushes, "each step of the chat once; Loaded and WidgetShown on each page")
	assert.Equal(
		t,
		"Chats: finished (resumed after a page load). Requested 1, answered 1, finished 1, surveys completed 1.",
		p.Text(t, "session"),
	)

	p.Press(t, "Change my choice")
	p.WaitFor(t, `!document.querySelector("#banner").hidden`)
	p.WaitFor(t, `sessionStorage.getItem("ctlive.session") === null`)
	assert.Equal(t, "No chat yet.", p.Text(t, "session"))
}
