//go:build unix

package main

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/internal/e2e"
)

// typesOf are the types of events in the order of their numbers in the visit.
func typesOf(events []cloudevents.Event) (types []string) {
	slices.SortFunc(events, func(a, b cloudevents.Event) int { return int(a.Sequence) - int(b.Sequence) })
	for _, e := range events {
		types = append(types, string(e.Message.Event.EventType()))
	}
	return types
}

func TestVisitIsAtTheServerOnceThatTheFlagNames(t *testing.T) {
	collector := e2e.NewCollector(t)
	at, err := start(t, "-beacon", collector.URL)
	require.NoError(t, err)
	for _, path := range []string{"/", "/analytics/", "/customevents/"} {
		t.Run(path, func(t *testing.T) {
			before := len(collector.Events())
			p := e2e.Open(t, at.pages+path)
			if path == "/analytics/" {
				p.WaitFor(t, `document.querySelectorAll("#events tr").length === 2`)
				p.Press(t, "Accept analytics")
			}
			p.ClickThroughVisit(t)
			collector.WaitForEvents(t, before+len(e2e.WholeVisit))
			p.Navigate(t, at.pages+"/favicon.svg") // a page that is left sends what it still holds
			events := collector.Events()[before:]
			assert.Equal(t, e2e.WholeVisit, typesOf(events), "each event once")
			for _, e := range events {
				assert.Equal(t, at.pages+path, e.Source)
				assert.Equal(t, events[0].Visit, e.Visit)
				for _, personal := range []string{"userID", "chatID", "users"} {
					assert.NotContains(t, string(e.Message.Raw), personal)
				}
			}
		})
	}
	t.Run("a page that decides", func(t *testing.T) {
		before := len(collector.Events())
		p := e2e.Open(t, at.pages+"/engagement/")
		p.WaitFor(t, `document.querySelector("#cart").innerText.includes("€0")`)
		p.Click(t, e2e.CSS(`[data-price="120"]`))
		events := collector.WaitForEvents(t, before+2)[before:]
		assert.Equal(t, e2e.WholeVisit[:2], typesOf(events))
	})
}

func TestAnalyticsSendsNothingWithoutConsent(t *testing.T) {
	collector := e2e.NewCollector(t)
	at, err := start(t, "-beacon", collector.URL)
	require.NoError(t, err)
	p := e2e.Open(t, at.pages+"/analytics/")
	p.WaitFor(t, `document.querySelectorAll("#events tr").length === 2`)
	p.Press(t, "Decline")
	p.Navigate(t, at.pages+"/analytics/two/")
	p.WaitFor(t, `document.querySelectorAll("#events tr").length === 2`)
	p.Press(t, "Change my choice")
	p.WaitFor(t, `!document.querySelector("#banner").hidden && document.querySelectorAll("#events tr").length === 2`)
	p.Press(t, "Accept analytics")
	events := collector.WaitForEvents(t, 2)
	assert.Equal(t, e2e.WholeVisit[:2], typesOf(events))
	for _, e := range events {
		assert.Equal(t, at.pages+"/analytics/two/", e.Source, "not what was declined")
	}
}

func TestPolicyAllowsTheServerThatTheFlagNames(t *testing.T) {
	at, err := start(t, "-beacon", "https://events.example.com:8443/ctlive/events?site=1")
	require.NoError(t, err)
	response, page := get(t, at.pages+"/", nil)
	assert.Equal(t, "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-src 'self' "+at.frame+
		"; connect-src 'self' https://events.example.com:8443", response.Header.Get("Content-Security-Policy"))
	assert.Contains(t, string(page),
		`<meta name="ctlive-beacon" content="https://events.example.com:8443/ctlive/events?site=1">`)
	_, page = get(t, examples(t).pages+"/", nil)
	assert.NotContains(t, string(page), "ctlive-beacon")
}
