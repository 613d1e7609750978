package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/ctlive/webhook"
)

// memoryStream is a stream in memory.
type memoryStream struct {
	messages []message
	reads    int
}

var firstStored = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// append returns what it has added, for account.add.
func (s *memoryStream) append(subject string, data []byte) []message {
	s.messages = append(s.messages, message{
		place:   uint64(len(s.messages) + 1),
		stored:  firstStored.Add(time.Duration(len(s.messages)) * time.Millisecond),
		subject: subject,
		data:    data,
	})
	return s.messages[len(s.messages)-1:]
}

func (s *memoryStream) readBack(place uint64) (message, bool, error) {
	s.reads++
	return s.messages[place-1], true, nil
}

func (s *memoryStream) event(t testing.TB, e cloudevents.Event) []message {
	return s.append(eventSubject+"0.x", write(t, e))
}

// statsOf brings an account up to date and returns its figures a second after the last event.
func statsOf(t testing.TB, a *account, s *memoryStream) stats {
	t.Helper()
	require.NoError(t, a.bringUpToDate())
	return a.stats(firstStored.Add(time.Duration(len(s.messages))*time.Millisecond + time.Second))
}

// randomVisit returns messages in an order that a real visit need not have.
func randomVisit(random *rand.Rand, length int) []ctlive.Message {
	all := append(ctlivetest.Visit("", ""), ctlivetest.Visit("chat-a", "user")...)
	messages := make([]ctlive.Message, length)
	for i := range messages {
		messages[i] = all[random.IntN(len(all))]
		messages[i].Time = firstStored.Add(time.Duration(i) * time.Second)
		messages[i].Raw = nil
	}
	return messages
}

func TestAccountIsThatOfTrackersWhateverTheOrderOfArrival(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var want totals
	var all []cloudevents.Event
	visits := 0
	for range 200 {
		visits++
		messages := randomVisit(random, 1+random.IntN(30))
		var tracker session.Tracker
		for i, m := range messages {
			tracker.Observe(m)
			e := eventOf(fmt.Sprint("visit-", visits), i+1, m)
			e.Sequence = e.Sequence*3 - 2 // numbers that are missing are normal
			all = append(all, e)
		}
		funnel := tracker.Snapshot().Funnel
		addFunnel(&want.funnel, funnel, 1)
		want.chats += funnel.Requested + funnel.Resumed
	}
	events := len(all)
	all = append(all, all[:events/3]...) // repetitions
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })

	var s memoryStream
	a := newAccount(s.readBack)
	for _, e := range all {
		a.add(s.event(t, e))
		switch random.IntN(50) {
		case 0:
			require.NoError(t, a.bringUpToDate())
		case 1: // a visit is closed, as when there are too many
			a.mu.Lock()
			if a.open.len() > 0 {
				a.closeVisit(first(a.open.oldest()))
			}
			a.mu.Unlock()
		}
	}
	got := statsOf(t, a, &s)
	assert.Equal(t, want.funnel, got.Funnel)
	assert.Equal(t, want.funnel, got.Day.Funnel)
	assert.Equal(t, want.chats, got.Chats)
	assert.Equal(t, visits, got.Visits)
	assert.Equal(t, events, got.Events)
	assert.Positive(t, s.reads, "closed visits were read again")
}

func first[A, B any](a A, _ B) A { return a }

func TestAccountTellsTheSameIDOfTwoSources(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	e := eventOf("v", 1, ctlivetest.Visit("", "")[1])
	a.add(s.event(t, e))
	e.Source += "/other"
	a.add(s.event(t, e))
	got := statsOf(t, a, &s)
	assert.Equal(t, 2, got.Events)
	assert.Equal(t, 1, got.Visits)
	assert.Equal(t, 2, got.Funnel.Shown)
}

func TestAccountLeavesEventsWithoutAVisitOutOfTheFunnel(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	a.add(s.event(t, cloudevents.Event{ID: "1", Source: page, Message: ctlivetest.Visit("", "")[1]}))
	a.add(s.append(eventSubject+"0.x", []byte("no event")))
	got := statsOf(t, a, &s)
	assert.Equal(t, 1, got.Events)
	assert.Equal(t, 1, got.WithoutVisit)
	assert.Zero(t, got.Visits)
	assert.Zero(t, got.Funnel)
}

func TestAccountKeepsWhatIsInMemoryWithinItsLimits(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	shown := ctlivetest.Visit("", "")[1]
	const more = 500
	for i := range maxOpen + more {
		a.add(s.event(t, eventOf(fmt.Sprint("visit-", i), 1, shown)))
	}
	assert.Equal(t, maxOpen, a.open.len())
	bytes := 0
	for v := range a.open.all() {
		bytes += v.text
	}
	assert.Equal(t, bytes, a.openBytes)
	got := statsOf(t, a, &s)
	assert.Equal(t, maxOpen+more, got.Funnel.Shown)
	assert.Zero(t, s.reads)

	a.add(s.event(t, eventOf("visit-0", 2, shown)))
	got = statsOf(t, a, &s)
	assert.Equal(t, maxOpen+more+1, got.Funnel.Shown)
	assert.Equal(t, 2, s.reads, "the visit that was closed first was read again")
	assert.Equal(t, maxOpen, a.open.len())
}

func TestAccountCountsWhatAFullVisitSendsAndNoMore(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	long := ctlive.Message{Event: ctlive.WidgetShown{WidgetID: string(make([]byte, 20_000))}} // each byte is 6 of JSON
	const sent = 200
	for i := range sent {
		a.add(s.event(t, eventOf("v", i+1, long)))
	}
	got := statsOf(t, a, &s)
	assert.Equal(t, sent, got.Events)
	assert.Less(t, got.Funnel.Shown, sent)
	assert.Greater(t, got.Funnel.Shown, sent/2)
	assert.LessOrEqual(t, a.openBytes, maxVisitText)
}

