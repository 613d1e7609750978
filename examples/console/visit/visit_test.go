package visit_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

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

var states = [...]string{
	visit.Shown:   "shown",
	visit.Form:    "form open",
	visit.Waiting: "waiting",
	visit.Talking: "talking",
	visit.Survey:  "survey open",
}

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

func TestVisitSpansToNowWhileSomethingGoesOn(t *testing.T) {
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

func TestVisitKnowsTheTypesThatThereWere(t *testing.T) {
	v := of(ctlive.ChatStarted{}, ctlive.Loaded{}, ctlive.ChatStarted{}, ctlive.Unknown{Type: "New"}, ctlive.Unknown{})
	assert.Equal(t, []ctlive.EventType{"ChatStarted", "Loaded", "New"}, v.Types())
	for n := range 200 {
		v.Add(ctlive.Message{Event: ctlive.Unknown{Type: ctlive.EventType(strconv.Itoa(n))}})
	}
	assert.Len(t, v.Types(), 100)
}

func TestFilter(t *testing.T) {
	v := wholeVisit()
	widget, chat := v.Lanes()[0], v.Lanes()[1]
	for name, c := range map[string]struct {
		filter visit.Filter
		want   []int
	}{
		"all":             {visit.Filter{}, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		"a type":          {visit.Filter{Type: ctlive.TypeChatOnline}, []int{6}},
		"a widget":        {visit.Filter{Widget: widget}, []int{0, 1, 2, 3, 4, 10}},
		"a chat":          {visit.Filter{Chat: chat}, []int{5, 6, 7, 8, 9}},
		"a type of chat":  {visit.Filter{Type: ctlive.TypeLoaded, Chat: chat}, nil},
		"another's chats": {visit.Filter{Chat: new(visit.Lane)}, nil},
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

func TestVisitForgetsTheOldestMessages(t *testing.T) {
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

func TestVisitForgetsTheLanesOfForgottenMessages(t *testing.T) {
	v := new(visit.Visit)
	for n := range 3 * visit.MaxMessages {
		v.Add(ctlive.Message{Event: ctlive.ChatStarted{ChatID: strconv.Itoa(n)}, Time: second(n)})
	}
	assert.LessOrEqual(t, len(v.Lanes()), visit.MaxMessages+visit.MaxMessages/10)
	assert.True(t, v.Has(v.First()))
	assert.False(t, v.Has(v.First()-1))
	assert.False(t, v.Has(v.Next()))
}
