package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// consumer reads the stream from its beginning, in order, each message once, and keeps the account.
type consumer struct {
	account *account
	stop    func()

	mu    sync.Mutex
	place uint64        // in the stream, of the last message that is in the account
	moved chan struct{} // closed when place changes
	end   uint64        // where the stream ended at the start
}

func startConsumer(ctx context.Context, stream jetstream.Stream, account *account) (*consumer, error) {
	c := &consumer{account: account, moved: make(chan struct{})}
	info, err := stream.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("can't read the state of the stream: %w", err)
	}
	if info.State.Msgs > 0 {
		c.end = info.State.LastSeq
	}
	ordered, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverAllPolicy})
	if err != nil {
		return nil, fmt.Errorf("can't read the stream: %w", err)
	}
	running, err := ordered.Consume(c.take, jetstream.PullMaxMessages(2000))
	if err != nil {
		return nil, fmt.Errorf("can't read the stream: %w", err)
	}
	c.stop = func() {
		running.Stop()
		<-running.Closed()
	}
	return c, nil
}

func (c *consumer) take(m jetstream.Msg) {
	about, err := m.Metadata()
	if err != nil {
		return // a message of the connection's, not of the stream
	}
	c.account.add(message{place: about.Sequence.Stream, stored: about.Timestamp, subject: m.Subject(), data: m.Data()})
	c.mu.Lock()
	defer c.mu.Unlock()
	c.place = about.Sequence.Stream
	close(c.moved)
	c.moved = make(chan struct{})
}

// reach waits until the account has what the stream had at the start, and everything up to a place in it. It
// returns how many messages are missing when the time is over.
func (c *consumer) reach(ctx context.Context, place uint64) (missing uint64) {
	for {
		c.mu.Lock()
		at, moved, target := c.place, c.moved, max(place, c.end)
		c.mu.Unlock()
		if at >= target {
			return 0
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return target - at
		}
	}
}

// readBack returns a message that the account has read before. ok is false if the stream no longer has it.
func readBack(stream jetstream.Stream, place uint64) (m message, ok bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	raw, err := stream.GetMsg(ctx, place)
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return message{}, false, nil
	case err != nil:
		return message{}, false, fmt.Errorf("can't read message %d of the stream again: %w", place, err)
	}
	return message{place: place, stored: raw.Time, subject: raw.Subject, data: raw.Data}, true, nil
}
