package session_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// timed is an event of a visit with its time, so that what a page load adds moves no other.
type timed struct {
	event ctlive.Event
	at    time.Time
}

// visits are whole visits on one page.
var visits = map[string][]ctlive.Event{
	"answered": {
		loaded("w"), shown("w"), clicked("w", ctlive.Chat), formOpen("w", ctlive.Chat), formDone("w", ctlive.Chat),
		started("c"), online("c", "u", "agent"), finished("c", true), surveyOpen("c"), surveyDone("c"), hidden("w"),
	},
	"abandoned": {
		loaded("w"), shown("w"), clicked("w", ctlive.Chat), started("c"), finished("c", false), hidden("w"),
	},
	"without ids, as a server sees it": {
		ctlive.ChatStarted{}, ctlive.ChatOnline{}, ctlive.ChatFinished{IsSurveyConfigured: true},
		ctlive.SurveyStarted{}, ctlive.SurveySubmitted{},
	},
}

// resumption returns what a new page may repeat of a visit that has come so far.
func resumption(before []ctlive.Event) []ctlive.Event {
	events := []ctlive.Event{loaded("w")}
	if slices.Contains(before, shown("w")) {
		events = append(events, shown("w"))
	}
	switch latest := before[len(before)-1].(type) {
	case ctlive.ChatStarted:
		if latest.ChatID != "" { // without an id it would be a new chat
			events = append(events, latest)
		}
	case ctlive.ChatOnline:
		if latest.ChatID != "" {
			events = append(events, started(latest.ChatID), latest)
		}
	case ctlive.SurveyStarted:
		events = append(events, latest)
	}
	return events
}

// withPageLoads puts page loads into a visit, each before the event with that number.
func withPageLoads(visit []ctlive.Event, loads ...int) []timed {
	var events []timed
	for i, e := range visit {
		if slices.Contains(loads, i) {
			events = append(events, timed{pageLoad{}, second(10 * i)})
			for n, repeated := range resumption(visit[:i]) {
				events = append(events, timed{repeated, second(10*i - 9 + n)})
			}
		}
		events = append(events, timed{e, second(10 * i)})
	}
	return events
}

func observeTimed(t *testing.T, events []timed) session.Session {
	tracker := new(session.Tracker)
	for _, e := range events {
		if _, ok := e.event.(pageLoad); ok {
			tracker = nextPage(t, tracker)
			continue
		}
		tracker.Observe(ctlive.Message{Event: e.event, Time: e.at})
	}
	return tracker.Snapshot()
}

// TestPagesOfAVisit loads a page at every point of a visit, and at every two points.
func TestPagesOfAVisit(t *testing.T) {
	for name, visit := range visits {
		onePage := observeTimed(t, withPageLoads(visit))
		begun := slices.IndexFunc(visit, func(e ctlive.Event) bool { return e.EventType() == ctlive.TypeChatStarted })
		over := slices.IndexFunc(visit, func(e ctlive.Event) bool { return e.EventType() == ctlive.TypeChatFinished })
		for first := 1; first < len(visit); first++ {
			for second := first; second < len(visit); second++ {
				t.Run(fmt.Sprintf("%s, before events %d and %d", name, first, second), func(t *testing.T) {
					s := observeTimed(t, withPageLoads(visit, first, second))
					assert.Empty(t, s.Anomalies)
					want := onePage.Chats[0]
					want.Resumed = begun < first && first <= over || begun < second && second <= over
					assert.Equal(t, []session.Chat{want}, s.Chats)
					s.Funnel.Shown = onePage.Funnel.Shown // each page shows the widget
					assert.Equal(t, onePage.Funnel, s.Funnel)
					require.Len(t, s.Widgets, 1)
					if len(onePage.Widgets) > 0 {
						assert.Equal(t, onePage.Widgets[0].Clicks, s.Widgets[0].Clicks)
					}
				})
			}
		}
	}
}

// TestPagesThatKeepNothing begins anew at every point of a visit after its chat began.
func TestPagesThatKeepNothing(t *testing.T) {
	for name, visit := range visits {
		begun := slices.IndexFunc(visit, func(e ctlive.Event) bool { return e.EventType() == ctlive.TypeChatStarted })
		whole := observeTimed(t, withPageLoads(visit)).Chats[0]
		for i := begun + 1; visit[i].EventType() != ctlive.TypeWidgetHidden && i < len(visit)-1; i++ {
			t.Run(fmt.Sprintf("%s, before event %d", name, i), func(t *testing.T) {
				page := []timed{{loaded("w"), second(10*i - 2)}, {shown("w"), second(10*i - 1)}}
				s := observeTimed(t, append(page, withPageLoads(visit)[i:]...))
				assert.Empty(t, s.Anomalies)
				require.Len(t, s.Chats, 1)
				chat := s.Chats[0]
				assert.True(t, chat.Resumed)
				assert.Zero(t, chat.Started)
				assert.Zero(t, chat.Answered)
				assert.Equal(t, whole.Survey, chat.Survey)
				assert.Equal(t, session.Finished, chat.State)
				assert.Equal(t, 1, s.Funnel.Resumed)
				assert.Zero(t, s.Funnel.Requested)
			})
		}
	}
}

