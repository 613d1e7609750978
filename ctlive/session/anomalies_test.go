package session_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

func TestAnomalyChangesNothingElse(t *testing.T) {
	visit := []ctlive.Event{shown("w"), started("c"), online("c", "a"), finished("c", false)}
	surveyed := append(slices.Clip(visit[:3]), finished("c", true), surveyOpen("c"), surveyDone("c"))
	takenUp := []ctlive.Event{surveyOpen("c")}
	for reason, c := range map[string]struct {
		before []ctlive.Event
		event  ctlive.Event
	}{
		"Loaded for a widget that is loaded already":        {[]ctlive.Event{loaded("w")}, loaded("w")},
		"WidgetHidden for a widget that is not shown":       {[]ctlive.Event{clicked("w", ctlive.Chat)}, hidden("w")},
		"ChatStarted for a chat that is over":               {visit, started("c")},
		"ChatOnline for a chat that is over":                {visit, online("c", "b")},
		"ChatFinished for a chat that is over already":      {visit, finished("c", true)},
		"SurveyStarted for a chat that is not over":         {visit[:3], surveyOpen("c")},
		"SurveyStarted for a chat with survey open already": {surveyed[:5], surveyOpen("c")},
		"SurveyStarted for a chat with survey done already": {surveyed, surveyOpen("c")},
		"SurveySubmitted for a chat with no survey":         {visit, surveyDone("c")},
		"SurveySubmitted for a chat with survey expected":   {surveyed[:4], surveyDone("c")},
		"SurveySubmitted for a chat with survey done":       {surveyed, surveyDone("c")},

		"ChatOnline for a chat that is over, after a survey": {takenUp, online("c", "b")},
		"ChatOnline for a chat that is over, without an id":  {visit, online("", "b")},
		"ChatOnline for a chat that is over, restored":       {append(slices.Clip(visit), pageLoad{}), online("c", "b")},
		"ChatStarted for a chat that is over, restored":      {append(slices.Clip(visit), pageLoad{}), started("c")},
		"ChatFinished for a chat that is over already, too":  {append(slices.Clip(visit), pageLoad{}), finished("c", false)},
	} {
		t.Run(reason, func(t *testing.T) {
			before, after := observe(t, c.before...), observe(t, append(slices.Clip(c.before), c.event)...)
			require.Len(t, after.Anomalies, 1)
			anomaly := after.Anomalies[0]
			assert.Contains(t, reason, anomaly.Reason)
			assert.Equal(t, ctlive.Message{Event: c.event, Time: second(len(c.before))}, anomaly.Message)
			after.Anomalies = nil
			assert.Equal(t, before, after)
		})
	}
}

func TestAnomalyOfAWidgetCounts(t *testing.T) {
	t.Run("a second WidgetShown", func(t *testing.T) {
		s := observe(t, shown("w"), shown("w"))
		assert.Equal(t, []string{"WidgetShown for a widget that is shown already"}, reasons(s))
		assert.Equal(t, session.Funnel{Shown: 2}, s.Funnel)
		assert.Equal(t, []session.Widget{with(widget("w"), true, 0)}, s.Widgets)
	})
	t.Run("a form that was not open", func(t *testing.T) {
		s := observe(t, shown("w"), formDone("w", ctlive.Chat))
		assert.Equal(t, []string{"DatacollectionSubmitted for a form that is not open"}, reasons(s))
		assert.Equal(t, session.Funnel{Shown: 1, Collected: 1}, s.Funnel)
		assert.Equal(t, []session.Widget{with(widget("w"), true, 0)}, s.Widgets)
	})
}

func TestAnomalyKeepsTheMessageWithoutRaw(t *testing.T) {
	var tracker session.Tracker
	for range 2 {
		tracker.Observe(ctlive.Message{
			Event: loaded("w"), Origin: "https://www.example.com", Time: second(1), Early: true, Raw: []byte("{}"),
		})
	}
	want := ctlive.Message{Event: loaded("w"), Origin: "https://www.example.com", Time: second(1), Early: true}
	assert.Equal(t, want, tracker.Snapshot().Anomalies[0].Message)
}
