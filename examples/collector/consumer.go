package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// The consumer asks for so many messages at a time, and rests when it has read all. If the server sent each message as
// it comes, it would have to write each to its file at once, and would take a seventh of the events
// (make collector-bench, with Consume in place of Fetch). While this one rests there is none in the server, which
// would wake it for each event.
const (
	atATime = 2000
	rest    = 200 * time.Millisecond
)

// While events come in, receiving goes first: the consumer then reads one batch, and rests so many times as long as
// that took, two seconds at most. It falls behind, and reads the others afterwards.
const (
	restsWhileBusy = 9
	longestRest    = 2 * time.Second
)

// consumer reads the stream from its beginning, in order, each message once, and keeps the account.
type consumer struct {
	account *account
	stream  jetstream.Stream
	busy    func() bool // events come in
	cancel  context.CancelFunc
	ended   chan struct{}

	mu    sync.Mutex
	place uint64        // in the stream, of the last message that is in the account
	moved chan struct{} // closed when place changes
}

func startConsumer(ctx context.Context, stream jetstream.Stream, account *account, busy func() bool) *consumer {
	c := &consumer{account: account, stream: stream, busy: busy, ended: make(chan struct{}), moved: make(chan struct{})}
	ctx, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
	go c.run(ctx)
	return c
}

func (c *consumer) stop() {
	c.cancel()
	<-c.ended
}

// run reads until ctx ends. After an error it goes on behind what is in the account.
func (c *consumer) run(ctx context.Context) {
	defer close(c.ended)
	for ctx.Err() == nil {
		worked, err := c.read(ctx)
		length := rest
		if err != nil && ctx.Err() == nil {
			log.Print("reads the stream again: ", err)
			length = time.Second
		} else if c.busy() {
			length = min(max(rest, restsWhileBusy*worked), longestRest)
		}
		pause(ctx, length)
	}
}

// read reads what comes behind what is in the account: all of it, or one batch while events come in. It says how long
// the batches took.
func (c *consumer) read(ctx context.Context) (worked time.Duration, err error) {
	info, err := c.stream.Info(ctx)
	if err != nil || info.State.Msgs == 0 || info.State.LastSeq <= c.place {
		return 0, err
	}
	source, err := c.stream.CreateConsumer(ctx, jetstream.ConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: c.place + 1, AckPolicy: jetstream.AckNonePolicy,
		MemoryStorage: true, Replicas: 1, InactiveThreshold: 10 * time.Second,
	})
	if err != nil {
		return 0, err
	}
	// One that can't be deleted goes after its InactiveThreshold.
	defer c.stream.DeleteConsumer(context.WithoutCancel(ctx), source.CachedInfo().Name)
	begun := time.Now()
	messages := make([]message, 0, atATime)
	for delivered := uint64(0); ; {
		batch, err := source.FetchNoWait(atATime)
		if err != nil {
			return 0, err
		}
		messages = messages[:0]
		for m := range batch.Messages() {
			about, err := m.Metadata()
			if err != nil {
				return 0, err
			}
			if delivered++; about.Sequence.Consumer != delivered {
				return 0, errors.New("a message was lost on the way")
			}
			messages = append(messages, message{
				place: about.Sequence.Stream, stored: about.Timestamp, subject: m.Subject(), data: m.Data(),
			})
		}
		if err := batch.Error(); err != nil {
			return 0, err
		}
		if len(messages) > 0 {
			c.account.add(messages)
			c.move(messages[len(messages)-1].place)
		}
		if len(messages) < atATime || c.busy() || ctx.Err() != nil {
			return time.Since(begun), nil
		}
	}
}

func pause(ctx context.Context, length time.Duration) {
	select {
	case <-time.After(length):
	case <-ctx.Done():
	}
}

func (c *consumer) move(place uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.place = place
	close(c.moved)
	c.moved = make(chan struct{})
}

// reachEnd waits until the account has all that the stream has now, whoever has put it there. It returns how many
// messages are missing when ctx ends.
func (c *consumer) reachEnd(ctx context.Context) (missing uint64, err error) {
	info, err := c.stream.Info(ctx)
	if err != nil {
		return 0, fmt.Errorf("can't read the state of the stream: %w", err)
	}
	if info.State.Msgs == 0 {
		return 0, nil
	}
	for {
		c.mu.Lock()
		at, moved := c.place, c.moved
		c.mu.Unlock()
		if at >= info.State.LastSeq {
			return 0, nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return info.State.LastSeq - at, nil
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
