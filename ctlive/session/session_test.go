package session_test

import (
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/testkit"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

var begin = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// second is the time of the event with that number: one a second, from 0.
func second(n int) time.Time { return begin.Add(time.Duration(n) * time.Second) }

// pageLoad stands among events for the end of a page, and the next one that goes on with what the
// tracker has written.
type pageLoad struct{}

func (pageLoad) EventType() ctlive.EventType { return "" }

// nextPage returns a tracker that goes on with what another has written.
func nextPage(t testing.TB, tracker *session.Tracker) *session.Tracker {
	t.Helper()
	text, err := tracker.MarshalJSON()
	require.NoError(t, err)
	next := new(session.Tracker)
	require.NoError(t, next.UnmarshalJSON(text), "%s", text)
	again, err := next.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	return next
}

// track sends events to a tracker, one a second.
func track(t testing.TB, events ...ctlive.Event) *session.Tracker {
	t.Helper()
	tracker := new(session.Tracker)
	for n, e := range events {
		if _, ok := e.(pageLoad); ok {
			tracker = nextPage(t, tracker)
			continue
		}
		tracker.Observe(ctlive.Message{Event: e, Time: second(n)})
	}
	return tracker
}

// observe is track, and what has come of it.
func observe(t testing.TB, events ...ctlive.Event) session.Session {
	t.Helper()
	return track(t, events...).Snapshot()
}

func reasons(s session.Session) (all []string) {
	for _, a := range s.Anomalies {
		all = append(all, a.Reason)
	}
	return all
}

func loaded(id string) ctlive.Event {
	return ctlive.Loaded{ElementID: "e-" + id, WidgetID: id, UserID: "u"}
}

func shown(id string) ctlive.Event {
	return ctlive.WidgetShown{ElementID: "e-" + id, WidgetID: id, UserID: "u"}
}

func hidden(id string) ctlive.Event {
	return ctlive.WidgetHidden{ElementID: "e-" + id, WidgetID: id, UserID: "u"}
}

func clicked(id string, t ctlive.WidgetType) ctlive.Event {
	return ctlive.WidgetClicked{ElementID: "e-" + id, WidgetID: id, UserID: "u", Type: t}
}

func formOpen(id string, t ctlive.WidgetType) ctlive.Event {
	return ctlive.DatacollectionStarted{ElementID: "e-" + id, WidgetID: id, UserID: "u", Type: t}
}

func formDone(id string, t ctlive.WidgetType) ctlive.Event {
	return ctlive.DatacollectionSubmitted{ElementID: "e-" + id, WidgetID: id, UserID: "u", Type: t}
}

func started(chat string) ctlive.Event { return ctlive.ChatStarted{ChatID: chat, UserID: "u"} }

func online(chat string, users ...string) ctlive.Event {
	return ctlive.ChatOnline{ChatID: chat, Users: users}
}

func finished(chat string, survey bool) ctlive.Event {
	return ctlive.ChatFinished{ChatID: chat, UserID: "u", IsSurveyConfigured: survey}
}

func surveyOpen(chat string) ctlive.Event { return ctlive.SurveyStarted{ChatID: chat, UserID: "u"} }

func surveyDone(chat string) ctlive.Event {
	return ctlive.SurveySubmitted{ChatID: chat, UserID: "u"}
}

// widget is a widget as the events above name it, hidden and never clicked.
func widget(id string) session.Widget {
	return session.Widget{ElementID: "e-" + id, WidgetID: id, UserID: "u"}
}

func clicks(types ...ctlive.WidgetType) map[ctlive.WidgetType]int {
	counts := map[ctlive.WidgetType]int{}
	for _, t := range types {
		counts[t]++
	}
	return counts
}

func TestVisit(t *testing.T) {
	w, v := widget("w"), widget("v")
	for name, c := range map[string]struct {
		events []ctlive.Event
		want   session.Session
	}{
		"answered, with form and survey": {
			[]ctlive.Event{
				loaded("w"), shown("w"), clicked("w", ctlive.Chat), formOpen("w", ctlive.Chat), formDone("w", ctlive.Chat),
				started("c"), online("c", "u", "agent"), finished("c", true), surveyOpen("c"), surveyDone("c"), hidden("w"),
			},
			session.Session{
				Loaded:  true,
				Widgets: []session.Widget{with(w, false, 10, ctlive.Chat)},
				Chats: []session.Chat{{ChatID: "c", UserID: "u", Users: []string{"u", "agent"}, State: session.Finished,
					Survey: session.SurveyDone, ElementID: "e-w", WidgetID: "w", WidgetInferred: true,
					Started: second(5), Answered: second(6), Ended: second(7)}},
				Funnel: session.Funnel{Shown: 1, Clicked: 1, Collected: 1, Requested: 1, Online: 1, Finished: 1, Surveyed: 1},
			},
		},
		"abandoned": {
			[]ctlive.Event{shown("w"), clicked("w", ctlive.Chat), started("c"), finished("c", false)},
			session.Session{
				Widgets: []session.Widget{with(w, true, 0, ctlive.Chat)},
				Chats: []session.Chat{{ChatID: "c", UserID: "u", State: session.Abandoned,
					ElementID: "e-w", WidgetID: "w", WidgetInferred: true, Started: second(2), Ended: second(3)}},
				Funnel: session.Funnel{Shown: 1, Clicked: 1, Requested: 1, Abandoned: 1},
			},
		},
		"call-backs now and later, and a call: no chat": {
			[]ctlive.Event{
				shown("w"), clicked("w", ctlive.CallbackNow), formOpen("w", ctlive.CallbackNow),
				formDone("w", ctlive.CallbackNow), clicked("w", ctlive.CallbackLater),
				clicked("w", ctlive.ClickToCall), clicked("w", "VideoCall"),
			},
			session.Session{
				Widgets: []session.Widget{
					with(w, true, 0, ctlive.CallbackNow, ctlive.CallbackLater, ctlive.ClickToCall, "VideoCall")},
				Funnel: session.Funnel{Shown: 1, Clicked: 4, Collected: 1},
			},
		},
		"two widgets of one definition stay two": {
			[]ctlive.Event{
				ctlive.WidgetShown{ElementID: "left", WidgetID: "w"}, ctlive.WidgetShown{ElementID: "right", WidgetID: "w"},
				ctlive.WidgetClicked{ElementID: "right", WidgetID: "w", UserID: "u", Type: ctlive.Chat}, started("c"),
				ctlive.WidgetHidden{ElementID: "left", WidgetID: "w"},
			},
			session.Session{
				Widgets: []session.Widget{
					{ElementID: "left", WidgetID: "w", Since: second(4)},
					{ElementID: "right", WidgetID: "w", UserID: "u", Shown: true, Since: second(1), Clicks: clicks(ctlive.Chat)},
				},
				Chats: []session.Chat{
					{ChatID: "c", UserID: "u", ElementID: "right", WidgetID: "w", WidgetInferred: true, Started: second(3)}},
				Funnel: session.Funnel{Shown: 2, Clicked: 1, Requested: 1},
			},
		},
		"two chats at once": {
			[]ctlive.Event{
				shown("v"), clicked("v", ctlive.Chat), started("c"), started("d"), online("d", "agent"),
				ctlive.ChatStarted{ChatID: "other", UserID: "v"}, finished("c", false),
			},
			session.Session{
				Widgets: []session.Widget{with(v, true, 0, ctlive.Chat)},
				Chats: []session.Chat{
					{ChatID: "c", UserID: "u", State: session.Abandoned, ElementID: "e-v", WidgetID: "v", WidgetInferred: true,
						Started: second(2), Ended: second(6)},
					{ChatID: "d", UserID: "u", State: session.Online, Users: []string{"agent"},
						Started: second(3), Answered: second(4)},
					{ChatID: "other", UserID: "v", Started: second(5)},
				},
				Funnel: session.Funnel{Shown: 1, Clicked: 1, Requested: 3, Online: 1, Abandoned: 1},
			},
		},
		"survey skipped": {
			[]ctlive.Event{started("c"), online("c"), finished("c", true)},
			session.Session{
				Chats: []session.Chat{{ChatID: "c", UserID: "u", State: session.Finished, Survey: session.SurveyExpected,
					Started: second(0), Answered: second(1), Ended: second(2)}},
				Funnel: session.Funnel{Requested: 1, Online: 1, Finished: 1},
			},
		},
		"an event that this version does not know": {
			[]ctlive.Event{ctlive.Unknown{Type: "WidgetMoved"}}, session.Session{},
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, observe(t, c.events...)) })
	}
}

