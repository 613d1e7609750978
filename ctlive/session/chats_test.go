package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// chatAfter returns the only chat after events that are no anomaly.
func chatAfter(t *testing.T, events ...ctlive.Event) (session.Chat, session.Funnel) {
	t.Helper()
	s := observe(t, events...)
	assert.Empty(t, s.Anomalies)
	require.Len(t, s.Chats, 1)
	return s.Chats[0], s.Funnel
}

func TestChatThatBeganElsewhereIsTakenUp(t *testing.T) {
	for name, c := range map[string]struct {
		events []ctlive.Event
		chat   session.Chat // with ChatID and Resumed besides
		funnel session.Funnel
	}{
		"with ChatOnline: nobody knows when it was answered": {
			[]ctlive.Event{online("c", "agent")},
			session.Chat{State: session.Online, Users: []string{"agent"}},
			session.Funnel{Resumed: 1, Online: 1},
		},
		"with ChatOnline, and finished": {
			[]ctlive.Event{online("c"), finished("c", true)},
			session.Chat{UserID: "u", State: session.Finished, Survey: session.SurveyExpected, Ended: second(1)},
			session.Funnel{Resumed: 1, Online: 1, Finished: 1},
		},
		"with ChatOnline, and a ChatStarted after it": {
			[]ctlive.Event{online("c"), started("c"), started("c"), online("c")},
			session.Chat{UserID: "u", State: session.Online},
			session.Funnel{Resumed: 1, Online: 1},
		},
		"with ChatFinished: it is not abandoned": {
			[]ctlive.Event{finished("c", false)},
			session.Chat{UserID: "u", State: session.Finished, Ended: second(0)},
			session.Funnel{Resumed: 1, Finished: 1},
		},
		"with ChatFinished, and a survey": {
			[]ctlive.Event{finished("c", true), surveyOpen("c"), surveyDone("c")},
			session.Chat{UserID: "u", State: session.Finished, Survey: session.SurveyDone, Ended: second(0)},
			session.Funnel{Resumed: 1, Finished: 1, Surveyed: 1},
		},
		"with SurveyStarted: nobody knows when it ended": {
			[]ctlive.Event{surveyOpen("c")},
			session.Chat{UserID: "u", State: session.Finished, Survey: session.SurveyOpen},
			session.Funnel{Resumed: 1},
		},
		"with SurveySubmitted": {
			[]ctlive.Event{surveyDone("c")},
			session.Chat{UserID: "u", State: session.Finished, Survey: session.SurveyDone},
			session.Funnel{Resumed: 1, Surveyed: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			chat, funnel := chatAfter(t, c.events...)
			c.chat.ChatID, c.chat.Resumed = "c", true
			assert.Equal(t, c.chat, chat)
			assert.Equal(t, c.funnel, funnel)
			assert.Zero(t, chat.Waiting(second(60)))
			assert.Zero(t, chat.Talking(second(60)))
		})
	}
}

// TestChatOfACall: after a ClickToCall call the survey comes without a ChatStarted.
func TestChatOfACall(t *testing.T) {
	s := observe(t, shown("w"), clicked("w", ctlive.ClickToCall), formOpen("w", ctlive.ClickToCall),
		formDone("w", ctlive.ClickToCall), surveyOpen("call"), surveyDone("call"), hidden("w"))
	assert.Equal(t, session.Session{
		Widgets: []session.Widget{with(widget("w"), false, 6, ctlive.ClickToCall)},
		Chats: []session.Chat{
			{ChatID: "call", UserID: "u", State: session.Finished, Survey: session.SurveyDone, Resumed: true}},
		Funnel: session.Funnel{Shown: 1, Clicked: 1, Collected: 1, Surveyed: 1, Resumed: 1},
	}, s)
}

