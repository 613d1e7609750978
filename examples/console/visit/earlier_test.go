package visit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
)

// earlierPage is a page that was left after so many messages of a whole visit.
func earlierPage(messages int) *session.Tracker {
	tracker := new(session.Tracker)
	for _, m := range ctlivetest.Visit("chat-1", "user-1")[:messages] {
		tracker.Observe(m)
	}
	return tracker
}

func TestVisitThatGoesOnHasALaneForEachChatThatIsNotOver(t *testing.T) {
	for name, c := range map[string]struct {
		messages int
		want     State
	}{
		"before the chat":    {5, Nothing},
		"waiting":            {6, Waiting},
		"talking":            {7, Talking},
		"before the survey":  {8, Nothing},
		"in the survey":      {9, Survey},
		"when all has ended": {11, Nothing},
	} {
		t.Run(name, func(t *testing.T) {
			var v Visit
			v.GoOn(earlierPage(c.messages))
			at := time.Unix(1_900_000_000, 0)
			v.Add(ctlive.Message{Event: ctlive.Loaded{WidgetID: "widget-1"}, Time: at})
			lanes := v.Lanes()
			require.Equal(t, Widget, lanes[0].Kind())
			if c.want == Nothing {
				assert.Len(t, lanes, 1)
				return
			}
			require.Len(t, lanes, 2)
			assert.Equal(t, "chat-1", lanes[1].ID())
			assert.Equal(t, []Bar{{State: c.want, From: at}}, lanes[1].Bars)
			chat, ok := v.ChatNow()
			assert.True(t, ok)
			assert.Equal(t, "chat-1", chat.ChatID)
		})
	}
}

func TestVisitThatGoesOnSaysSinceWhen(t *testing.T) {
	var v Visit
	assert.True(t, v.Since().IsZero())
	v.GoOn(earlierPage(7))
	assert.True(t, v.Since().Equal(ctlivetest.Visit("chat-1", "user-1")[1].Time), "of the WidgetShown")
	assert.True(t, v.IsEarlier("chat-1"))
	assert.False(t, v.IsEarlier("chat-2"))
}

func TestPlayerOfARecordingWithoutItsBeginningHasNoAnomaly(t *testing.T) {
	hidden := ctlive.Message{Event: ctlive.WidgetHidden{WidgetID: "widget-1"}}
	part := NewPlayer([]ctlive.Message{hidden, hidden})
	assert.Len(t, part.Visit.Tracker.Snapshot().Anomalies, 1, "the second alone")
	part.Seek(1)
	assert.Empty(t, part.Visit.Tracker.Snapshot().Anomalies)
	whole := NewPlayer([]ctlive.Message{{Event: ctlive.Loaded{WidgetID: "widget-1"}}, hidden})
	assert.Len(t, whole.Visit.Tracker.Snapshot().Anomalies, 1)
}

func TestVisitThatGoesOnWithNothingIsAFirstPage(t *testing.T) {
	var v Visit
	v.GoOn(new(session.Tracker))
	v.Add(ctlive.Message{Event: ctlive.WidgetHidden{WidgetID: "widget-1"}})
	assert.Len(t, v.Tracker.Snapshot().Anomalies, 1)
}
