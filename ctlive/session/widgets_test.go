package session_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

func TestWidgetExistsFromTheFirstEventThatNamesIt(t *testing.T) {
	for name, event := range map[string]ctlive.Event{
		"loaded":                loaded("w"),
		"clicked for something": clicked("w", "New"),
		"form open":             formOpen("w", ctlive.Chat),
		"form completed":        formDone("w", ctlive.Chat),
		"hidden":                hidden("w"),
	} {
		t.Run(name, func(t *testing.T) {
			s := observe(t, event)
			require.Len(t, s.Widgets, 1)
			assert.Equal(t, "e-w", s.Widgets[0].ElementID)
			assert.Equal(t, "w", s.Widgets[0].WidgetID)
			assert.False(t, s.Widgets[0].Shown)
			assert.Zero(t, s.Widgets[0].Since)
		})
	}
	t.Run("events that name no widget count, and are no anomaly", func(t *testing.T) {
		s := observe(t, ctlive.Loaded{}, ctlive.WidgetHidden{}, ctlive.WidgetShown{},
			ctlive.WidgetClicked{Type: ctlive.Chat, UserID: "u"}, ctlive.DatacollectionSubmitted{})
		assert.Equal(t, session.Session{Loaded: true, Funnel: session.Funnel{Shown: 1, Clicked: 1, Collected: 1}}, s)
	})
}

func TestWidgetIsToldFromOthersByBothIDs(t *testing.T) {
	events := []ctlive.Event{
		ctlive.WidgetShown{ElementID: "e", WidgetID: "w"}, ctlive.WidgetShown{ElementID: "f", WidgetID: "w"},
		ctlive.WidgetShown{ElementID: "e", WidgetID: "v"}, ctlive.WidgetShown{ElementID: "e"},
		ctlive.WidgetShown{WidgetID: "w"},
	}
	tracker := track(t, append(events, ctlive.WidgetHidden{ElementID: "f", WidgetID: "w"})...)
	s := tracker.Snapshot()
	assert.Empty(t, s.Anomalies)
	require.Len(t, s.Widgets, 5)
	for i, w := range s.Widgets {
		assert.Equal(t, i != 1, w.Shown)
		one, ok := tracker.Widget(w.ElementID, w.WidgetID)
		assert.True(t, ok)
		assert.Equal(t, w, one)
	}
	_, ok := tracker.Widget("f", "")
	assert.False(t, ok)
}

func TestWidgetHasTheUserOfTheLatestEventWithOne(t *testing.T) {
	s := observe(t, ctlive.Loaded{WidgetID: "w"}, ctlive.WidgetShown{WidgetID: "w", UserID: "u1"},
		ctlive.WidgetHidden{WidgetID: "w", UserID: "u2"}, ctlive.DatacollectionStarted{WidgetID: "w"})
	assert.Equal(t, "u2", s.Widgets[0].UserID)
}

func TestWidgetIsCollectingFromTheFormToItsEnd(t *testing.T) {
	assert.True(t, observe(t, formOpen("w", ctlive.Chat), formOpen("w", ctlive.Chat)).Widgets[0].Collecting)
	s := observe(t, formOpen("w", ctlive.Chat), formDone("w", ctlive.Chat))
	assert.False(t, s.Widgets[0].Collecting)
	assert.Empty(t, s.Anomalies)
}

func TestWidgetShownMayComeAgainAfterAChat(t *testing.T) {
	chat := []ctlive.Event{shown("w"), started("c"), online("c"), finished("c", false), shown("w")}
	s := observe(t, chat...)
	assert.Empty(t, s.Anomalies)
	assert.Equal(t, second(0), s.Widgets[0].Since)
	assert.Len(t, observe(t, append(chat, shown("w"))...).Anomalies, 1, "once for a chat")
	assert.Len(t, observe(t, shown("w"), started("c"), shown("w")).Anomalies, 1, "not while it goes on")
}

func TestWidgetClicksHaveAtMostSixteenKinds(t *testing.T) {
	tracker := track(t)
	for range 2 {
		for n := range 100 {
			tracker.Observe(ctlive.Message{Event: clicked("w", ctlive.WidgetType(strconv.Itoa(n)))})
		}
	}
	s := tracker.Snapshot()
	assert.Len(t, s.Widgets[0].Clicks, 16)
	assert.Equal(t, 2, s.Widgets[0].Clicks["15"])
	assert.Equal(t, 200, s.Funnel.Clicked)
}

