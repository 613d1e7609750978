package main

import (
	"fmt"
	"testing"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/ctlivetest"
)

// newStore opens a store, whose stream the test may have made before.
func newStore(t *testing.T, change func(*jetstream.StreamConfig)) (*store, *publisher) {
	t.Helper()
	s, err := openStore(t.Context(), testOptions(t))
	require.NoError(t, err)
	t.Cleanup(s.close)
	config := s.stream.CachedInfo().Config
	change(&config)
	s.stream, err = s.js.UpdateStream(t.Context(), config)
	require.NoError(t, err)
	p, err := newPublisher(s)
	require.NoError(t, err)
	return s, p
}

// checkedEvents returns the events of a visit as the decoder does.
func checkedEvents(t *testing.T, visit string) (events []event) {
	t.Helper()
	for _, e := range eventsOf(visit, ctlivetest.Visit("", "")) {
		events = append(events, event{e, write(t, e)})
	}
	return events
}

func stored(t *testing.T, s *store) int {
	t.Helper()
	info, err := s.stream.Info(t.Context())
	require.NoError(t, err)
	return int(info.State.Msgs)
}

func TestEventsOfARequestAreStoredOnceWhereverTheRepetitionsStand(t *testing.T) {
	for name, allow := range map[string]bool{"in batches": true, "one by one": false} {
		t.Run(name, func(t *testing.T) {
			s, p := newStore(t, func(c *jetstream.StreamConfig) { c.AllowBatchPublish = allow })
			assert.Equal(t, allow, p.batches != nil)
			const visits = 6
			for i := range visits {
				events := checkedEvents(t, fmt.Sprint("visit-", i))
				for _, part := range [][]event{
					{events[i]}, {events[i], events[i+1]}, // the first is a repetition
					events[i : i+3], events[i+1 : i+3], // some, and all
					{events[i+3], events[i+3]}, events, // the last, and some in the middle
				} {
					require.NoError(t, p.events(t.Context(), part))
				}
				assert.Equal(t, (i+1)*len(events), stored(t, s))
			}
			if allow {
				assert.Empty(t, p.batches.waiting)
			}
		})
	}
}

func TestEventsThatTheStreamDoesNotTakeAreAnError(t *testing.T) {
	s, p := newStore(t, func(c *jetstream.StreamConfig) { c.MaxMsgs, c.Discard = 5, jetstream.DiscardNew })
	err := p.events(t.Context(), checkedEvents(t, "v"))
	assert.ErrorContains(t, err, "maximum messages exceeded")
	assert.Equal(t, 5, stored(t, s))
}

func TestStreamThatTakesBatchesNoLongerIsPublishedToOneByOne(t *testing.T) {
	s, p := newStore(t, func(*jetstream.StreamConfig) {})
	config := s.stream.CachedInfo().Config
	config.AllowBatchPublish = false
	_, err := s.js.UpdateStream(t.Context(), config)
	require.NoError(t, err)
	events := checkedEvents(t, "v")
	require.NoError(t, p.events(t.Context(), events))
	assert.Equal(t, len(events), stored(t, s))
}
