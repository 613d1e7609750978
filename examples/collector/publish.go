package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/semaphore"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/webhook"
)

const (
	maxInFlight    = 4096             // messages that JetStream has not acknowledged yet
	publishTimeout = 10 * time.Second // for JetStream to acknowledge one
	partitions     = 16               // of the visits, by subject
)

// publisher stores messages in the stream.
type publisher struct {
	js         jetstream.JetStream
	batches    *batches // nil if the stream takes none
	room       *semaphore.Weighted
	onTheirWay atomic.Int64 // calls of publish that have not returned
	latest     atomic.Int64 // when one has returned, in ns
}

func newPublisher(s *store) (*publisher, error) {
	batches, err := newBatches(s.connection, s.stream.CachedInfo().Config)
	return &publisher{js: s.js, batches: batches, room: semaphore.NewWeighted(maxInFlight)}, err
}

// events stores events. It returns nil when JetStream has acknowledged every one.
func (p *publisher) events(ctx context.Context, events []event) error {
	messages := make([]*nats.Msg, len(events))
	for i, e := range events {
		messages[i] = &nats.Msg{
			Subject: subjectOf(e), Data: e.text, Header: nats.Header{jetstream.MsgIDHeader: {messageID(e.Source, e.ID)}},
		}
	}
	return p.publish(ctx, messages)
}

// subjectOf returns the subject of an event: "ctlive.events.7.ChatStarted". All events of a visit are in one
// partition. Of types that package ctlive does not know it is "Unknown": the server remembers every subject that
// there was.
func subjectOf(e event) string {
	hash := fnv.New32a()
	hash.Write([]byte(e.Visit))
	name := e.Message.Event.EventType()
	if !slices.Contains(eventTypes, name) {
		name = "Unknown"
	}
	return eventSubject + strconv.Itoa(int(hash.Sum32()%partitions)) + "." + string(name)
}

var eventTypes = ctlive.EventTypes()

// messageID is the source and the id of an event, quoted: white space in a header would not stay as it is.
func messageID(source, id string) string {
	return string(strconv.AppendQuote(strconv.AppendQuote(nil, source), id))
}

// notice stores a notice of the vendor's server, as its members are called there. Users and data collections stay
// out: they are personal data, and nothing here needs them.
func (p *publisher) notice(ctx context.Context, c webhook.Contact) error {
	c.Users, c.DataCollections = nil, nil
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("a notice can't be written: %w", err)
	}
	return p.publish(ctx, []*nats.Msg{{Subject: noticeSubject + c.Event, Data: text, Header: nats.Header{
		jetstream.MsgIDHeader: {messageID("notice "+c.Event, c.ChatID)},
	}}})
}

// refused stores counts of what was refused.
func (p *publisher) refused(ctx context.Context, counts []byte) error {
	return p.publish(ctx, []*nats.Msg{{Subject: refusedSubject, Data: counts}})
}

// busy tells whether messages are on their way to JetStream, or were a moment ago: between two requests of a page
// there is always a gap.
func (p *publisher) busy() bool {
	const moment = 200 * time.Millisecond
	return p.onTheirWay.Load() > 0 || time.Since(time.Unix(0, p.latest.Load())) < moment
}

func (p *publisher) publish(ctx context.Context, messages []*nats.Msg) error {
	p.onTheirWay.Add(1)
	defer func() {
		p.latest.Store(time.Now().UnixNano())
		p.onTheirWay.Add(-1)
	}()
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	if err := p.room.Acquire(ctx, int64(len(messages))); err != nil {
		return fmt.Errorf("too much is on its way to JetStream: %w", err)
	}
	defer p.room.Release(int64(len(messages)))
	if p.batches != nil && len(messages) > 1 {
		err := p.batches.publish(ctx, messages)
		if err == nil || ctx.Err() != nil {
			return err
		}
		// One by one JetStream takes what it can, or says what is wrong. It drops what it has.
	}
	return p.oneByOne(ctx, messages)
}

func (p *publisher) oneByOne(ctx context.Context, messages []*nats.Msg) error {
	acks := make([]jetstream.PubAckFuture, len(messages))
	for i, m := range messages {
		var err error
		if acks[i], err = p.js.PublishMsgAsync(m); err != nil {
			return err
		}
	}
	for _, ack := range acks {
		select {
		case <-ack.Ok():
		case err := <-ack.Err():
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
