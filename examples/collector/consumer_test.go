package main

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

// countedStream counts the consumers that are made in the server.
type countedStream struct {
	jetstream.Stream
	made int
}

func (s *countedStream) CreateConsumer(ctx context.Context, c jetstream.ConsumerConfig) (jetstream.Consumer, error) {
	s.made++
	return s.Stream.CreateConsumer(ctx, c)
}

func TestConsumerReadsToTheEndAndLeavesNothingInTheServer(t *testing.T) {
	r := start(t, testOptions(t))
	r.consumer.stop()
	stream := &countedStream{Stream: r.store.stream}
	r.consumer.stream = stream
	read := func() {
		require.Eventually(t, func() bool { return !r.publisher.busy() }, time.Minute, 10*time.Millisecond)
		_, err := r.consumer.read(t.Context())
		require.NoError(t, err)
		info, err := stream.Info(t.Context())
		require.NoError(t, err)
		assert.Zero(t, info.State.Consumers)
	}
	read()
	assert.Zero(t, stream.made, "for an empty stream")

	const batch = 50
	for i := range atATime/batch + 1 { // more than the consumer asks for at a time
		var events []cloudevents.Event
		for len(events) < batch {
			visit := strconv.Itoa(i) + "." + strconv.Itoa(len(events))
			events = append(events, eventOf(visit, 1, ctlivetest.Visit("", "")[0]))
		}
		require.Equal(t, http.StatusAccepted, r.post(t, events...).status)
	}
	read()
	assert.EqualValues(t, atATime+batch, r.consumer.place)
	assert.Equal(t, 1, stream.made)
	read()
	assert.Equal(t, 1, stream.made, "for a stream that was read")

	require.NoError(t, stream.Purge(t.Context()))
	r.consumer.place = 0
	read()
	assert.Equal(t, 1, stream.made, "for a stream that has lost its messages")
}