// with returns a widget that was shown or hidden at a second, and clicked.
func with(w session.Widget, shown bool, since int, types ...ctlive.WidgetType) session.Widget {
	w.Shown, w.Since = shown, second(since)
	if len(types) > 0 {
		w.Clicks = clicks(types...)
	}
	return w
}

func TestSnapshotIsACopy(t *testing.T) {
	users := []string{"a"}
	tracker := track(t, clicked("w", ctlive.Chat), started("c"), ctlive.ChatOnline{ChatID: "c", Users: users})
	s := tracker.Snapshot()
	tracker.Observe(ctlive.Message{Event: clicked("w", ctlive.Chat)})
	tracker.Observe(ctlive.Message{Event: finished("c", true)})
	users[0] = "changed"
	assert.Equal(t, clicks(ctlive.Chat), s.Widgets[0].Clicks)
	assert.Equal(t, session.Online, s.Chats[0].State)
	assert.Equal(t, []string{"a"}, s.Chats[0].Users)
	s.Widgets[0].Clicks[ctlive.Chat] = 99
	s.Chats[0].Users[0] = "changed"
	assert.Equal(t, clicks(ctlive.Chat, ctlive.Chat), tracker.Snapshot().Widgets[0].Clicks)
	assert.Equal(t, []string{"a"}, tracker.Snapshot().Chats[0].Users)
}

