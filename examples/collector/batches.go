package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// batches publishes the messages of a request as one batch of JetStream's fast batch publishing (ADR-50). One
// acknowledgement then stands for all of them, and JetStream drops repetitions as it does with single messages. The
// client of package jetstream does not speak it.
//
// Atomic batches are not used: a stream without replicas writes each of them to files of its own first, and syncs
// these. That takes four times as long as one message after the other.
type batches struct {
	connection *nats.Conn
	answers    string // the subjects of answers begin so, then comes the number of a batch

	mu      sync.Mutex
	last    uint64
	waiting map[string]chan batchAnswer // by the number
}

// batchAnswer is what JetStream says of a batch.
type batchAnswer struct {
	Type  string              `json:"type"` // not empty: a note on the way, and not the last word
	Error *jetstream.APIError `json:"error"`
	Count int                 `json:"count"` // how many messages, from the first on, are stored or were there before
}

// newBatches returns nil for a stream that takes no batches. One with replicas is not asked to: it acknowledges a
// batch of repetitions at once, though the first of them may not be on most replicas yet.
func newBatches(connection *nats.Conn, stream jetstream.StreamConfig) (*batches, error) {
	if !stream.AllowBatchPublish || stream.Replicas > 1 {
		return nil, nil
	}
	b := &batches{connection: connection, answers: connection.NewInbox() + ".", waiting: map[string]chan batchAnswer{}}
	_, err := connection.Subscribe(b.answers+">", b.answer)
	return b, err
}

// What the last parts of a reply subject say: PREFIX.NUMBER.FLOW.GAPS.SEQUENCE.OPERATION.$FI
const (
	// As few answers on the way as there can be: they are of no use here. A message that is missing ends the batch.
	flowAndGaps = ".500.fail."
	firstOne    = ".0.$FI"
	anotherOne  = ".1.$FI"
	lastOne     = ".2.$FI"
)

// publish returns nil when JetStream has acknowledged every message, of which there are two or more.
func (b *batches) publish(ctx context.Context, messages []*nats.Msg) error {
	number, answer := b.begin()
	defer b.end(number)
	for i, m := range messages {
		operation := anotherOne
		switch i {
		case 0:
			operation = firstOne
		case len(messages) - 1:
			operation = lastOne
		}
		sent := *m
		sent.Reply = b.answers + number + flowAndGaps + strconv.Itoa(i+1) + operation
		if err := b.connection.PublishMsg(&sent); err != nil {
			return err
		}
	}
	select {
	case got := <-answer:
		switch {
		case got.Error != nil:
			return got.Error
		case got.Count != len(messages):
			return fmt.Errorf("%w: JetStream has stored %d of %d", errCutShort, got.Count, len(messages))
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

var errCutShort = errors.New("a batch was cut short")

func (b *batches) begin() (number string, answer chan batchAnswer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	number, answer = strconv.FormatUint(b.last, 36), make(chan batchAnswer, 1)
	b.waiting[number] = answer
	return number, answer
}

func (b *batches) end(number string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.waiting, number)
}

// answer passes the last word on a batch to who waits for it. There is one, and then whoever waited is gone.
func (b *batches) answer(m *nats.Msg) {
	var got batchAnswer
	if json.Unmarshal(m.Data, &got) != nil || got.Type != "" {
		return
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(m.Subject, b.answers), ".")
	b.mu.Lock()
	defer b.mu.Unlock()
	if answer, ok := b.waiting[number]; ok {
		answer <- got
		delete(b.waiting, number)
	}
}
