package visit_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/examples/console/visit"
)

var begin = ctlivetest.Visit("", "")[0].Time

// second is the time of the event with that number: one a second, from 0.
func second(n int) time.Time { return begin.Add(time.Duration(n) * time.Second) }

// of makes a visit of events, one a second.
func of(events ...ctlive.Event) *visit.Visit {
	v := new(visit.Visit)
	for n, e := range events {
		v.Add(ctlive.Message{Event: e, Time: second(n)})
	}
	return v
}

func wholeVisit() *visit.Visit {
	v := new(visit.Visit)
	for _, m := range ctlivetest.Visit("c", "u") {
		v.Add(m)
	}
	return v
}

var states = [...]string{visit.Shown: "shown", visit.Form: "form open", visit.Waiting: "waiting", visit.Talking: "talking", visit.Survey: "survey open"}

// picture writes lanes down: "widget w: shown 1-2, form open 3-; marks 0 1 2".
func picture(v *visit.Visit) []string {
	var all []string
	seconds := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return strconv.Itoa(int(t.Sub(begin).Seconds()))
	}
	for _, l := range v.Lanes() {
		var bars, marks []string
		for _, b := range l.Bars {
			bars = append(bars, fmt.Sprintf("%s %s-%s", states[b.State], seconds(b.From), seconds(b.To)))
		}
		for _, m := range l.Marks {
			marks = append(marks, strconv.Itoa(m.Number))
		}
		all = append(all, l.Name()+": "+strings.Join(bars, ", ")+"; "+strings.Join(marks, " "))
	}
	return all
}

func TestLanes(t *testing.T) {
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
		"a chat that nobody answers":     {of(started, finished), []string{"chat c: waiting 0-1; 0 1"}},
		"what goes on":                   {of(shown, form, started, online), []string{"widget w: shown 0-1, form open 1-; 0 1", "chat c: waiting 2-3, talking 3-; 2 3"}},
		"a form before the widget":       {of(form, submitted), []string{"widget w: form open 0-1; 0 1"}},
		"a widget that comes and goes":   {of(shown, hidden, shown, hidden), []string{"widget w: shown 0-1, shown 2-3; 0 1 2 3"}},
		"a widget hidden with its form":  {of(shown, form, hidden), []string{"widget w: shown 0-1, form open 1-2; 0 1 2"}},
		"what the order does not allow":  {of(online, finished, started), []string{"chat c: talking 0-1; 0 1 2"}},
		"a widget without a widgetID":    {of(ctlive.WidgetShown{ElementID: "e"}), []string{"widget e: shown 0-; 0"}},
		"events of no widget or chat":    {of(ctlive.Unknown{Type: "New"}, shown), []string{"widget w: shown 1-; 1", "other events: ; 0"}},
		"new events of a chat, a widget": {of(ctlive.Unknown{Type: "AgentTyping", Object: []byte(`{"chatID":"c"}`)}, ctlive.Unknown{Type: "Moved", Object: []byte(`{"widgetID":"w","chatID":7}`)}), []string{"widget w: ; 1", "chat c: ; 0"}},
		"several, by first sight":        {of(started, ctlive.ChatStarted{ChatID: "a"}, shown, ctlive.WidgetShown{WidgetID: "a"}), []string{"widget w: shown 2-; 2", "widget a: shown 3-; 3", "chat c: waiting 0-; 0", "chat a: waiting 1-; 1"}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, picture(c.visit)) })
	}
}

func TestBarsNeverRunBackwards(t *testing.T) {
	v := new(visit.Visit)
	v.Add(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "c"}, Time: second(5)})
	v.Add(ctlive.Message{Event: ctlive.ChatOnline{ChatID: "c"}, Time: second(3)})
	v.Add(ctlive.Message{Event: ctlive.ChatFinished{ChatID: "c"}, Time: second(4)})
	assert.Equal(t, []string{"chat c: waiting 5-5, talking 5-5; 0 1 2"}, picture(v))
	from, to := v.Span(second(9))
	assert.False(t, to.Before(from))
}

func TestTheSpanGoesToNowWhileSomethingGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		visit    *visit.Visit
		from, to int
	}{
		"nothing yet": {of(), 20, 20},
		"over":        {wholeVisit(), 0, 10},
		"going on":    {of(ctlive.WidgetShown{WidgetID: "w"}), 0, 20},
	} {
		t.Run(name, func(t *testing.T) {
			from, to := c.visit.Span(second(20))
			assert.Equal(t, second(c.from), from)
			assert.Equal(t, second(c.to), to)
		})
	}
}