func TestPagesShowNothingUntilAnEventSaysSo(t *testing.T) {
	first := track(t, loaded("w"), shown("w"), clicked("w", ctlive.Chat), formOpen("w", ctlive.Chat),
		started("c"), online("c"))
	before := first.Snapshot()
	after := nextPage(t, first).Snapshot()
	assert.True(t, before.Widgets[0].Shown)
	assert.True(t, before.Widgets[0].Collecting)
	before.Widgets[0].Shown, before.Widgets[0].Collecting = false, false
	assert.Equal(t, before, after, "and nothing else has changed")
}

func TestPagesAllowTheFirstEventOfEachKind(t *testing.T) {
	for name, c := range map[string]struct {
		before, event ctlive.Event
		since         int // of the widget
	}{
		"loaded":                             {loaded("w"), loaded("w"), -1},
		"shown":                              {shown("w"), shown("w"), 2},
		"hidden":                             {shown("w"), hidden("w"), 0},
		"form completed":                     {formOpen("w", ctlive.Chat), formDone("w", ctlive.Chat), -1},
		"form open":                          {formOpen("w", ctlive.Chat), formOpen("w", ctlive.Chat), -1},
		"hidden, a widget that is new":       {loaded("v"), hidden("w"), -1},
		"form completed, of a widget so new": {loaded("v"), formDone("w", ctlive.Chat), -1},
	} {
		t.Run(name, func(t *testing.T) {
			s := observe(t, c.before, pageLoad{}, c.event)
			assert.Empty(t, s.Anomalies)
			since := time.Time{}
			if c.since >= 0 {
				since = second(c.since)
			}
			assert.Equal(t, since, s.Widgets[len(s.Widgets)-1].Since)
		})
	}
	for name, event := range map[string]ctlive.Event{
		"loaded": loaded("w"), "shown": shown("w"), "hidden": hidden("w"), "form completed": formDone("w", ctlive.Chat),
	} {
		t.Run("only the first: "+name, func(t *testing.T) {
			assert.Len(t, observe(t, shown("w"), pageLoad{}, event, event).Anomalies, 1)
			assert.Empty(t, observe(t, shown("w"), pageLoad{}, event, pageLoad{}, event).Anomalies)
		})
	}
}

func TestPagesResumeAChat(t *testing.T) {
	for name, c := range map[string]struct {
		events  []ctlive.Event
		resumed bool
	}{
		"not seen again":            {[]ctlive.Event{started("c"), pageLoad{}, loaded("w")}, false},
		"ChatStarted again":         {[]ctlive.Event{started("c"), pageLoad{}, started("c")}, true},
		"answered on the next page": {[]ctlive.Event{started("c"), pageLoad{}, online("c", "a")}, true},
		"finished on the next page": {[]ctlive.Event{started("c"), pageLoad{}, finished("c", false)}, true},
		"an event without an id":    {[]ctlive.Event{started("c"), pageLoad{}, ctlive.ChatFinished{}}, true},
		"over before the page load": {
			[]ctlive.Event{started("c"), finished("c", true), pageLoad{}, surveyOpen("c")}, false},
		"resumed once stays resumed":          {[]ctlive.Event{started("c"), pageLoad{}, started("c"), pageLoad{}}, true},
		"no event of it on the second page":   {[]ctlive.Event{started("c"), pageLoad{}, pageLoad{}, online("c")}, true},
		"a chat of the new page":              {[]ctlive.Event{pageLoad{}, started("c"), online("c")}, false},
		"taken up on an earlier page":         {[]ctlive.Event{online("c"), pageLoad{}}, true},
		"not resumed by another chat's event": {[]ctlive.Event{started("c"), pageLoad{}, started("d")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := observe(t, c.events...)
			assert.Empty(t, s.Anomalies)
			assert.Equal(t, c.resumed, s.Chats[0].Resumed)
		})
	}
	t.Run("an event out of order is one of the chat", func(t *testing.T) {
		s := observe(t, started("c"), pageLoad{}, surveyOpen("c"))
		assert.True(t, s.Chats[0].Resumed)
		assert.Len(t, s.Anomalies, 1)
	})
	t.Run("a survey that is open may start again, once", func(t *testing.T) {
		before := []ctlive.Event{started("c"), finished("c", true), surveyOpen("c"), pageLoad{}, surveyOpen("c")}
		assert.Empty(t, observe(t, before...).Anomalies)
		assert.Len(t, observe(t, append(before, surveyOpen("c"))...).Anomalies, 1)
	})
	t.Run("Resumed counts chats without a start alone", func(t *testing.T) {
		s := observe(t, started("c"), pageLoad{}, online("c"), online("d"), pageLoad{}, online("d"), finished("d", false))
		assert.Equal(t, session.Funnel{Requested: 1, Online: 2, Finished: 1, Resumed: 1}, s.Funnel)
	})
}