// TestWidgetOfAChat: the one with a click of type Chat by the chat's user since that user's last
// ChatStarted.
func TestWidgetOfAChat(t *testing.T) {
	by := func(user, widget string, typ ctlive.WidgetType) ctlive.Event {
		return ctlive.WidgetClicked{ElementID: "e-" + widget, WidgetID: widget, UserID: user, Type: typ}
	}
	for name, c := range map[string]struct {
		events []ctlive.Event // the last starts the chat
		want   string
	}{
		"the one that was clicked": {[]ctlive.Event{clicked("w", ctlive.Chat), started("c")}, "w"},
		"clicked twice":            {[]ctlive.Event{clicked("w", ctlive.Chat), clicked("w", ctlive.Chat), started("c")}, "w"},
		"with a form": {[]ctlive.Event{
			clicked("w", ctlive.Chat), formOpen("w", ctlive.Chat), formDone("w", ctlive.Chat), started("c")}, "w"},
		"clicks of other types do not fit": {[]ctlive.Event{
			clicked("v", ctlive.CallbackNow), clicked("w", ctlive.Chat), clicked("x", ctlive.ClickToCall), started("c")}, "w"},
		"clicks on two fit": {[]ctlive.Event{clicked("v", ctlive.Chat), clicked("w", ctlive.Chat), started("c")}, ""},
		"clicks on two, and again on the first": {[]ctlive.Event{
			clicked("v", ctlive.Chat), clicked("w", ctlive.Chat), clicked("v", ctlive.Chat), started("c")}, ""},
		"two of one definition": {[]ctlive.Event{
			ctlive.WidgetClicked{ElementID: "e", WidgetID: "w", UserID: "u", Type: ctlive.Chat},
			ctlive.WidgetClicked{ElementID: "f", WidgetID: "w", UserID: "u", Type: ctlive.Chat}, started("c")}, ""},
		"a click that names no widget could be on any": {[]ctlive.Event{
			ctlive.WidgetClicked{UserID: "u", Type: ctlive.Chat}, clicked("w", ctlive.Chat), started("c")}, ""},
		"another user's clicks do not fit": {[]ctlive.Event{
			by("x", "v", ctlive.Chat), clicked("w", ctlive.Chat), started("c")}, "w"},
		"clicks before the last ChatStarted do not fit": {[]ctlive.Event{
			clicked("v", ctlive.Chat), started("b"), clicked("w", ctlive.Chat), started("c")}, "w"},
		"one click does for one chat": {[]ctlive.Event{clicked("w", ctlive.Chat), started("b"), started("c")}, ""},
		"clicks before a repeated ChatStarted do not fit": {[]ctlive.Event{
			started("b"), clicked("v", ctlive.Chat), started("b"), clicked("w", ctlive.Chat), started("c")}, "w"},
		"another user's ChatStarted takes no click": {[]ctlive.Event{
			clicked("w", ctlive.Chat), ctlive.ChatStarted{ChatID: "b", UserID: "x"}, started("c")}, "w"},
		"an empty user infers nothing": {[]ctlive.Event{
			by("", "w", ctlive.Chat), ctlive.ChatStarted{ChatID: "c"}}, ""},
		"a click on an earlier page": {[]ctlive.Event{clicked("w", ctlive.Chat), pageLoad{}, started("c")}, "w"},
		"clicks on two pages": {[]ctlive.Event{
			clicked("v", ctlive.Chat), pageLoad{}, clicked("w", ctlive.Chat), started("c")}, ""},
		"clicks on two before a page load": {[]ctlive.Event{
			clicked("v", ctlive.Chat), clicked("w", ctlive.Chat), pageLoad{}, clicked("v", ctlive.Chat), started("c")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			chats := observe(t, c.events...).Chats
			chat := chats[len(chats)-1]
			assert.Equal(t, "c", chat.ChatID)
			assert.Equal(t, c.want, chat.WidgetID)
			assert.Equal(t, c.want != "", chat.ElementID == "e-"+c.want)
			assert.Equal(t, c.want != "", chat.WidgetInferred)
		})
	}
	t.Run("one without a widgetID", func(t *testing.T) {
		s := observe(t, ctlive.WidgetClicked{ElementID: "e", UserID: "u", Type: ctlive.Chat}, started("c"))
		want := session.Chat{ChatID: "c", UserID: "u", ElementID: "e", WidgetInferred: true, Started: second(1)}
		assert.Equal(t, want, s.Chats[0])
	})
}

func TestWidgetOfAChatIsNotInferredFromClicksThatWereNotKept(t *testing.T) {
	tracker := track(t)
	click := func(user, widget string) {
		tracker.Observe(ctlive.Message{Event: ctlive.WidgetClicked{WidgetID: widget, UserID: user, Type: ctlive.Chat}})
	}
	for n := range 1000 {
		click(strconv.Itoa(n), "w1")
	}
	click("late", "w1")
	tracker = nextPage(t, tracker)
	tracker.Observe(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "0", UserID: "0"}})
	click("late", "w2")
	tracker.Observe(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "late", UserID: "late"}})
	chats := tracker.Snapshot().Chats
	assert.Equal(t, "w1", chats[0].WidgetID)
	assert.Empty(t, chats[1].WidgetID)
}
