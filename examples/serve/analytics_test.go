package main

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wholeVisitPushed is wholeVisit in the dataLayer.
var wholeVisitPushed = []string{
	`{"event":"ctlive_loaded","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"w-demo"}}`,
	`{"event":"ctlive_widget_shown","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"w-demo"}}`,
	`{"event":"ctlive_widget_clicked","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"w-demo","type":"Chat"}}`,
	`{"event":"ctlive_datacollection_started","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"w-demo","type":"Chat"}}`,
	`{"event":"ctlive_datacollection_submitted","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"w-demo","type":"Chat"}}`,
	`{"event":"ctlive_chat_started","ctlive":{}}`,
	`{"event":"ctlive_chat_online","ctlive":{}}`,
	`{"event":"ctlive_chat_finished","ctlive":{"isSurveyConfigured":true}}`,
	`{"event":"ctlive_survey_started","ctlive":{}}`,
	`{"event":"ctlive_survey_submitted","ctlive":{}}`,
	`{"event":"ctlive_widget_hidden","ctlive":{"elementID":"ctlive-demo-widget","widgetID":"w-demo"}}`,
}

func openAnalytics(t *testing.T) *page {
	t.Helper()
	p := openPage(t, examples(t).pages+"/analytics/")
	p.waitForOutcomes(t, "waiting for consent", 2)
	return p
}

// pushes are the entries of window.dataLayer, as JSON.
func (p *page) pushes(t *testing.T) []string {
	t.Helper()
	return eval[[]string](t, p, `(window.dataLayer ?? []).map((push) => JSON.stringify(push))`)
}

// outcomes says what the page shows of each event.
func (p *page) outcomes(t *testing.T) []string {
	t.Helper()
	return eval[[]string](t, p, `[...document.querySelectorAll("#events tr")].map(({cells}) => cells[1].innerText)`)
}

// waitForOutcomes waits until the page shows so many events, all with this outcome.
func (p *page) waitForOutcomes(t *testing.T, outcome string, events int) {
	t.Helper()
	p.waitFor(t, `(() => {
		const rows = [...document.querySelectorAll("#events tr")];
		return rows.length === `+strconv.Itoa(events)+` && rows.every(({cells}) => cells[1].innerText === "`+outcome+`");
	})()`)
}

// clickThroughAVisit does what a visitor does in wholeVisit.
func (p *page) clickThroughAVisit(t *testing.T) {
	t.Helper()
	p.press(t, "Contact us")
	p.press(t, "Chat with us")
	p.fill(t, "Name", "Grace")
	p.fill(t, "Email", "grace@example.com")
	p.press(t, "Send")
	p.waitFor(t, `document.querySelector("[role=log]").innerText.includes("I am Ada")`)
	p.press(t, "End the chat")
	p.run(t, chromedp.Click(`input[name="rating"][value="3"]`, chromedp.NodeVisible))
	p.press(t, "Send")
	p.press(t, "Hide this widget")
}

func TestAVisitIsPushedInOrderOnceTheVisitorAgrees(t *testing.T) {
	p := openAnalytics(t)
	p.clickThroughAVisit(t)
	p.waitForOutcomes(t, "waiting for consent", 11)
	assert.Empty(t, p.pushes(t), "nothing is pushed before consent")
	assert.Contains(t, eval[string](t, p, `document.querySelector("#state").innerText`), "11 events wait")

	p.press(t, "Accept analytics")
	p.waitForOutcomes(t, "sent", 11)
	assert.Equal(t, wholeVisitPushed, p.pushes(t))
	assert.Equal(t, wholeVisitPushed, p.items(t, "pushes"))
	for _, identifier := range []string{"u-", "c-", "agent-ada", "userID", "chatID", "users"} {
		assert.NotContains(t, strings.Join(p.pushes(t), ""), `"`+identifier)
	}
	assert.Equal(t, eval[string](t, p, `document.activeElement.id`), "change", "the focus is not lost with the banner")

	p.press(t, "Run a whole visit")
	p.waitForOutcomes(t, "sent", 21)
	assert.Equal(t, append(wholeVisitPushed, wholeVisitPushed[1:]...), p.pushes(t), "with consent at once")
}

