package visit_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
)

// message is a message with an envelope of about so many bytes, as a listener delivers it.
func message(t *testing.T, number, size int) ctlive.Message {
	t.Helper()
	n := strconv.Itoa(number)
	raw := []byte(`{"name":"CTLiveEvent","type":"New` + n + `","object":{"widgetID":"w` + n + `","chatID":"c` + n +
		`","pad":"` + strings.Repeat("x", size) + `"}}`)
	event, err := ctlive.Decode(raw)
	require.NoError(t, err)
	return ctlive.Message{Event: event, Time: second(number), Raw: raw}
}

func TestVisitKeepsABoundedNumberOfBytes(t *testing.T) {
	var v visit.Visit
	kept := func() (bytes int) {
		for _, m := range v.Messages() {
			bytes += len(m.Raw)
		}
		return bytes
	}
	add := func(number, size int) {
		v.Add(ctlive.Message{Event: ctlive.Loaded{WidgetID: "w"}, Time: second(number), Raw: make([]byte, size)})
	}
	for n := range 200 {
		add(n, 1<<20)
		require.LessOrEqual(t, kept(), visit.MaxBytes)
	}
	assert.Equal(t, 200, v.Next())
	assert.Greater(t, kept(), visit.MaxBytes/2)
	assert.Equal(t, len(v.Messages()), v.Next()-v.First())
	assert.Equal(t, v.First(), v.Entry(v.First()).Number)

	add(200, 2*visit.MaxBytes)
	assert.Equal(t, 200, v.First(), "the newest is kept, however large")
	add(201, 10)
	assert.Equal(t, 201, v.First())
}

func TestVisitKeepsNothingOfTheMessagesThatItForgets(t *testing.T) {
	var v visit.Visit
	for n := range 2000 {
		v.Add(message(t, n, 64<<10))
	}
	assert.Len(t, v.Types(), 100, "the names of the first types are kept")
	for n := range 2 * visit.MaxMessages {
		v.Add(ctlive.Message{Event: ctlive.Loaded{WidgetID: "w"}, Time: second(2000 + n)})
	}
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	assert.Less(t, stats.HeapAlloc, uint64(32<<20), "2,000 envelopes of 64 KiB are 125 MiB")
	runtime.KeepAlive(&v)
}

func TestLanesOfLongIDsFollowTheSession(t *testing.T) {
	for _, id := range []string{strings.Repeat("x", 300), "x" + strings.Repeat("é", 300), strings.Repeat("€", 300)} {
		v := of(
			ctlive.WidgetShown{ElementID: id, WidgetID: id},
			ctlive.ChatStarted{ChatID: id},
			ctlive.ChatOnline{ChatID: id},
		)
		require.Len(t, v.Lanes(), 2)
		assert.Len(t, v.Lanes()[0].Bars, 1, id)
		assert.Len(t, v.Lanes()[1].Bars, 2, id)
	}
}

func TestVisitCutsLongNames(t *testing.T) {
	long := strings.Repeat("x", 70_000)
	v := of(
		ctlive.Unknown{Type: ctlive.EventType(long), Object: []byte(`{"chatID":"` + long + `"}`)},
		ctlive.Loaded{ElementID: long, WidgetID: long},
	)
	assert.Len(t, v.Types()[0], 256)
	for _, lane := range v.Lanes() {
		assert.Less(t, len(lane.Name()), 600)
	}
	assert.Less(t, len(v.AtMessage(0)), 1000)
	assert.True(t, visit.Filter{Type: v.Types()[0], Chat: v.Lanes()[1]}.Match(v.Entry(0)))
}
