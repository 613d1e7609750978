package session_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// long returns a text of 300 bytes that is unlike all others, as a part of a much longer one: a
// string of an event is a part of its envelope.
func long(kind string, n int) string {
	return (kind + strconv.Itoa(n) + strings.Repeat(".", 2048))[:300]
}

// send sends events to a tracker, each with an envelope.
func send(tracker *session.Tracker, events ...ctlive.Event) {
	for _, e := range events {
		tracker.Observe(ctlive.Message{Event: e, Origin: long("origin", 0), Raw: make([]byte, 2048)})
	}
}

// hostile sends what fills the tracker: the longest of everything, and more than is kept of it.
var hostile = map[string]func(tracker *session.Tracker, n int){
	"widgets": func(tracker *session.Tracker, n int) {
		e := ctlive.WidgetClicked{ElementID: long("e", n), WidgetID: long("w", n), UserID: long("u", n)}
		for kind := range 17 {
			e.Type = ctlive.WidgetType(long("kind", 100*n+kind))
			send(tracker, e)
		}
	},
	"users who clicked": func(tracker *session.Tracker, n int) {
		send(tracker, chatClick("click's", n))
	},
	"chats": func(tracker *session.Tracker, n int) {
		id, click := long("c", n), chatClick("chat's", n)
		send(tracker, click, ctlive.ChatStarted{ChatID: id, UserID: click.UserID},
			ctlive.ChatOnline{ChatID: id, Users: many("agent", n)})
	},
	"anomalies": func(tracker *session.Tracker, n int) {
		switch n % 3 {
		case 0:
			send(tracker, ctlive.DatacollectionSubmitted{ElementID: long("form e", n), WidgetID: long("form w", n),
				UserID: long("form u", n), Type: ctlive.WidgetType(long("form", n))})
		case 1:
			id := long("late c", n)
			send(tracker, ctlive.ChatFinished{ChatID: id}, ctlive.ChatOnline{ChatID: id, Users: many("late agent", n)})
		case 2:
			e := chatClick("hidden", n)
			send(tracker, ctlive.WidgetHidden{ElementID: e.ElementID, WidgetID: e.WidgetID, UserID: e.UserID})
		}
	},
}

// chatClick is a click for a chat with ids of a kind.
func chatClick(kind string, n int) ctlive.WidgetClicked {
	return ctlive.WidgetClicked{
		ElementID: long(kind+" e", n), WidgetID: long(kind+" w", n), UserID: long(kind+" u", n), Type: ctlive.Chat}
}

// many returns more users than are kept. A string of 33 bytes takes 48.
func many(kind string, n int) []string {
	users := make([]string, 100)
	for i := range users {
		users[i] = long(kind, 100*n+i)[:33]
	}
	return users
}

// order is that of filling: what comes later pushes out nothing of what takes room.
var order = []string{"anomalies", "chats", "users who clicked", "widgets"}

const maxHeld = 8e6

// held tells how many bytes a tracker holds, and what made it is not.
func held(t *testing.T, fill func() *session.Tracker) (*session.Tracker, int) {
	t.Helper()
	live := func() int {
		var stats runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return int(stats.HeapAlloc)
	}
	before := live()
	tracker := fill()
	bytes := live() - before
	runtime.KeepAlive(tracker)
	return tracker, bytes
}

func TestMemory(t *testing.T) {
	tracker, bytes := held(t, func() *session.Tracker {
		tracker := new(session.Tracker)
		for _, what := range order {
			for n := range 1100 {
				hostile[what](tracker, n)
			}
		}
		return tracker
	})
	s := tracker.Snapshot()
	assert.Len(t, s.Widgets, 1000)
	assert.Len(t, s.Chats, 1000)
	assert.Len(t, s.Anomalies, 1000)
	t.Logf("%d bytes", bytes)
	assert.Greater(t, bytes, int(maxHeld/2), "or this test does not fill it")
	assert.LessOrEqual(t, bytes, int(maxHeld))

	next, bytes := held(t, func() *session.Tracker { return nextPage(t, tracker) })
	t.Logf("%d bytes when restored", bytes)
	assert.LessOrEqual(t, bytes, int(maxHeld))
	assert.Equal(t, tracker.Snapshot().Chats, next.Snapshot().Chats)
}

// TestMemoryOfEachPart fills one part of a tracker alone, so that none hides behind the others.
func TestMemoryOfEachPart(t *testing.T) {
	for what, fill := range hostile {
		t.Run(what, func(t *testing.T) {
			_, bytes := held(t, func() *session.Tracker {
				tracker := new(session.Tracker)
				for n := range 1100 {
					fill(tracker, n)
				}
				return tracker
			})
			t.Logf("%d bytes", bytes)
			assert.LessOrEqual(t, bytes, int(maxHeld))
		})
	}
}