func TestAccountJoinsTheVendorsNotices(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	for i, m := range ctlivetest.Visit("chat-1", "user-1")[:7] { // up to ChatOnline
		a.add(s.event(t, eventOf("v", i+1, m)))
	}
	notice := func(c webhook.Contact) { a.add(s.append(noticeSubject+c.Event, write(t, c))) }

	got := statsOf(t, a, &s)
	require.Len(t, got.Now.Chats, 1)
	assert.Equal(t, ctlivetest.WidgetID, got.Now.Chats[0].Widget)
	assert.False(t, got.Now.Chats[0].Stated, "it is inferred from the click")
	assert.Equal(t, []widgetRow{{Widget: ctlivetest.WidgetID, Chats: 1}}, got.Day.Widgets)

	notice(webhook.Contact{Event: "new", ChatID: "chat-1", WidgetID: "another"})
	notice(webhook.Contact{Event: "new", ChatID: "chat-2", WidgetID: "of a chat that no page has sent"})
	got = statsOf(t, a, &s)
	assert.Equal(t, "another", got.Now.Chats[0].Widget)
	assert.True(t, got.Now.Chats[0].Stated)
	assert.Equal(t, []widgetRow{{Widget: "another", Chats: 1, Stated: 1}}, got.Day.Widgets)
	assert.Equal(t, 7, got.Events, "notices are not among them")
	assert.Equal(t, 1, got.Now.Talking)

	notice(webhook.Contact{Event: "end", ChatID: "chat-1"})
	got = statsOf(t, a, &s)
	assert.Empty(t, got.Now.Chats)
	assert.Equal(t, []widgetRow{{Widget: "another", Chats: 1, Stated: 1}}, got.Day.Widgets)
}

func TestAccountOfTheLastDay(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	for i, m := range ctlivetest.Visit("", "") {
		a.add(s.event(t, eventOf("whole", i+1, m)))
	}
	visit := ctlivetest.Visit("", "")
	for i, m := range []ctlive.Message{visit[5], visit[7]} { // one second apart, and one more
		a.add(s.event(t, eventOf("given up", i+1, m)))
	}
	a.add(s.event(t, eventOf("waiting", 1, visit[5])))
	a.add(s.append(refusedSubject, []byte(`{"malformed":2}`)))
	a.add(s.append(refusedSubject, []byte(`{"malformed":1,"too large":1}`)))

	got := statsOf(t, a, &s)
	assert.Equal(t, 3, got.Day.Visits)
	assert.Equal(t, 3, got.Now.Visitors)
	assert.Equal(t, 1, got.Now.Waiting)
	assert.Zero(t, got.Now.Talking)
	assert.Equal(t, spread{1, 1, 1, 1, 1}, got.Day.Answered)
	assert.Equal(t, spread{1, 2, 2, 2, 2}, got.Day.GaveUp)
	assert.Equal(t, spread{1, 1, 1, 1, 1}, got.Day.Talked)
	assert.Equal(t, []pageRow{{Page: page, Visits: 3, Shown: 1, Clicked: 1, Chats: 3}}, got.Day.Pages)
	assert.Equal(t, []refusedRow{{reasonMalformed, 3}, {reasonTooLarge, 1}}, got.Day.Refused)

	later := a.stats(firstStored.Add(25 * time.Hour))
	assert.Equal(t, got.Funnel, later.Funnel)
	assert.Zero(t, later.Day.Visits)
	assert.Zero(t, later.Now.Waiting)
	assert.Empty(t, later.Day.Refused)
}

func TestAccountInfersTheWidgetOfAChatFromPagesThatNameNoUser(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	for i, event := range []ctlive.Event{
		ctlive.WidgetClicked{WidgetID: "widget-7", Type: ctlive.Chat}, ctlive.ChatStarted{}, ctlive.ChatOnline{},
	} {
		a.add(s.event(t, eventOf("v", i+1, ctlive.Message{Event: event, Time: firstStored})))
	}
	got := statsOf(t, a, &s)
	assert.Equal(t, []widgetRow{{Widget: "widget-7", Chats: 1}}, got.Day.Widgets)
	assert.Equal(t, "widget-7", got.Now.Chats[0].Widget)
}

func TestWaitingIsMeasuredByTheVisitorsClock(t *testing.T) {
	var s memoryStream
	a := newAccount(s.readBack)
	started := ctlivetest.Visit("", "")[5]
	started.Time = firstStored.Add(-3 * time.Hour) // the visitor's clock is wrong
	a.add(s.event(t, eventOf("v", 1, started)))
	require.NoError(t, a.bringUpToDate())
	got := a.stats(firstStored.Add(90 * time.Second))
	require.Len(t, got.Now.Chats, 1)
	assert.InDelta(t, 90, got.Now.Chats[0].Seconds, 0.01)
}

func TestSpreadsArePercentilesOfWhatWasSeen(t *testing.T) {
	var times []time.Duration
	for i := 100; i > 0; i-- {
		times = append(times, time.Duration(i)*time.Second)
	}
	assert.Equal(t, spread{100, 50, 90, 99, 100}, spreadOf(times))
	assert.Equal(t, spread{3, 2, 3, 3, 3}, spreadOf(times[:3]))
	assert.Equal(t, spread{}, spreadOf(nil))
}
