package ctlivetest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
)

func TestAVisitIsWhole(t *testing.T) {
	visit := ctlivetest.Visit("c", "u")
	require.Len(t, visit, 11)
	seen := map[ctlive.EventType]bool{}
	var tracker session.Tracker
	for i, m := range visit {
		decoded, err := ctlive.Decode(m.Raw)
		require.NoError(t, err)
		assert.Equal(t, m.Event, decoded)
		assert.Equal(t, visit[0].Time.Add(time.Duration(i)*time.Second), m.Time)
		assert.Equal(t, ctlivetest.Origin, m.Origin)
		seen[m.Event.EventType()] = true
		tracker.Observe(m)
	}
	assert.Len(t, seen, len(ctlive.EventTypes()))
	s := tracker.Snapshot()
	assert.Empty(t, s.Anomalies)
	assert.Equal(
		t,
		session.Funnel{Shown: 1, Clicked: 1, Collected: 1, Requested: 1, Online: 1, Finished: 1, Surveyed: 1},
		s.Funnel,
	)

	visit[0].Raw[0] = 'x'
	assert.NotEqual(t, visit[0].Raw, ctlivetest.Visit("c", "u")[0].Raw, "each call has slices of its own")
}

func TestARecorderKeepsMessagesAndErrors(t *testing.T) {
	var d ctlive.Dispatcher
	r := ctlivetest.Record(&d)
	assert.Empty(t, r.Messages())
	assert.Empty(t, r.Errors())
	visit := ctlivetest.Visit("c", "u")
	for _, m := range visit {
		d.Dispatch(m)
	}
	wrong := errors.New("on purpose")
	d.Report(wrong)
	assert.Equal(t, visit, r.Messages())
	assert.Equal(t, []error{wrong}, r.Errors())
	r.Messages()[0] = ctlive.Message{}
	assert.Equal(t, visit, r.Messages(), "Messages returns a copy")
}
