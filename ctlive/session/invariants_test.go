package session_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// randomEvent is any event of a page with few ids, so that events often meet, or the end of the
// page.
func randomEvent(r *rand.Rand) ctlive.Event {
	pick := func(ids ...string) string { return ids[r.IntN(len(ids))] }
	element, widget := pick("e1", "e2", ""), pick("w1", "w2", "")
	user, chat := pick("u1", "u2", ""), pick("c1", "c2", "c3", "")
	kind := ctlive.WidgetType(pick("Chat", "CallbackNow"))
	return []ctlive.Event{
		ctlive.Loaded{ElementID: element, WidgetID: widget, UserID: user},
		ctlive.WidgetShown{ElementID: element, WidgetID: widget, UserID: user},
		ctlive.WidgetHidden{ElementID: element, WidgetID: widget, UserID: user},
		ctlive.WidgetClicked{ElementID: element, WidgetID: widget, UserID: user, Type: kind},
		ctlive.DatacollectionStarted{ElementID: element, WidgetID: widget, UserID: user, Type: kind},
		ctlive.DatacollectionSubmitted{ElementID: element, WidgetID: widget, UserID: user, Type: kind},
		ctlive.ChatStarted{ChatID: chat, UserID: user},
		ctlive.ChatOnline{ChatID: chat, Users: []string{user}},
		ctlive.ChatFinished{ChatID: chat, UserID: user, IsSurveyConfigured: r.IntN(2) == 0},
		ctlive.SurveyStarted{ChatID: chat, UserID: user},
		ctlive.SurveySubmitted{ChatID: chat, UserID: user},
		ctlive.Unknown{Type: "New"},
		pageLoad{},
	}[r.IntN(13)]
}

// randomEvents are some that a page may send, without page loads.
func randomEvents(seed uint64, count int) (events []ctlive.Event) {
	r := rand.New(rand.NewPCG(seed, 1))
	for len(events) < count {
		if e := randomEvent(r); e != (pageLoad{}) {
			events = append(events, e)
		}
	}
	return events
}

// TestTrackerKeepsItsInvariants sends events in any order, with page loads among them, and after
// each looks at what must always hold.
func TestTrackerKeepsItsInvariants(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		tracker := new(session.Tracker)
		before := tracker.Snapshot()
		takenUpOnline := 0 // chats
		for n := range 60 {
			event := randomEvent(r)
			holds := assertProgress
			if _, ok := event.(pageLoad); ok {
				tracker = nextPage(t, tracker)
				holds = assertNextPage
			} else {
				now := second(n - r.IntN(3)) // clocks may be set back
				tracker.Observe(ctlive.Message{Event: event, Time: now})
			}
			after := tracker.Snapshot()
			if _, ok := event.(ctlive.ChatOnline); ok && len(after.Chats) > len(before.Chats) {
				takenUpOnline++
			}
			if !holds(t, before, after) || !assertInvariants(t, after, takenUpOnline) {
				t.Fatalf("seed %d, event %d: %#v", seed, n, event)
			}
			before = after
		}
	}
}

func assertInvariants(t *testing.T, s session.Session, takenUpOnline int) bool {
	f := s.Funnel
	want := session.Funnel{Shown: f.Shown, Clicked: f.Clicked, Collected: f.Collected, Online: takenUpOnline}
	ids := map[string]bool{}
	ok := true
	for _, c := range s.Chats {
		over := c.State == session.Finished || c.State == session.Abandoned
		answered := c.State == session.Online || c.State == session.Finished
		takenUp := c.Started.IsZero()
		ok = ok && assert.False(t, ids[c.ChatID] && c.ChatID != "", "a chat twice") &&
			assert.True(t, c.Resumed || !takenUp) &&
			assert.True(t, !takenUp || answered) &&
			assert.Equal(t, !takenUp && answered, !c.Answered.IsZero()) &&
			assert.True(t, over || c.Ended.IsZero()) &&
			assert.True(t, !over || !c.Ended.IsZero() || takenUp && c.Survey >= session.SurveyOpen) &&
			assert.True(t, over || c.Survey == session.NoSurvey) &&
			assert.Equal(t, c.ElementID != "" || c.WidgetID != "", c.WidgetInferred) &&
			assert.True(t, !c.WidgetInferred || wasClickedForAChat(s, c)) &&
			assert.GreaterOrEqual(t, c.Waiting(second(99)), time.Duration(0)) &&
			assert.GreaterOrEqual(t, c.Talking(second(99)), time.Duration(0))
		ids[c.ChatID] = true
		want.Requested += count(!takenUp)
		want.Resumed += count(takenUp)
		want.Online += count(!c.Answered.IsZero())
		want.Finished += count(c.State == session.Finished && !c.Ended.IsZero())
		want.Abandoned += count(c.State == session.Abandoned)
		want.Surveyed += count(c.Survey == session.SurveyDone)
	}
	return ok && assert.Equal(t, want, f)
}

func count(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

func wasClickedForAChat(s session.Session, c session.Chat) bool {
	return slices.ContainsFunc(s.Widgets, func(w session.Widget) bool {
		return w.ElementID == c.ElementID && w.WidgetID == c.WidgetID && w.Clicks[ctlive.Chat] > 0
	})
}

// assertProgress holds from one event to the next: chats only go forward, and an anomaly changes no
// chat, but for the note that it was seen again.
func assertProgress(t *testing.T, before, after session.Session) bool {
	anomaly := len(after.Anomalies) > len(before.Anomalies)
	if anomaly && !assert.Len(t, after.Chats, len(before.Chats)) {
		return false
	}
	for i, c := range before.Chats {
		next := after.Chats[i]
		if !assert.Equal(t, c.ChatID, next.ChatID) || !assert.GreaterOrEqual(t, next.State, c.State) ||
			!assert.GreaterOrEqual(t, next.Survey, c.Survey) || !assert.Equal(t, c.Started, next.Started) ||
			!assert.True(t, next.Resumed || !c.Resumed) {
			return false
		}
		if c.Resumed = next.Resumed; anomaly && !assert.Equal(t, c, next) {
			return false
		}
	}
	return true
}

// assertNextPage holds over a page load: nothing but what the page shows has changed.
func assertNextPage(t *testing.T, before, after session.Session) bool {
	before.Widgets = slices.Clone(before.Widgets)
	for i := range before.Widgets {
		before.Widgets[i].Shown, before.Widgets[i].Collecting = false, false
	}
	return assert.Equal(t, before, after)
}

func TestTrackerIsSafeForConcurrentUse(t *testing.T) {
	var tracker session.Tracker
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			for i := range 50 {
				id := strconv.Itoa(n*50 + i)
				tracker.Observe(ctlive.Message{Event: started(id)})
				tracker.Observe(ctlive.Message{Event: online(id, "a")})
				tracker.Snapshot()
				text, err := tracker.MarshalJSON()
				assert.NoError(t, err)
				assert.NoError(t, new(session.Tracker).UnmarshalJSON(text))
			}
		})
	}
	group.Wait()
	assert.Equal(t, session.Funnel{Requested: 200, Online: 200}, tracker.Snapshot().Funnel)
}
