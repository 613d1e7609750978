package session_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
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

// observe sends events to a tracker, one a second.
func observe(events ...ctlive.Event) session.Session {
	var d ctlive.Dispatcher
	var tracker session.Tracker
	d.OnMessage(tracker.Observe)
	for n, e := range events {
		d.Dispatch(ctlive.Message{Event: e, Time: second(n)})
	}
	return tracker.Snapshot()
}

func shown(id string) ctlive.Event { return ctlive.WidgetShown{WidgetID: id, UserID: "u"} }

func clicked(id string, t ctlive.WidgetType) ctlive.Event {
	return ctlive.WidgetClicked{ElementID: "e-" + id, WidgetID: id, UserID: "u", Type: t}
}

func started(chat string) ctlive.Event { return ctlive.ChatStarted{ChatID: chat, UserID: "u"} }

func online(chat string, users ...string) ctlive.Event {
	return ctlive.ChatOnline{ChatID: chat, Users: users}
}

func finished(chat string, survey bool) ctlive.Event {
	return ctlive.ChatFinished{ChatID: chat, UserID: "u", IsSurveyConfigured: survey}
}

func TestVisits(t *testing.T) {
	for name, c := range map[string]struct {
		events []ctlive.Event
		want   session.Session
	}{
		"answered, with form and survey": {
			[]ctlive.Event{
				ctlive.Loaded{ElementID: "e-w", WidgetID: "w", UserID: "u"},
				shown("w"), clicked("w", ctlive.Chat),
				ctlive.DatacollectionStarted{WidgetID: "w", Type: ctlive.Chat},
				ctlive.DatacollectionSubmitted{WidgetID: "w", Type: ctlive.Chat},
				started("c"), online("c", "u", "agent"), finished("c", true),
				ctlive.SurveyStarted{ChatID: "c"}, ctlive.SurveySubmitted{ChatID: "c"},
				ctlive.WidgetHidden{WidgetID: "w"},
			},
			session.Session{
				Loaded:  true,
				Widgets: []session.Widget{{ElementID: "e-w", WidgetID: "w", UserID: "u", Clicks: clicks(ctlive.Chat), Since: second(10)}},
				Chats: []session.Chat{{ChatID: "c", UserID: "u", Users: []string{"u", "agent"}, State: session.Finished,
					Survey: session.SurveyDone, WidgetID: "w", WidgetInferred: true, Started: second(5), Answered: second(6), Ended: second(7)}},
				Funnel: session.Funnel{Shown: 1, Clicked: 1, Collected: 1, Requested: 1, Online: 1, Finished: 1, Surveyed: 1},
			},
		},
		"abandoned": {
			[]ctlive.Event{clicked("w", ctlive.Chat), started("c"), finished("c", false)},
			session.Session{
				Widgets: []session.Widget{{ElementID: "e-w", WidgetID: "w", UserID: "u", Clicks: clicks(ctlive.Chat)}},
				Chats: []session.Chat{{ChatID: "c", UserID: "u", State: session.Abandoned, WidgetID: "w", WidgetInferred: true,
					Started: second(1), Ended: second(2)}},
				Funnel: session.Funnel{Clicked: 1, Requested: 1, Abandoned: 1},
			},
		},
		"call-backs now and later, and a call: no chat": {
			[]ctlive.Event{
				shown("w"), clicked("w", ctlive.CallbackNow),
				ctlive.DatacollectionStarted{WidgetID: "w", Type: ctlive.CallbackNow},
				ctlive.DatacollectionSubmitted{WidgetID: "w", Type: ctlive.CallbackNow},
				clicked("w", ctlive.CallbackLater),
				ctlive.DatacollectionStarted{WidgetID: "w", Type: ctlive.CallbackLater},
				clicked("w", ctlive.ClickToCall), clicked("w", "VideoCall"),
			},
			session.Session{
				Widgets: []session.Widget{{ElementID: "e-w", WidgetID: "w", UserID: "u", Shown: true, Collecting: true, Since: second(0),
					Clicks: clicks(ctlive.CallbackNow, ctlive.CallbackLater, ctlive.ClickToCall, "VideoCall")}},
				Funnel: session.Funnel{Shown: 1, Clicked: 4, Collected: 1},
			},
		},
		"two widgets interleaved: the one that was clicked for a chat": {
			[]ctlive.Event{shown("v"), shown("w"), clicked("v", ctlive.CallbackNow), clicked("w", ctlive.Chat), clicked("w", ctlive.Chat), started("c")},
			session.Session{
				Widgets: []session.Widget{
					{ElementID: "e-v", WidgetID: "v", UserID: "u", Shown: true, Since: second(0), Clicks: clicks(ctlive.CallbackNow)},
					{ElementID: "e-w", WidgetID: "w", UserID: "u", Shown: true, Since: second(1), Clicks: clicks(ctlive.Chat, ctlive.Chat)},
				},
				Chats:  []session.Chat{{ChatID: "c", UserID: "u", WidgetID: "w", WidgetInferred: true, Started: second(5)}},
				Funnel: session.Funnel{Shown: 2, Clicked: 3, Requested: 1},
			},
		},
		"two widgets clicked for a chat: nobody can tell which": {
			[]ctlive.Event{clicked("v", ctlive.Chat), clicked("w", ctlive.Chat), clicked("v", ctlive.Chat), started("c")},
			session.Session{
				Widgets: []session.Widget{
					{ElementID: "e-v", WidgetID: "v", UserID: "u", Clicks: clicks(ctlive.Chat, ctlive.Chat)},
					{ElementID: "e-w", WidgetID: "w", UserID: "u", Clicks: clicks(ctlive.Chat)},
				},
				Chats:  []session.Chat{{ChatID: "c", UserID: "u", Started: second(3)}},
				Funnel: session.Funnel{Clicked: 3, Requested: 1},
			},
		},
		"two chats at once: a click belongs to the next chat of its user only": {
			[]ctlive.Event{
				clicked("w", ctlive.Chat), started("c"), started("d"), online("d", "agent"),
				ctlive.ChatStarted{ChatID: "other", UserID: "v"}, finished("c", false),
			},
			session.Session{
				Widgets: []session.Widget{{ElementID: "e-w", WidgetID: "w", UserID: "u", Clicks: clicks(ctlive.Chat)}},
				Chats: []session.Chat{
					{ChatID: "c", UserID: "u", State: session.Abandoned, WidgetID: "w", WidgetInferred: true, Started: second(1), Ended: second(5)},
					{ChatID: "d", UserID: "u", State: session.Online, Users: []string{"agent"}, Started: second(2), Answered: second(3)},
					{ChatID: "other", UserID: "v", Started: second(4)},
				},
				Funnel: session.Funnel{Clicked: 1, Requested: 3, Online: 1, Abandoned: 1},
			},
		},
		"an agent joins, and a second one": {
			[]ctlive.Event{started("c"), online("c", "u", "a"), online("c", "u", "a", "b")},
			session.Session{
				Chats:  []session.Chat{{ChatID: "c", UserID: "u", Users: []string{"u", "a", "b"}, State: session.Online, Started: second(0), Answered: second(1)}},
				Funnel: session.Funnel{Requested: 1, Online: 1},
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
		"an event that this version does not know, and events that name no widget": {
			[]ctlive.Event{ctlive.Unknown{Type: "WidgetMoved"}, ctlive.WidgetShown{}, ctlive.WidgetClicked{Type: ctlive.Chat, UserID: "u"}, ctlive.DatacollectionSubmitted{}},
			session.Session{Funnel: session.Funnel{Shown: 1, Clicked: 1, Collected: 1}},
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, observe(c.events...)) })
	}
}

