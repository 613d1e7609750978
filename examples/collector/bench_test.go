package main

import (
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/internal/testkit"
)

const (
	clients = 8 // at one time
	rounds  = 9
)

// BenchmarkAccepting compares what the collector accepts, with its account and without, with what a program reaches
// that does nothing but publish to JetStream: the same texts and message ids, so many at a time, waiting for all
// acknowledgements. Each has a server of its own in this process, and they are measured in turn. The clients that post
// to the collector are in this process too.
func BenchmarkAccepting(b *testing.B) {
	for _, size := range []int{1, 10, 50} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			for b.Loop() {
				compareAccepting(b, size)
			}
		})
	}
}

func compareAccepting(b *testing.B, size int) {
	requests := 120 * clients
	if size == 1 {
		requests *= 5
	}
	o := testOptions(b)
	o.limits.rate, o.limits.burst = 1e9, 1e9
	whole := start(b, o)
	defer whole.stop()
	o.data = b.TempDir()
	receiving := start(b, o)
	defer receiving.stop()
	receiving.consumer.stop()
	bare, err := openStore(b.Context(), testOptions(b))
	require.NoError(b, err)
	defer bare.close()
	batches := batchMaker(size)
	costs := testkit.Compare(rounds, requests*size,
		posting(b, receiving, requests, batches),
		publishing(b, bare, requests, batches, func() {}),
		posting(b, whole, requests, batches),
		// What the account still has to read is no cost of the next one.
		publishing(b, bare, requests, batches, func() { whole.consumer.reachEnd(b.Context()) }))
	perSecond := func(c testkit.Cost) float64 { return float64(time.Second) / float64(c.Time) }
	of := func(a, b testkit.Cost) float64 { return perSecond(a) / perSecond(b) }
	goal := ""
	if size == 50 {
		goal = "≥ 0.7"
	}
	fmt.Printf(
		"| %d | %.0f | %.0f | %.0f | %.2f | %.2f | %s |\n",
		size,
		perSecond(costs[3]),
		perSecond(costs[0]),
		perSecond(costs[2]),
		of(costs[0], costs[1]),
		of(costs[2], costs[3]),
		goal,
	)
}

// posting posts batches to a collector.
func posting(b *testing.B, c running, requests int, batches func() []cloudevents.Event) testkit.Contender {
	var bodies [][]byte
	return testkit.Contender{
		Begin: func() func() {
			bodies = nil
			for range requests {
				bodies = append(bodies, write(b, batches()))
			}
			runtime.GC()
			return func() {}
		},
		Run: func(int) {
			inParallel(requests, func(i int) {
				if status := postOnce(b.Context(), c.url, bodies[i]); status != http.StatusAccepted {
					panic(status)
				}
			})
		},
	}
}

// publishing publishes batches to JetStream.
func publishing(
	b *testing.B,
	s *store,
	requests int,
	batches func() []cloudevents.Event,
	before func(),
) testkit.Contender {
	var messages [][]*nats.Msg
	return testkit.Contender{
		Begin: func() func() {
			before()
			messages = nil
			for range requests {
				messages = append(messages, messagesOf(b, batches()))
			}
			runtime.GC()
			return func() {}
		},
		Run: func(int) {
			inParallel(requests, func(i int) {
				acks := make([]jetstream.PubAckFuture, len(messages[i]))
				for k, m := range messages[i] {
					var err error
					if acks[k], err = s.js.PublishMsgAsync(m); err != nil {
						panic(err)
					}
				}
				for _, ack := range acks {
					select {
					case <-ack.Ok():
					case err := <-ack.Err():
						panic(err)
					}
				}
			})
		},
	}
}

// batchMaker returns a function that makes batches of events of visits, as pages do.
func batchMaker(size int) func() []cloudevents.Event {
	visits, waiting := 0, []cloudevents.Event(nil)
	return func() []cloudevents.Event {
		for len(waiting) < size {
			visits++
			waiting = append(
				waiting,
				eventsOf(fmt.Sprintf("visit-of-some-36-characters-%08d", visits), ctlivetest.Visit("", ""))...)
		}
		batch := waiting[:size]
		waiting = waiting[size:]
		return batch
	}
}

func messagesOf(b *testing.B, events []cloudevents.Event) []*nats.Msg {
	messages := make([]*nats.Msg, len(events))
	for i, e := range events {
		messages[i] = &nats.Msg{
			Subject: eventSubject + strconv.Itoa(i%partitions) + "." + string(e.Message.Event.EventType()),
			Data:    write(b, e),
			Header:  nats.Header{jetstream.MsgIDHeader: {messageID(e.Source, e.ID)}},
		}
	}
	return messages
}

// inParallel does n things, some at a time.
func inParallel(n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	all.Wait()
}

// BenchmarkMemory fills an account with 1,000,000 events of 100,000 visits, of which 1,000 go on at the same time, and
// says what it holds; and how long a new collector takes to read all of it again.
func BenchmarkMemory(b *testing.B) {
	const visits, atOnce = 100_000, 1_000
	for b.Loop() {
		o := testOptions(b)
		store, err := openStore(b.Context(), o)
		require.NoError(b, err)
		publisher, err := newPublisher(store)
		require.NoError(b, err)
		messages := ctlivetest.Visit("", "user")[:10]
		for first := 0; first < visits; first += atOnce {
			for i, m := range messages {
				batch := make([]event, atOnce)
				for n := range batch {
					e := eventOf(fmt.Sprintf("visit-of-some-36-characters-%08d", first+n), i+1, m)
					batch[n] = event{e, write(b, e)}
				}
				require.NoError(b, publisher.events(b.Context(), batch))
			}
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		account := newAccount(func(place uint64) (message, bool, error) { return readBack(store.stream, place) })
		begun := time.Now()
		consumer := startConsumer(b.Context(), store.stream, account, func() bool { return false })
		missing, err := consumer.reachEnd(b.Context())
		require.NoError(b, err)
		require.Zero(b, missing)
		read := time.Since(begun)
		begun = time.Now()
		require.NoError(b, account.bringUpToDate())
		got := account.stats(time.Now())
		figures := time.Since(begun)
		runtime.GC()
		runtime.ReadMemStats(&after)
		assert.Equal(b, visits*len(messages), got.Events)
		assert.Equal(b, visits, got.Funnel.Surveyed)
		fmt.Printf(
			"| %d | %d | %d MB | %.1f s | %.0f ms |\n",
			got.Events,
			got.Visits,
			int64(after.HeapAlloc-before.HeapAlloc)>>20,
			read.Seconds(),
			float64(figures.Milliseconds()),
		)
		consumer.stop()
		store.close()
		runtime.KeepAlive(account)
	}
}
