package visit_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/examples/console/visit"
)

func TestPlayerReplaysAtEachSpeed(t *testing.T) {
	for _, speed := range []float64{1, 10, 100} {
		t.Run(fmt.Sprint(speed), func(t *testing.T) {
			p := visit.NewPlayer(ctlivetest.Visit("c", "u"))
			assert.Equal(t, 11, p.Position(), "a recording is opened at its end")
			assert.Equal(t, 10*time.Second, p.Duration())
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

func TestPlayerStepsToAndFro(t *testing.T) {
	p := visit.NewPlayer(ctlivetest.Visit("c", "u"))
	whole := picture(p.Visit)
	p.Seek(6)
	assert.Equal(t, 6, p.Position())
	assert.Equal(t, second(5), p.Now())
	assert.Equal(
		t,
		[]string{"widget widget-1: shown 1-3, form open 3-4, shown 4-; 0 1 2 3 4", "chat c: waiting 5-; 5"},
		picture(p.Visit),
	)
	p.Seek(7)
	assert.Contains(t, picture(p.Visit)[1], "talking 6-")
	p.Seek(-5)
	assert.Zero(t, p.Position())
	p.Seek(99)
	assert.Equal(t, whole, picture(p.Visit))
}

func TestPlayerStopsTheTimeInAPause(t *testing.T) {
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

func TestPlayerPutsAMessageWithoutATimeWhereTheOneBeforeIs(t *testing.T) {
	at := func(events []ctlive.Event, times ...time.Time) *visit.Visit {
		var messages []ctlive.Message
		for i, e := range events {
			messages = append(messages, ctlive.Message{Event: e, Time: times[i]})
		}
		return visit.NewPlayer(messages).Visit
	}
	whole := []ctlive.Event{
		ctlive.WidgetShown{WidgetID: "w"},
		ctlive.ChatStarted{ChatID: "c"},
		ctlive.ChatOnline{ChatID: "c"},
		ctlive.WidgetHidden{WidgetID: "w"},
	}
	none, far := time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	assert.Equal(
		t,
		[]string{"widget w: shown 2-4; 0 3", "chat c: waiting 2-2, talking 2-; 1 2"},
		picture(at(whole, none, second(2), far, second(4))),
	)
	v := at(whole, none, none, none, none)
	require.Len(t, v.Lanes(), 2)
	require.Len(t, v.Lanes()[0].Bars, 1)
	assert.False(t, v.Lanes()[0].Bars[0].To.IsZero(), "what is over does not go on")
	assert.Len(t, v.Lanes()[1].Bars, 2)
}

func TestPlayerOfAnEmptyRecording(t *testing.T) {
	p := visit.NewPlayer(nil)
	p.Play(1, time.Now())
	p.Advance(time.Now())
	require.False(t, p.Playing())
	assert.Zero(t, p.Len())
	assert.Zero(t, p.Duration())
}

func TestPlayerSeeksInParts(t *testing.T) {
	var messages []ctlive.Message
	for n := range 12_000 {
		messages = append(messages, ctlive.Message{Event: ctlive.ChatStarted{ChatID: strconv.Itoa(n)}, Time: second(n)})
	}
	p := visit.NewPlayer(messages)
	parts := 1
	finish := func() *visit.Visit {
		for ; p.Seeking(); parts++ {
			require.Less(t, parts, 10)
			p.Advance(time.Now())
		}
		return p.Visit
	}
	assert.True(t, p.Seeking())
	assert.Less(t, p.Position(), 12_000)
	whole := finish()
	assert.Equal(t, 3, parts)
	assert.Equal(t, 12_000, p.Position())
	assert.Equal(t, second(11_999), p.Now())

	p.Seek(11_999)
	assert.True(t, p.Seeking())
	assert.Same(t, whole, p.Visit, "what is shown stays until the step back is ready")
	assert.NotSame(t, whole, finish())
	assert.Equal(t, 11_999, p.Visit.Next())

	p.Seek(3)
	p.Seek(12_000)
	assert.Equal(t, 12_000, finish().Next(), "another wish before the first is fulfilled")

	p.Play(1, time.Now())
	p.Pause()
	finish()
	p.Play(1000, time.Now())
	p.Advance(time.Now().Add(time.Hour))
	assert.Less(t, p.Position(), 12_000, "what is due at once comes in parts too")
	for range 3 {
		p.Advance(time.Now().Add(time.Hour))
	}
	assert.Equal(t, 12_000, p.Position())
}

func TestPlayerSkipsWhatIsLongToWaitFor(t *testing.T) {
	const days = 72 * time.Hour
	messages := ctlivetest.Visit("c", "u")
	for i := range messages[5:] {
		messages[5+i].Time = messages[5+i].Time.Add(days)
	}
	for _, speed := range []float64{1, 10, 100} {
		t.Run(fmt.Sprint(speed), func(t *testing.T) {
			p := visit.NewPlayer(messages)
			now := time.Now()
			watch := func(d time.Duration) {
				now = now.Add(d)
				p.Advance(now)
			}
			p.Play(speed, now)
			for p.Position() < 5 {
				watch(10 * time.Millisecond)
			}
			assert.InDelta(t, days.Seconds(), p.Skipped().Seconds(), 200)
			assert.True(t, p.Now().Before(messages[5].Time), "the message is led in to")
			watch(990 * time.Millisecond)
			assert.Equal(t, 5, p.Position())
			watch(20 * time.Millisecond)
			assert.GreaterOrEqual(t, p.Position(), 6)
			for p.Playing() {
				watch(time.Second)
			}
			assert.Equal(t, messages[10].Time, p.Now())
			assert.NotZero(t, p.Skipped(), "it is still said at the end")
			p.Seek(3)
			assert.Zero(t, p.Skipped())
		})
	}
}