func clicks(types ...ctlive.WidgetType) map[ctlive.WidgetType]int {
	counts := map[ctlive.WidgetType]int{}
	for _, t := range types {
		counts[t]++
	}
	return counts
}

func TestWhatTheOrderOfAVisitDoesNotAllowIsAnAnomalyAndNothingElse(t *testing.T) {
	visit := []ctlive.Event{shown("w"), started("c"), online("c", "a"), finished("c", false)}
	for reason, c := range map[string]struct {
		before []ctlive.Event
		event  ctlive.Event
	}{
		"Loaded for a widget that is loaded already":                        {[]ctlive.Event{ctlive.Loaded{WidgetID: "w"}}, ctlive.Loaded{WidgetID: "w"}},
		"WidgetHidden for a widget that is not shown":                       {[]ctlive.Event{clicked("w", ctlive.Chat)}, ctlive.WidgetHidden{WidgetID: "w"}},
		"ChatStarted for a chat that has started already":                   {visit, started("c")},
		"ChatStarted without a chatID":                                      {nil, started("")},
		"ChatOnline for a chat that has not started":                        {visit, online("d")},
		"ChatOnline for a chat that is over":                                {visit, online("c", "b")},
		"ChatOnline for a chat that is online already, with no other users": {visit[:3], online("c", "a")},
		"ChatFinished for a chat that has not started":                      {nil, finished("c", true)},
		"ChatFinished for a chat that is over already":                      {visit, finished("c", true)},
		"SurveyStarted for a chat that has not started":                     {nil, ctlive.SurveyStarted{ChatID: "c"}},
		"SurveyStarted for a chat that is not over":                         {visit[:3], ctlive.SurveyStarted{ChatID: "c"}},
		"SurveyStarted for a chat with survey open already":                 {append(slices.Clip(visit), ctlive.SurveyStarted{ChatID: "c"}), ctlive.SurveyStarted{ChatID: "c"}},
		"SurveySubmitted for a chat with survey expected":                   {append(slices.Clip(visit[:3]), finished("c", true)), ctlive.SurveySubmitted{ChatID: "c"}},
	} {
		t.Run(reason, func(t *testing.T) {
			before, after := observe(c.before...), observe(append(slices.Clip(c.before), c.event)...)
			message := ctlive.Message{Event: c.event, Time: second(len(c.before))}
			before.Anomalies = []session.Anomaly{{Message: message, Reason: reason}}
			assert.Equal(t, before, after)
		})
	}
	t.Run("a second WidgetShown counts, and changes nothing else", func(t *testing.T) {
		s := observe(shown("w"), shown("w"))
		assert.Equal(t, session.Funnel{Shown: 2}, s.Funnel)
		assert.Equal(t, second(0), s.Widgets[0].Since)
		require.Len(t, s.Anomalies, 1)
		assert.Equal(t, "WidgetShown for a widget that is shown already", s.Anomalies[0].Reason)
	})
	t.Run("a form that was not open counts, and changes nothing else", func(t *testing.T) {
		s := observe(shown("w"), ctlive.DatacollectionSubmitted{WidgetID: "w"})
		assert.Equal(t, session.Funnel{Shown: 1, Collected: 1}, s.Funnel)
		require.Len(t, s.Anomalies, 1)
		assert.Equal(t, "DatacollectionSubmitted for a form that is not open", s.Anomalies[0].Reason)
	})
}

