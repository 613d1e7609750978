//go:build unix

package main_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

// openConsoleWithBeacon opens a console whose events go to a collector, as serve -beacon does it.
func openConsoleWithBeacon(t *testing.T, collector *e2e.Collector) console {
	t.Helper()
	p := openConsoleAt(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		meta := `<meta name="ctlive-beacon" content="` + collector.URL + `">`
		return strings.Replace(html, "<title>", meta+"<title>", 1),
			policy + "; connect-src 'self' " + strings.TrimSuffix(collector.URL, "/events")
	})+"/")
	p.waitForTypes(t, "Loaded", "WidgetShown")
	return p
}

// way is an expression for what the console says of where events go.
func way(name string) string { return description("going", name) }

// withheld is what the console says of the types of events with members that stay on the page.
func (p console) withheld(t *testing.T) []string {
	t.Helper()
	return e2e.Eval[[]string](
		t,
		p.Page,
		`[...document.querySelectorAll("#withheld-types li")].map((item) => item.textContent)`,
	)
}

func TestAccessibleViewSaysWhereEventsGo(t *testing.T) {
	collector := e2e.NewCollector(t)
	collector.Answer(http.StatusServiceUnavailable)
	e2e.ExpectProblems("503", "403", "the server refused")
	p := openConsoleWithBeacon(t, collector)
	p.WaitFor(t, way("dataLayer")+` === "2 pushed"`)
	p.WaitFor(t, way("Beacon")+` === "0 sent, 2 held, 0 dropped, 0 refused to `+collector.URL+`"`)
	p.WaitFor(t, `document.querySelector("#withheld summary").innerText.includes("Stays on this page: userID")`)
	p.CheckAccessibility(t, "while the server can't take events")

	collector.Answer(http.StatusAccepted)
	p.Do(t, `ctliveSimulator.visit(10)`)
	p.WaitFor(t, way("dataLayer")+` === "11 pushed"`)
	p.WaitFor(t, way("Beacon")+`.startsWith("11 sent, 0 held, 0 dropped, 0 refused ")`)
	assert.Len(t, collector.Events(), 11)
	p.KeysIn(t, e2e.CSS("#withheld summary"), e2e.Enter)
	p.WaitFor(t, `document.querySelector("#withheld").open`)
	assert.Equal(t, "userID, chatID, users", p.Text(t, "withheld-members"))
	said := p.withheld(t)
	assert.Contains(t, said, "WidgetClicked, 1×: userID")
	assert.Contains(t, said, "ChatOnline, 1×: chatID, users")
	p.CheckAccessibility(t, "with what was sent and withheld")

	collector.Answer(http.StatusForbidden)
	p.Do(t, `void (window.dataLayer = {}); ctliveSimulator.show()`)
	p.WaitFor(t, way("dataLayer")+` === "11 pushed, 1 lost"`)
	p.WaitFor(t, way("Beacon")+`.startsWith("11 sent, 0 held, 0 dropped, 1 refused ")`)
	p.WaitFor(t, way("Beacon")+`.includes("beacon: the server refused 1 events with status 403")`)
	p.WaitFor(t, e2e.HasItem("problems", "the server refused 1 events with status 403"))
	p.WaitFor(t, e2e.HasItem("problems", "window.dataLayer is no array"))
	p.CheckAccessibility(t, "with what was refused and lost")

	p.openRecording(t, p.saveRecording(t))
	p.KeysIn(t, e2e.CSS("#messages"), e2e.End)
	p.WaitFor(t, `[...document.querySelectorAll("#detail-members .tag")].map((tag) => tag.innerText).join() === `+
		`"would leave its page,would leave its page,would stay on its page"`)
	p.CheckAccessibility(t, "with a recording")
}

func TestWithoutABeaconTheConsoleSaysHowToHaveOne(t *testing.T) {
	p := openConsole(t)
	p.WaitFor(t, way("Beacon")+` === 'none; make run ARGS="-beacon URL" adds one'`)
	p.WaitFor(t, way("dataLayer")+` === "2 pushed"`)
}

// TestVisitLeavesAsTheDetailSays compares what the detail says of each member with what the dataLayer and the server
// get.
func TestVisitLeavesAsTheDetailSays(t *testing.T) {
	collector := e2e.NewCollector(t)
	p := openConsoleWithBeacon(t, collector)
	p.Do(t, `ctliveSimulator.visit(10); postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {widgetID: "w", `+
		`mood: "good", chatID: "c"}})`)
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 12`)
	events := collector.WaitForEvents(t, 12)
	pushed := e2e.Eval[[]struct{ CTLive map[string]any }](t, p.Page, `window.dataLayer`)
	require.Len(t, pushed, 12)
	p.KeysIn(t, e2e.CSS("#messages"), e2e.Home)
	for n := range 12 {
		p.WaitFor(t, `document.getElementById("messages").getAttribute("aria-activedescendant") === "message-`+
			strconv.Itoa(n)+`"`)
		rows := e2e.Eval[[][2]string](t, p.Page, `[...document.querySelectorAll("#detail-members div:has(.tag)")].map(`+
			`(row) => [row.firstChild.textContent, row.querySelector(".tag").innerText])`)
		require.NotEmpty(t, rows)
		var sent struct{ Object map[string]any }
		require.NoError(t, json.Unmarshal(events[n].Message.Raw, &sent))
		for _, row := range rows {
			leaves := row[1] == "leaves this page"
			assert.True(t, leaves || row[1] == "stays on this page", row)
			assert.Equal(t, leaves, pushed[n].CTLive[row[0]] != nil, "%v in the dataLayer", row)
			assert.Equal(t, leaves, sent.Object[row[0]] != nil, "%v at the server", row)
			assert.Equal(t, leaves, !slices.Contains([]string{"userID", "chatID", "users", "mood"}, row[0]), row)
		}
		p.Keys(t, e2e.ArrowDown)
	}
}
