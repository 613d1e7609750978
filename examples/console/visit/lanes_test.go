package visit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
)

func TestLanesFollowTheMessages(t *testing.T) {
	shown, hidden := ctlive.WidgetShown{WidgetID: "w"}, ctlive.WidgetHidden{WidgetID: "w"}
	form, submitted := ctlive.DatacollectionStarted{WidgetID: "w"}, ctlive.DatacollectionSubmitted{WidgetID: "w"}
	started, online := ctlive.ChatStarted{ChatID: "c"}, ctlive.ChatOnline{ChatID: "c"}
	finished := ctlive.ChatFinished{ChatID: "c"}
	for name, c := range map[string]struct {
		visit *visit.Visit
		want  []string
	}{
		"a whole visit": {wholeVisit(), []string{
			"widget widget-1: shown 1-3, form open 3-4, shown 4-10; 0 1 2 3 4 10",
			"chat c: waiting 5-6, talking 6-7, survey open 8-9; 5 6 7 8 9",
		}},
		"a chat that nobody answers": {of(started, finished), []string{"chat c: waiting 0-1; 0 1"}},
		"what goes on": {of(shown, form, started, online), []string{"widget w: shown 0-1, form open " +
			"1-; 0 1", "chat c: waiting 2-3, talking 3-; 2 3"}},
		"a form before the widget": {of(form, submitted), []string{"widget w: form open 0-1; 0 1"}},
		"a widget that comes and goes": {of(shown, hidden, shown, hidden), []string{"widget w: shown 0-1, shown 2-3; " +
			"0 1 2 3"}},
		"a widget hidden with its form": {of(shown, form, hidden), []string{"widget w: shown 0-1, form open 1-2; 0 1 2"}},
		"what the order does not allow": {of(online, finished, started), []string{"chat c: talking 0-1; 0 1 2"}},
		"a widget without a widgetID":   {of(ctlive.WidgetShown{ElementID: "e"}), []string{"widget e: shown 0-; 0"}},
		"events of no widget or chat": {
			of(ctlive.Unknown{Type: "New"}, shown), []string{"widget w: shown 1-; 1", "other events: ; 0"},
		},
		"new events of a chat, a widget": {
			of(ctlive.Unknown{Type: "AgentTyping", Object: []byte(`{"chatID":"c"}`)}, ctlive.Unknown{Type: "Moved",
				Object: []byte(`{"widgetID":"w","chatID":7}`)}), []string{"widget w: ; 1", "chat c: ; 0"},
		},
		"two widgets of one widgetID": {
			of(ctlive.Loaded{ElementID: "e", WidgetID: "w"}, ctlive.Loaded{ElementID: "f", WidgetID: "w"},
				ctlive.Loaded{ElementID: "f"}), []string{"widget w in e: ; 0", "widget w in f: ; 1", "widget f: ; 2"},
		},
		"an event of widget and chat": {
			of(shown, ctlive.Unknown{Type: "Joined", Object: []byte(`{"widgetID":"w","chatID":"c"}`)}), []string{"widget w: " +
				"shown 0-; 0", "chat c: ; 1"},
		},
		"several, by first sight": {
			of(started, ctlive.ChatStarted{ChatID: "a"}, shown, ctlive.WidgetShown{WidgetID: "a"}), []string{"widget w: " +
				"shown 2-; 2", "widget a: shown 3-; 3", "chat c: waiting 0-; 0", "chat a: waiting 1-; 1"},
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, picture(c.visit)) })
	}
}

func TestLanesHaveNoBarThatRunsBackwards(t *testing.T) {
	v := new(visit.Visit)
	v.Add(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "c"}, Time: second(5)})
	v.Add(ctlive.Message{Event: ctlive.ChatOnline{ChatID: "c"}, Time: second(3)})
	v.Add(ctlive.Message{Event: ctlive.ChatFinished{ChatID: "c"}, Time: second(4)})
	assert.Equal(t, []string{"chat c: waiting 5-5, talking 5-5; 0 1 2"}, picture(v))
	from, to := v.Span(second(9))
	assert.False(t, to.Before(from))
}

func TestVisitKnowsTheChatThatIsGoingOn(t *testing.T) {
	started := func(id string) ctlive.Event { return ctlive.ChatStarted{ChatID: id} }
	finished := func(id string) ctlive.Event { return ctlive.ChatFinished{ChatID: id, IsSurveyConfigured: true} }
	for name, c := range map[string]struct {
		visit *visit.Visit
		want  string
	}{
		"none":                  {of(ctlive.WidgetShown{WidgetID: "w"}), ""},
		"the newest of several": {of(started("a"), started("b"), ctlive.Unknown{Type: "New"}), "b"},
		"one that is over":      {of(started("a"), started("b"), finished("b")), "a"},
		"a survey": {
			of(started("a"), ctlive.ChatOnline{ChatID: "a"}, finished("a"), ctlive.SurveyStarted{ChatID: "a"}), "a",
		},
		"a whole visit": {wholeVisit(), ""},
	} {
		t.Run(name, func(t *testing.T) {
			chat, ok := c.visit.ChatNow()
			assert.Equal(t, c.want, chat.ChatID)
			assert.Equal(t, c.want != "", ok)
		})
	}
}

func TestVisitKnowsTheLatestWidgets(t *testing.T) {
	v := of(
		ctlive.Loaded{ElementID: "a"},
		ctlive.ChatStarted{ChatID: "c"},
		ctlive.Loaded{ElementID: "b"},
		ctlive.Loaded{ElementID: "c"},
	)
	var ids []string
	for _, l := range v.LatestWidgets(2) {
		ids = append(ids, l.ElementID())
	}
	assert.Equal(t, []string{"b", "c"}, ids)
	assert.Len(t, v.LatestWidgets(9), 3)
	assert.Empty(t, of(ctlive.ChatStarted{ChatID: "c"}).LatestWidgets(9))
}