func TestAPageThatIsLoadedAgainInMidChatKnowsNothingOfTheChat(t *testing.T) {
	s := observe(ctlive.Loaded{WidgetID: "w"}, shown("w"), online("c", "a"), finished("c", true), ctlive.SurveyStarted{ChatID: "c"})
	assert.Empty(t, s.Chats)
	assert.Len(t, s.Anomalies, 3)
	assert.Equal(t, session.Funnel{Shown: 1}, s.Funnel)
}

func TestWaitingAndTalking(t *testing.T) {
	requested := session.Chat{Started: second(10)}
	assert.Equal(t, 5*time.Second, requested.Waiting(second(15)))
	assert.Zero(t, requested.Waiting(second(5)), "never negative")
	assert.Zero(t, requested.Talking(second(15)))

	onlineChat := session.Chat{Started: second(10), Answered: second(13)}
	assert.Equal(t, 3*time.Second, onlineChat.Waiting(second(60)))
	assert.Equal(t, 47*time.Second, onlineChat.Talking(second(60)))

	over := session.Chat{Started: second(10), Answered: second(13), Ended: second(20)}
	assert.Equal(t, 3*time.Second, over.Waiting(second(60)))
	assert.Equal(t, 7*time.Second, over.Talking(second(60)))

	abandoned := session.Chat{Started: second(10), Ended: second(20)}
	assert.Equal(t, 10*time.Second, abandoned.Waiting(second(60)))
	assert.Zero(t, abandoned.Talking(second(60)))

	clockSetBack := session.Chat{Started: second(10), Answered: second(5), Ended: second(1)}
	assert.Zero(t, clockSetBack.Waiting(second(60)))
	assert.Zero(t, clockSetBack.Talking(second(60)))
	assert.Zero(t, session.Chat{}.Waiting(second(60)))
}