func TestTypesAreThoseThatThereWere(t *testing.T) {
	v := of(ctlive.ChatStarted{}, ctlive.Loaded{}, ctlive.ChatStarted{}, ctlive.Unknown{Type: "New"}, ctlive.Unknown{})
	assert.Equal(t, []ctlive.EventType{"ChatStarted", "Loaded", "New"}, v.Types())
	for n := range 200 {
		v.Add(ctlive.Message{Event: ctlive.Unknown{Type: ctlive.EventType(strconv.Itoa(n))}})
	}
	assert.Len(t, v.Types(), 100)
}

func TestFilters(t *testing.T) {
	v := wholeVisit()
	for name, c := range map[string]struct {
		filter visit.Filter
		want   []int
	}{
		"all":             {visit.Filter{}, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		"a type":          {visit.Filter{Type: ctlive.TypeChatOnline}, []int{6}},
		"a widget":        {visit.Filter{WidgetID: "widget-1"}, []int{0, 1, 2, 3, 4, 10}},
		"a chat":          {visit.Filter{ChatID: "c"}, []int{5, 6, 7, 8, 9}},
		"a type of chat":  {visit.Filter{Type: ctlive.TypeLoaded, ChatID: "c"}, nil},
		"another's chats": {visit.Filter{ChatID: "x"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []int
			for n := v.First(); n < v.Next(); n++ {
				if c.filter.Match(v.Entry(n)) {
					got = append(got, n)
				}
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestAMomentInWords(t *testing.T) {
	v := wholeVisit()
	assert.Equal(t, "At 3.5 s: widget widget-1 has had its form open for 0.5 s.", v.At(begin.Add(3500*time.Millisecond)))
	assert.Equal(t, "ChatOnline of chat c. At 6.0 s: widget widget-1 has been shown for 5.0 s; chat c has been talking for 0.0 s.", v.AtMessage(6))
	assert.Equal(t, "WidgetHidden of widget widget-1. At 10.0 s: nothing is shown and nobody chats.", v.AtMessage(10))
	var many []ctlive.Event
	for n := range 10 {
		many = append(many, ctlive.ChatStarted{ChatID: strconv.Itoa(n)})
	}
	assert.Contains(t, of(many...).At(second(10)), "chat 5 has been waiting for 5.0 s; and so on, 4 more.")
	assert.Equal(t, "New. At 0.0 s: nothing is shown and nobody chats.", of(ctlive.Unknown{Type: "New"}).AtMessage(0))
}

func TestDurations(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0.0 s", 0: "0.0 s", 59_960 * time.Millisecond: "59.9 s", time.Minute: "1:00",
		61 * time.Second: "1:01", 3599*time.Second + 600*time.Millisecond: "60:00", time.Hour + 61*time.Second: "1:01:01",
	} {
		assert.Equal(t, want, visit.Duration(d))
	}
}

func TestTheOldestMessagesAreForgotten(t *testing.T) {
	v := new(visit.Visit)
	const count = visit.MaxMessages + 2500
	for n := range count {
		v.Add(ctlive.Message{Event: ctlive.ChatStarted{ChatID: strconv.Itoa(n)}, Time: second(n)})
		if n > 0 {
			v.Add(ctlive.Message{Event: ctlive.ChatFinished{ChatID: strconv.Itoa(n - 1)}, Time: second(n)})
		}
	}
	total := 2*count - 1
	assert.Equal(t, total, v.Next())
	assert.Equal(t, total-visit.MaxMessages, v.First())
	assert.Len(t, v.Messages(), visit.MaxMessages)
	assert.Equal(t, ctlive.TypeChatFinished, v.Entry(total-1).Event.EventType())
	assert.Equal(t, v.First(), v.Entry(v.First()).Number)
	assert.LessOrEqual(t, len(v.Lanes()), visit.MaxMessages)
	for _, l := range v.Lanes() {
		for _, m := range l.Marks {
			assert.GreaterOrEqual(t, m.Number, total-visit.MaxMessages-visit.MaxMessages/10)
		}
	}
}

func TestAPlayerReplaysAtEachSpeed(t *testing.T) {
	for _, speed := range []float64{1, 10, 100} {
		t.Run(fmt.Sprint(speed), func(t *testing.T) {
			p := visit.NewPlayer(ctlivetest.Visit("c", "u"))
			assert.Equal(t, 11, p.Position(), "a recording is opened at its end")
			assert.False(t, p.Playing())
			now := time.Now()
			p.Play(speed, now)
			p.Advance(now)
			assert.Equal(t, 1, p.Position(), "what is at the beginning comes at once")
			after := func(seconds float64) time.Time {
				return now.Add(time.Duration(seconds / speed * float64(time.Second)))
			}
			p.Advance(after(2.9))
			assert.Equal(t, 3, p.Position())
			assert.InDelta(t, 2.9, p.Now().Sub(begin).Seconds(), 0.001)
			p.Advance(after(3.1))
			assert.Equal(t, 4, p.Position())
			p.Advance(after(60))
			assert.Equal(t, 11, p.Position())
			assert.False(t, p.Playing(), "it stops at the end")
			assert.Equal(t, second(10), p.Now())
			p.Advance(after(61))
			assert.Equal(t, second(10), p.Now())
		})
	}
}

func TestAPlayerStepsToAndFro(t *testing.T) {
	p := visit.NewPlayer(ctlivetest.Visit("c", "u"))
	whole := picture(p.Visit)
	p.Seek(6)
	assert.Equal(t, 6, p.Position())
	assert.Equal(t, second(5), p.Now())
	assert.Equal(t, []string{"widget widget-1: shown 1-3, form open 3-4, shown 4-; 0 1 2 3 4", "chat c: waiting 5-; 5"}, picture(p.Visit))
	p.Seek(7)
	assert.Contains(t, picture(p.Visit)[1], "talking 6-")
	p.Seek(-5)
	assert.Zero(t, p.Position())
	p.Seek(99)
	assert.Equal(t, whole, picture(p.Visit))
}

func TestAPauseStopsTheTime(t *testing.T) {
	p := visit.NewPlayer(ctlivetest.Visit("c", "u"))
	p.Seek(3)
	now := time.Now()
	p.Play(10, now)
	p.Advance(now.Add(150 * time.Millisecond))
	assert.Equal(t, 4, p.Position())
	p.Pause()
	p.Advance(now.Add(time.Hour))
	assert.Equal(t, 4, p.Position())
	p.Play(1, now.Add(time.Hour))
	p.Advance(now.Add(time.Hour + 600*time.Millisecond))
	assert.Equal(t, 5, p.Position(), "the clock went on from where it was")
}

func TestMessagesWithoutATimeStandWhereTheOneBeforeDoes(t *testing.T) {
	at := func(events []ctlive.Event, times ...time.Time) *visit.Visit {
		var messages []ctlive.Message
		for i, e := range events {
			messages = append(messages, ctlive.Message{Event: e, Time: times[i]})
		}
		return visit.NewPlayer(messages).Visit
	}
	whole := []ctlive.Event{ctlive.WidgetShown{WidgetID: "w"}, ctlive.ChatStarted{ChatID: "c"}, ctlive.ChatOnline{ChatID: "c"}, ctlive.WidgetHidden{WidgetID: "w"}}
	none, far := time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, []string{"widget w: shown 2-4; 0 3", "chat c: waiting 2-2, talking 2-; 1 2"}, picture(at(whole, none, second(2), far, second(4))))
	v := at(whole, none, none, none, none)
	require.Len(t, v.Lanes(), 2)
	require.Len(t, v.Lanes()[0].Bars, 1)
	assert.False(t, v.Lanes()[0].Bars[0].To.IsZero(), "what is over does not go on")
	assert.Len(t, v.Lanes()[1].Bars, 2)
}

func TestLanesOfWhatIsForgottenGo(t *testing.T) {
	v := new(visit.Visit)
	for n := range 3 * visit.MaxMessages {
		v.Add(ctlive.Message{Event: ctlive.ChatStarted{ChatID: strconv.Itoa(n)}, Time: second(n)})
	}
	assert.LessOrEqual(t, len(v.Lanes()), visit.MaxMessages+visit.MaxMessages/10)
	assert.True(t, v.Has(v.First()))
	assert.False(t, v.Has(v.First()-1))
	assert.False(t, v.Has(v.Next()))
}

func TestMembersAreAsTheyCame(t *testing.T) {
	members := func(envelope string) (all []string) {
		for name, value := range visit.Members([]byte(envelope)) {
			all = append(all, name+"="+value)
		}
		return all
	}
	assert.Equal(t, []string{"b=12345678901234567890", "1=1.50", `c={"x": [1]}`}, members(`{"name":"CTLiveEvent","object":{"b":12345678901234567890,"1":1.50,"c":{"x": [1]}}}`))
	for _, empty := range []string{"", "{}", `{"object":null}`, `{"object":[1]}`, `{"object":{`} {
		assert.Empty(t, members(empty), empty)
	}
	assert.Equal(t, "{\n  \"n\": 1e400\n}", visit.Indent([]byte(`{"n":1e400}`)))
	assert.Equal(t, "no JSON", visit.Indent([]byte("no JSON")))
}

func TestAnEmptyRecording(t *testing.T) {
	p := visit.NewPlayer(nil)
	p.Play(1, time.Now())
	p.Advance(time.Now())
	require.False(t, p.Playing())
	assert.Zero(t, p.Len())
}