func TestChatRepeatedEventsChangeUsersAlone(t *testing.T) {
	want := session.Chat{ChatID: "c", UserID: "u", State: session.Online, Users: []string{"u", "a", "b"},
		Started: second(0), Answered: second(1)}
	counts := session.Funnel{Requested: 1, Online: 1}
	for name, events := range map[string][]ctlive.Event{
		"an agent joins, and a second one":      {started("c"), online("c", "u", "a"), online("c", "u", "a", "b")},
		"ChatOnline twice":                      {started("c"), online("c", "u", "a", "b"), online("c", "u", "a", "b")},
		"ChatOnline without users tells no new": {started("c"), online("c", "u", "a", "b"), ctlive.ChatOnline{ChatID: "c"}},
		"ChatStarted after ChatOnline":          {started("c"), online("c", "u", "a", "b"), started("c")},
	} {
		t.Run(name, func(t *testing.T) {
			chat, funnel := chatAfter(t, events...)
			assert.Equal(t, want, chat)
			assert.Equal(t, counts, funnel)
		})
	}
	t.Run("ChatStarted twice", func(t *testing.T) {
		chat, funnel := chatAfter(t, started("c"), ctlive.ChatStarted{ChatID: "c", UserID: "other"})
		assert.Equal(t, session.Chat{ChatID: "c", UserID: "u", Started: second(0)}, chat)
		assert.Equal(t, session.Funnel{Requested: 1}, funnel)
	})
	t.Run("no users are an answer too", func(t *testing.T) {
		chat, _ := chatAfter(t, started("c"), online("c", "u"), online("c", []string{}...))
		assert.Equal(t, []string{}, chat.Users)
	})
}

func TestChatWithoutAnIDIsTheLatest(t *testing.T) {
	// As a server sees a visit, where beacon sends no ids.
	t.Run("two chats", func(t *testing.T) {
		s := observe(t, ctlive.ChatStarted{}, ctlive.ChatOnline{}, ctlive.ChatFinished{IsSurveyConfigured: true},
			ctlive.SurveyStarted{}, ctlive.SurveySubmitted{}, ctlive.ChatStarted{}, ctlive.ChatFinished{})
		assert.Equal(t, session.Session{
			Chats: []session.Chat{
				{State: session.Finished, Survey: session.SurveyDone,
					Started: second(0), Answered: second(1), Ended: second(2)},
				{State: session.Abandoned, Started: second(5), Ended: second(6)},
			},
			Funnel: session.Funnel{Requested: 2, Online: 1, Finished: 1, Abandoned: 1, Surveyed: 1},
		}, s)
	})
	t.Run("a ChatStarted begins a new one while another goes on", func(t *testing.T) {
		s := observe(t, ctlive.ChatStarted{}, ctlive.ChatStarted{}, ctlive.ChatOnline{})
		assert.Equal(t, []session.Chat{
			{Started: second(0)}, {State: session.Online, Started: second(1), Answered: second(2)}}, s.Chats)
	})
	t.Run("the latest may have an id", func(t *testing.T) {
		chat, _ := chatAfter(t, started("c"), ctlive.ChatOnline{})
		assert.Equal(t, session.Online, chat.State)
	})
	t.Run("the first event takes one up", func(t *testing.T) {
		chat, funnel := chatAfter(t, ctlive.ChatOnline{}, ctlive.ChatFinished{})
		assert.Equal(t, session.Chat{State: session.Finished, Resumed: true, Ended: second(1)}, chat)
		assert.Equal(t, session.Funnel{Resumed: 1, Online: 1, Finished: 1}, funnel)
	})
	t.Run("over a page load", func(t *testing.T) {
		chat, funnel := chatAfter(t, ctlive.ChatStarted{}, pageLoad{}, ctlive.ChatOnline{}, ctlive.ChatFinished{})
		assert.Equal(t, session.Chat{State: session.Finished, Resumed: true,
			Started: second(0), Answered: second(2), Ended: second(3)}, chat)
		assert.Equal(t, session.Funnel{Requested: 1, Online: 1, Finished: 1}, funnel)
	})
}

func TestChatOfTheTrackerIsAsInTheSnapshot(t *testing.T) {
	tracker := track(t, started("c1"), online("c1", "agent"), started("c2"))
	for i, id := range []string{"c1", "c2"} {
		chat, ok := tracker.Chat(id)
		assert.True(t, ok)
		assert.Equal(t, tracker.Snapshot().Chats[i], chat)
	}
	latest, ok := tracker.Chat("")
	assert.True(t, ok)
	assert.Equal(t, "c2", latest.ChatID)
	_, ok = tracker.Chat("c3")
	assert.False(t, ok)
	_, ok = new(session.Tracker).Chat("")
	assert.False(t, ok)
}

func TestChatTimesAreThoseOfTheMessages(t *testing.T) {
	local := time.Date(2026, 11, 22, 10, 0, 0, 123456789, time.Local)
	var tracker session.Tracker
	tracker.Observe(ctlive.Message{Event: started("c"), Time: local})
	assert.Equal(t, local, tracker.Snapshot().Chats[0].Started)
}