func TestASnapshotIsSafeToKeep(t *testing.T) {
	var tracker session.Tracker
	users := []string{"a"}
	for _, e := range []ctlive.Event{clicked("w", ctlive.Chat), started("c"), ctlive.ChatOnline{ChatID: "c", Users: users}} {
		tracker.Observe(ctlive.Message{Event: e})
	}
	s := tracker.Snapshot()
	tracker.Observe(ctlive.Message{Event: clicked("w", ctlive.Chat)})
	tracker.Observe(ctlive.Message{Event: finished("c", true)})
	users[0] = "changed"
	assert.Equal(t, clicks(ctlive.Chat), s.Widgets[0].Clicks)
	assert.Equal(t, session.Online, s.Chats[0].State)
	assert.Equal(t, []string{"a"}, s.Chats[0].Users)
	s.Widgets[0].Clicks[ctlive.Chat] = 99
	assert.Equal(t, clicks(ctlive.Chat, ctlive.Chat), tracker.Snapshot().Widgets[0].Clicks)
}

func TestOneWidgetAndOneChatAreAsInTheSnapshot(t *testing.T) {
	var tracker session.Tracker
	for _, e := range []ctlive.Event{
		clicked("w1", ctlive.Chat), shown("w2"), ctlive.WidgetShown{ElementID: "e"},
		started("c1"), online("c1", "agent"), started("c2"),
	} {
		tracker.Observe(ctlive.Message{Event: e, Time: second(1)})
	}
	s := tracker.Snapshot()
	require.Len(t, s.Widgets, 3)
	for _, want := range s.Widgets {
		w, ok := tracker.Widget(want.ElementID, want.WidgetID)
		assert.True(t, ok)
		assert.Equal(t, want, w)
	}
	for _, want := range s.Chats {
		c, ok := tracker.Chat(want.ChatID)
		assert.True(t, ok)
		assert.Equal(t, want, c)
	}
	w, _ := tracker.Widget("", "w1")
	w.Clicks[ctlive.Chat] = 99
	again, _ := tracker.Widget("other", "w1")
	assert.Equal(t, clicks(ctlive.Chat), again.Clicks, "it is a copy")
	_, ok := tracker.Widget("e-w1", "")
	assert.False(t, ok)
	_, ok = tracker.Chat("c3")
	assert.False(t, ok)
}