func TestMemoryKeepsWhatGoesOn(t *testing.T) {
	var tracker session.Tracker
	send(&tracker, shown("first"), started("first"))
	send(&tracker, shown("second"), hidden("second"), started("second"), finished("second", false))
	for n := range 3000 {
		id := strconv.Itoa(n)
		send(&tracker, clicked(id, ctlive.Chat), started(id), finished(id, false), finished(id, false))
	}
	s := tracker.Snapshot()
	require.Len(t, s.Widgets, 1000)
	assert.Equal(t, "first", s.Widgets[0].WidgetID, "it is shown, so others went first")
	assert.Equal(t, "2999", s.Widgets[999].WidgetID)
	require.Len(t, s.Chats, 1000)
	assert.Equal(t, "first", s.Chats[0].ChatID, "it is not over, so others went first")
	assert.Equal(t, "2999", s.Chats[999].ChatID)
	assert.Len(t, s.Anomalies, 1000)
	assert.Equal(t, session.Funnel{Shown: 2, Clicked: 3000, Requested: 3002, Abandoned: 3001}, s.Funnel)
	for name, known := range map[string]bool{"first": true, "second": false, "1999": false, "2001": true, "2999": true} {
		_, ok := tracker.Chat(name)
		assert.Equal(t, known, ok, name)
		_, ok = tracker.Widget("e-"+name, name)
		assert.Equal(t, known, ok, name)
	}
}

func TestMemoryGivesUpTheOldestWhereNoneHasEnded(t *testing.T) {
	var tracker session.Tracker
	for n := range 1001 {
		send(&tracker, shown(strconv.Itoa(n)), started(strconv.Itoa(n)))
	}
	s := tracker.Snapshot()
	require.Len(t, s.Widgets, 1000)
	require.Len(t, s.Chats, 1000)
	assert.Equal(t, "1", s.Widgets[0].WidgetID)
	assert.Equal(t, "1", s.Chats[0].ChatID)
	assert.Empty(t, s.Anomalies)
}

func TestMemoryCutsStringsAtACharacter(t *testing.T) {
	x := strings.Repeat("x", 254)
	for name, c := range map[string]struct{ text, want string }{
		"short":                         {"short", "short"},
		"256 bytes":                     {x + "yz", x + "yz"},
		"257 bytes":                     {x + "yz!", x + "yz"},
		"a character over the end":      {x + "€", x},
		"a long character over the end": {x[:253] + "😀", x[:253]},
		"a character up to the end":     {x[:253] + "€€", x[:253] + "€"},
		"no UTF-8":                      {"a\xff\xfeb", "a\ufffd\ufffdb"},
		"no UTF-8, and too long":        {strings.Repeat("\xff", 300), strings.Repeat("\ufffd", 85)},
	} {
		t.Run(name, func(t *testing.T) {
			click := ctlive.WidgetClicked{ElementID: c.text, WidgetID: c.text, UserID: c.text}
			other := click
			click.Type, other.Type = ctlive.Chat, ctlive.WidgetType(c.text)
			tracker := track(t, click, other,
				ctlive.WidgetHidden{ElementID: c.text, WidgetID: c.text, UserID: c.text},
				ctlive.ChatStarted{ChatID: c.text, UserID: c.text},
				ctlive.ChatOnline{ChatID: c.text, Users: []string{c.text}},
				pageLoad{}, ctlive.ChatOnline{ChatID: c.text})
			assert.Equal(t, session.Session{
				Widgets: []session.Widget{{ElementID: c.want, WidgetID: c.want, UserID: c.want,
					Clicks: clicks(ctlive.Chat, ctlive.WidgetType(c.want))}},
				Chats: []session.Chat{{ChatID: c.want, UserID: c.want, Users: []string{c.want}, State: session.Online,
					Resumed: true, ElementID: c.want, WidgetID: c.want, WidgetInferred: true,
					Started: second(3), Answered: second(4)}},
				Funnel: session.Funnel{Clicked: 2, Requested: 1, Online: 1},
				Anomalies: []session.Anomaly{{
					Message: ctlive.Message{
						Event: ctlive.WidgetHidden{ElementID: c.want, WidgetID: c.want, UserID: c.want}, Time: second(2)},
					Reason: "WidgetHidden for a widget that is not shown",
				}},
			}, tracker.Snapshot())
			_, ok := tracker.Widget(c.text, c.text)
			assert.True(t, ok)
			_, ok = tracker.Chat(c.text)
			assert.True(t, ok)
		})
	}
}