func TestThePageSaysWhatIsWithheldAndWhy(t *testing.T) {
	p := openAnalytics(t)
	eval[any](t, p, `ctliveSimulator.visit(10)`)
	p.waitForOutcomes(t, "waiting for consent", 11)
	rows := eval[[]string](t, p, `[...document.querySelectorAll("#events tr")].map((row) => row.innerText)`)
	assert.Contains(t, rows[2], `type: "Chat"`)
	assert.Contains(t, rows[2], "userID: tells who the visitor is")
	assert.Contains(t, rows[5], "chatID: leads to what was said")
	assert.Contains(t, rows[6], "users: tells who the visitor and the agents are")
	assert.Contains(t, rows[7], "isSurveyConfigured: true")
	for _, row := range rows {
		assert.NotContains(t, row, "u-", "the page itself shows no identifier either")
	}
}

func TestWhoDeclinesIsNotCountedAndNotAskedAgain(t *testing.T) {
	p := openAnalytics(t)
	p.press(t, "Decline")
	p.waitForOutcomes(t, "withheld: declined", 2)
	eval[any](t, p, `ctliveSimulator.visit(10)`)
	p.waitForOutcomes(t, "withheld: declined", 11)
	assert.Empty(t, p.pushes(t))

	p.run(t, chromedp.Reload())
	p.waitForOutcomes(t, "withheld: declined", 2)
	assert.True(t, eval[bool](t, p, `document.querySelector("#banner").hidden`))
	p.press(t, "Change my choice")
	p.waitFor(t, `!document.querySelector("#banner").hidden`)
	p.waitForOutcomes(t, "waiting for consent", 2)
	p.press(t, "Accept analytics")
	p.waitForOutcomes(t, "sent", 2)
	p.run(t, chromedp.Reload())
	p.waitForOutcomes(t, "sent", 2)
	assert.Len(t, p.pushes(t), 2)
}

func TestABrokenDataLayerHarmsNothing(t *testing.T) {
	p := openAnalytics(t)
	eval[any](t, p, `void (window.dataLayer = {})`)
	p.press(t, "Accept analytics")
	p.waitForOutcomes(t, "lost", 2)
	p.waitFor(t, item("problems", "pushing ctlive_widget_shown failed: window.dataLayer is no array"))
	eval[any](t, p, `(() => {
		const cyclic = {event: "of another script"};
		cyclic.self = cyclic;
		window.dataLayer = [cyclic];
	})()`)
	p.press(t, "Run a whole visit")
	p.waitFor(t, `document.querySelectorAll("#events tr").length === 11`)
	p.waitFor(t, item("pushes", "ctlive_widget_hidden"))
	assert.Equal(t, append([]string{"(an entry of another script)"}, wholeVisitPushed[2:]...), p.items(t, "pushes"))
	assert.Equal(t, "sent", p.outcomes(t)[10])
}

// TestTagManagersReaderSeesEachEvent reads the dataLayer with Google's data-layer-helper: it replays what is there, puts
// its own push in place of the array's, and merges each push into a model.
func TestTagManagersReaderSeesEachEvent(t *testing.T) {
	for _, when := range []string{"before the visit", "during the visit", "after the visit"} {
		t.Run(when, func(t *testing.T) {
			p := openAnalytics(t)
			p.press(t, "Accept analytics")
			p.waitForOutcomes(t, "sent", 2)
			steps := []string{`ctliveSimulator.click("Chat")`, `ctliveSimulator.submit()`, `(async () => {
				while (!dataLayer.some((push) => push.event === "ctlive_chat_online")) await new Promise((resume) => setTimeout(resume, 20));
				ctliveSimulator.end(); ctliveSimulator.submit(); ctliveSimulator.hide();
			})()`}
			load := map[string]int{"before the visit": 0, "during the visit": 2, "after the visit": 3}[when]
			for i := 0; i <= len(steps); i++ {
				if i == load {
					eval[any](t, p, fromNPM(t, "data-layer-helper/dist/data-layer-helper.js")+`;
						window.seen = [];
						new DataLayerHelper(dataLayer, ({ctlive}, {event}) => seen.push(event + " " + (ctlive.type ?? "-")), true);`)
				}
				if i < len(steps) {
					eval[any](t, p, steps[i])
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
			}, eval[[]string](t, p, `seen`))
		})
	}
}

func TestTheAnalyticsPageViolatesNoWCAG(t *testing.T) {
	p := openAnalytics(t)
	p.checkAccessibility(t, "before the visitor has decided")
	p.press(t, "Run a whole visit")
	p.waitForOutcomes(t, "waiting for consent", 11)
	p.press(t, "Accept analytics")
	p.waitForOutcomes(t, "sent", 11)
	eval[any](t, p, `void (window.dataLayer = {}); ctliveSimulator.show()`)
	p.waitFor(t, item("problems", "is no array"))
	p.checkAccessibility(t, "with events, pushes and problems")
	require.Len(t, p.outcomes(t), 12)
}