func TestMemoryIsBounded(t *testing.T) {
	var tracker session.Tracker
	send := func(events ...ctlive.Event) {
		for _, e := range events {
			tracker.Observe(ctlive.Message{Event: e, Raw: make([]byte, 4<<10)})
		}
	}
	send(shown("first"), started("first"), shown("second"), ctlive.WidgetHidden{WidgetID: "second"}, started("second"), finished("second", false))
	for n := range 3000 {
		id := strconv.Itoa(n)
		user := "user " + id
		send(ctlive.WidgetClicked{WidgetID: id, UserID: user, Type: ctlive.Chat}, clicked("first", ctlive.WidgetType(id)),
			started(id), finished(id, false), finished(id, false))
	}
	s := tracker.Snapshot()
	assert.Len(t, s.Widgets, 1000)
	assert.Equal(t, "first", s.Widgets[0].WidgetID, "it is shown, so others went first")
	assert.Len(t, s.Widgets[0].Clicks, 100)
	assert.Len(t, s.Chats, 1000)
	assert.Equal(t, "first", s.Chats[0].ChatID, "it is not over, so others went first")
	assert.Equal(t, "2999", s.Chats[999].ChatID)
	assert.Len(t, s.Anomalies, 256, "1 MiB of Raw")
	assert.Equal(t, session.Funnel{Shown: 2, Clicked: 6000, Requested: 3002, Abandoned: 3001}, s.Funnel)
	for range 2000 {
		tracker.Observe(ctlive.Message{Event: online("nobody")})
	}
	assert.Len(t, tracker.Snapshot().Anomalies, 1000)
}

func TestTheNewestAnomalyIsKeptHoweverLarge(t *testing.T) {
	var tracker session.Tracker
	for range 3 {
		tracker.Observe(ctlive.Message{Event: online("nobody"), Raw: make([]byte, 2<<20)})
	}
	assert.Len(t, tracker.Snapshot().Anomalies, 1)
}

func TestAWidgetIsNotInferredFromClicksThatWereNotKept(t *testing.T) {
	var tracker session.Tracker
	click := func(user, widget string) {
		tracker.Observe(ctlive.Message{Event: ctlive.WidgetClicked{WidgetID: widget, UserID: user, Type: ctlive.Chat}})
	}
	for n := range 1000 {
		click(strconv.Itoa(n), "w1")
	}
	click("late", "w1")
	tracker.Observe(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "0", UserID: "0"}})
	click("late", "w2")
	tracker.Observe(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "late", UserID: "late"}})
	chats := tracker.Snapshot().Chats
	assert.Equal(t, "w1", chats[0].WidgetID)
	assert.Empty(t, chats[1].WidgetID)
}

func TestATrackerIsSafeForConcurrentUse(t *testing.T) {
	var tracker session.Tracker
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			for i := range 200 {
				id := strconv.Itoa(n*1000 + i)
				tracker.Observe(ctlive.Message{Event: started(id)})
				tracker.Observe(ctlive.Message{Event: online(id, "a")})
				tracker.Snapshot()
			}
		})
	}
	group.Wait()
	assert.Equal(t, session.Funnel{Requested: 1600, Online: 1600}, tracker.Snapshot().Funnel)
}

// randomEvent is any event of a page with few ids, so that events often meet.
func randomEvent(r *rand.Rand) ctlive.Event {
	pick := func(ids ...string) string { return ids[r.IntN(len(ids))] }
	widget, user, chat := pick("w1", "w2", ""), pick("u1", "u2", ""), pick("c1", "c2", "c3", "")
	kind := ctlive.WidgetType(pick("Chat", "CallbackNow"))
	return []ctlive.Event{
		ctlive.Loaded{WidgetID: widget, UserID: user},
		ctlive.WidgetShown{WidgetID: widget, UserID: user},
		ctlive.WidgetHidden{WidgetID: widget, UserID: user},
		ctlive.WidgetClicked{WidgetID: widget, UserID: user, Type: kind},
		ctlive.DatacollectionStarted{WidgetID: widget, UserID: user, Type: kind},
		ctlive.DatacollectionSubmitted{WidgetID: widget, UserID: user, Type: kind},
		ctlive.ChatStarted{ChatID: chat, UserID: user},
		ctlive.ChatOnline{ChatID: chat, Users: []string{user}},
		ctlive.ChatFinished{ChatID: chat, UserID: user, IsSurveyConfigured: r.IntN(2) == 0},
		ctlive.SurveyStarted{ChatID: chat, UserID: user},
		ctlive.SurveySubmitted{ChatID: chat, UserID: user},
		ctlive.Unknown{Type: "New"},
	}[r.IntN(12)]
}