func TestPagesOfOtherVisits(t *testing.T) {
	w := widget("w")
	for name, c := range map[string]struct {
		events []ctlive.Event
		want   session.Session
	}{
		"a call-back that a page load ends": {
			[]ctlive.Event{
				loaded("w"), shown("w"), clicked("w", ctlive.CallbackNow), formOpen("w", ctlive.CallbackNow), pageLoad{},
				loaded("w"), shown("w"), clicked("w", ctlive.CallbackNow), formOpen("w", ctlive.CallbackNow),
				formDone("w", ctlive.CallbackNow),
			},
			session.Session{
				Loaded:  true,
				Widgets: []session.Widget{with(w, true, 6, ctlive.CallbackNow, ctlive.CallbackNow)},
				Funnel:  session.Funnel{Shown: 2, Clicked: 2, Collected: 1},
			},
		},
		"a call that a page load ends, with its survey on the next page": {
			[]ctlive.Event{
				shown("w"), clicked("w", ctlive.ClickToCall), pageLoad{}, surveyOpen("call"), surveyDone("call"), shown("w"),
			},
			session.Session{
				Widgets: []session.Widget{with(w, true, 5, ctlive.ClickToCall)},
				Chats: []session.Chat{
					{ChatID: "call", UserID: "u", State: session.Finished, Survey: session.SurveyDone, Resumed: true}},
				Funnel: session.Funnel{Shown: 2, Clicked: 1, Surveyed: 1, Resumed: 1},
			},
		},
		"the page of a running chat shows its widget alone": {
			[]ctlive.Event{
				shown("v"), shown("w"), clicked("w", ctlive.Chat), started("c"), online("c", "a"), pageLoad{},
				shown("w"), online("c", "a"), pageLoad{}, shown("w"), finished("c", false), shown("v"),
			},
			session.Session{
				Widgets: []session.Widget{with(widget("v"), true, 11), with(w, true, 9, ctlive.Chat)},
				Chats: []session.Chat{{ChatID: "c", UserID: "u", Users: []string{"a"}, State: session.Finished,
					Resumed: true, ElementID: "e-w", WidgetID: "w", WidgetInferred: true,
					Started: second(3), Answered: second(4), Ended: second(10)}},
				Funnel: session.Funnel{Shown: 5, Clicked: 1, Requested: 1, Online: 1, Finished: 1},
			},
		},
		"two chats, one on each page": {
			[]ctlive.Event{started("c"), online("c"), finished("c", false), pageLoad{}, started("d"), finished("d", false)},
			session.Session{
				Chats: []session.Chat{
					{ChatID: "c", UserID: "u", State: session.Finished,
						Started: second(0), Answered: second(1), Ended: second(2)},
					{ChatID: "d", UserID: "u", State: session.Abandoned, Started: second(4), Ended: second(5)},
				},
				Funnel: session.Funnel{Requested: 2, Online: 1, Finished: 1, Abandoned: 1},
			},
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, observe(t, c.events...)) })
	}
}

func TestPagesInTwoTabsGoOnApart(t *testing.T) {
	first := track(t, shown("w"), started("c"))
	one, two := nextPage(t, first), nextPage(t, first)
	one.Observe(ctlive.Message{Event: online("c", "a"), Time: second(5)})
	two.Observe(ctlive.Message{Event: finished("c", false), Time: second(6)})
	two.Observe(ctlive.Message{Event: clicked("w", ctlive.Chat), Time: second(7)})
	want := session.Chat{ChatID: "c", UserID: "u", Resumed: true, Started: second(1)}
	answered, abandoned := want, want
	answered.State, answered.Users, answered.Answered = session.Online, []string{"a"}, second(5)
	abandoned.State, abandoned.Ended = session.Abandoned, second(6)
	assert.Equal(t, []session.Chat{answered}, one.Snapshot().Chats)
	assert.Equal(t, []session.Chat{abandoned}, two.Snapshot().Chats)
	assert.Nil(t, one.Snapshot().Widgets[0].Clicks)
	want.Resumed = false
	assert.Equal(t, []session.Chat{want}, first.Snapshot().Chats)
}