func TestWaitingAndTalking(t *testing.T) {
	for name, c := range map[string]struct {
		chat             session.Chat
		waiting, talking time.Duration // after a minute
	}{
		"requested": {session.Chat{Started: second(10)}, 50 * time.Second, 0},
		"online":    {session.Chat{Started: second(10), Answered: second(13)}, 3 * time.Second, 47 * time.Second},
		"over": {session.Chat{Started: second(10), Answered: second(13), Ended: second(20)},
			3 * time.Second, 7 * time.Second},
		"abandoned":               {session.Chat{Started: second(10), Ended: second(20)}, 10 * time.Second, 0},
		"taken up":                {session.Chat{Resumed: true, State: session.Online}, 0, 0},
		"taken up and over":       {session.Chat{Resumed: true, Ended: second(20)}, 0, 0},
		"now is before the start": {session.Chat{Started: second(70), Answered: second(80)}, 0, 0},
		"the clock was set back":  {session.Chat{Started: second(10), Answered: second(5), Ended: second(1)}, 0, 0},
		"nothing is known":        {session.Chat{}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.waiting, c.chat.Waiting(second(60)))
			assert.Equal(t, c.talking, c.chat.Talking(second(60)))
		})
	}
}

func TestStatesHaveNames(t *testing.T) {
	assert.Equal(t, "abandoned", session.Abandoned.String())
	assert.Equal(t, "survey open", session.SurveyOpen.String())
	assert.Equal(t, "unknown", session.ChatState(9).String())
}

// TestSessionHasNoJSONTags: the names that encoding/json writes are those of the fields; others
// rely on it.
func TestSessionHasNoJSONTags(t *testing.T) {
	for _, v := range []any{session.Session{}, session.Widget{}, session.Chat{}, session.Funnel{}} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			assert.Empty(t, typ.Field(i).Tag, "%s.%s", typ, typ.Field(i).Name)
		}
	}
}