// TestNoSequenceOfEventsBreaksTheInvariants sends events in any order, and after each looks at what must always hold.
func TestNoSequenceOfEventsBreaksTheInvariants(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 0))
		var tracker session.Tracker
		last := tracker.Snapshot()
		for n := range 60 {
			event := randomEvent(r)
			now := second(n - r.IntN(3)) // clocks may be set back
			tracker.Observe(ctlive.Message{Event: event, Time: now})
			s := tracker.Snapshot()
			if !assertInvariants(t, s) || !assertProgress(t, last, s) {
				t.Fatalf("seed %d, event %d: %#v", seed, n, event)
			}
			last = s
		}
	}
}

func assertInvariants(t *testing.T, s session.Session) bool {
	states := map[session.ChatState]int{}
	ids := map[string]bool{}
	ok, online, surveyed := true, 0, 0
	for _, c := range s.Chats {
		over := c.State == session.Finished || c.State == session.Abandoned
		answered := c.State == session.Online || c.State == session.Finished
		ok = ok && assert.NotEmpty(t, c.ChatID) &&
			assert.False(t, ids[c.ChatID], "a chat twice") &&
			assert.False(t, c.Started.IsZero()) &&
			assert.Equal(t, answered, !c.Answered.IsZero()) &&
			assert.Equal(t, over, !c.Ended.IsZero()) &&
			assert.True(t, over || c.Survey == session.NoSurvey) &&
			assert.Equal(t, c.WidgetID != "", c.WidgetInferred) &&
			assert.True(t, c.WidgetID == "" || clickedForAChat(s, c.WidgetID)) &&
			assert.GreaterOrEqual(t, c.Waiting(second(99)), time.Duration(0)) &&
			assert.GreaterOrEqual(t, c.Talking(second(99)), time.Duration(0))
		ids[c.ChatID] = true
		states[c.State]++
		if answered {
			online++
		}
		if c.Survey == session.SurveyDone {
			surveyed++
		}
	}
	f := s.Funnel
	return ok && assert.Equal(t, []int{len(s.Chats), online, states[session.Finished], states[session.Abandoned], surveyed},
		[]int{f.Requested, f.Online, f.Finished, f.Abandoned, f.Surveyed})
}

func clickedForAChat(s session.Session, widgetID string) bool {
	return slices.ContainsFunc(s.Widgets, func(w session.Widget) bool { return w.WidgetID == widgetID && w.Clicks[ctlive.Chat] > 0 })
}

// assertProgress holds from one event to the next: chats only go forward, and an anomaly changes no chat.
func assertProgress(t *testing.T, before, after session.Session) bool {
	if len(after.Anomalies) > len(before.Anomalies) {
		return assert.Equal(t, before.Chats, after.Chats)
	}
	for i, c := range before.Chats {
		next := after.Chats[i]
		if !assert.Equal(t, c.ChatID, next.ChatID) || !assert.GreaterOrEqual(t, next.State, c.State) ||
			!assert.GreaterOrEqual(t, next.Survey, c.Survey) || !assert.Equal(t, c.Started, next.Started) {
			return false
		}
	}
	return true
}

func TestStatesHaveNames(t *testing.T) {
	assert.Equal(t, "abandoned", session.Abandoned.String())
	assert.Equal(t, "survey open", session.SurveyOpen.String())
	assert.Equal(t, "unknown", session.ChatState(9).String())
}
