package ctlive_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

func TestEvents(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *ctlive.Dispatcher){
		"yields each event of its type in order, and delays no Dispatch": func(t *testing.T, d *ctlive.Dispatcher) {
			var got []string
			go func() {
				for e := range ctlive.Events[ctlive.ChatStarted](t.Context(), d) {
					time.Sleep(time.Second)
					got = append(got, e.ChatID)
				}
			}()
			synctest.Wait()
			begin := time.Now()
			d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
			dispatchChats(d, 3)
			assert.Equal(t, begin, time.Now())
			time.Sleep(time.Minute)
			synctest.Wait()
			assert.Equal(t, []string{"0", "1", "2"}, got)
		},
		"is registered when the loop begins, anew for each": func(t *testing.T, d *ctlive.Dispatcher) {
			events := ctlive.Events[ctlive.ChatStarted](t.Context(), d, ctlive.Once())
			d.Dispatch(chatMessage(0))
			for n := 1; n <= 2; n++ {
				go func() {
					synctest.Wait()
					d.Dispatch(chatMessage(n))
				}()
				for e := range events {
					assert.Equal(t, chatMessage(n).Event, e)
				}
			}
		},
		"with Replay begins with past events": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 2)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var got []ctlive.Event
			for e := range ctlive.Events[ctlive.Event](ctx, d, ctlive.Replay()) {
				if got = append(got, e); len(got) == 1 {
					d.Dispatch(chatMessage(2))
				}
				if len(got) == 3 {
					cancel()
				}
			}
			assert.Equal(t, []ctlive.Event{chatMessage(0).Event, chatMessage(1).Event, chatMessage(2).Event}, got)
		},
		"yields nothing when ctx has ended": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 2)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			for range ctlive.Events[ctlive.Event](ctx, d, ctlive.Replay()) {
				assert.Fail(t, "an event was yielded")
			}
		},
		"drops what waits when ctx ends": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 5)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			count := 0
			for range ctlive.Events[ctlive.Event](ctx, d, ctlive.Replay()) {
				count++
				cancel()
			}
			assert.Equal(t, 1, count)
		},
		"ends while it waits when ctx ends": func(t *testing.T, d *ctlive.Dispatcher) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			for range ctlive.Events[ctlive.Event](ctx, d) {
				assert.Fail(t, "an event was yielded")
			}
			assert.ErrorIs(t, ctx.Err(), context.DeadlineExceeded)
		},
		"drops the newest past 4096, and reports each run of drops once": func(t *testing.T, d *ctlive.Dispatcher) {
			var reports []string
			d.OnError(func(err error) {
				assert.ErrorIs(t, err, ctlive.ErrBacklogFull)
				reports = append(reports, goroutineID())
			})
			next, proceed := 0, make(chan int)
			go func() {
				for m := range d.Messages(t.Context()) {
					assert.Equal(t, next, number(m))
					next++
					<-proceed
				}
			}()
			synctest.Wait()
			d.Dispatch(chatMessage(0))
			synctest.Wait() // it is in the loop now
			for n := 1; n <= 4096+10; n++ {
				d.Dispatch(chatMessage(n))
			}
			assert.Equal(t, []string{goroutineID()}, reports)
			proceed <- 1
			synctest.Wait()
			d.Dispatch(chatMessage(4097)) // takes the place of the one that is in the loop now
			d.Dispatch(chatMessage(-1))
			d.Dispatch(chatMessage(-1))
			assert.Len(t, reports, 2)
			for range 4096 {
				proceed <- 1
			}
			close(proceed)
			synctest.Wait()
			assert.Equal(t, 4098, next)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, &ctlive.Dispatcher{}) })
		})
	}
}

func TestEventsBrokenOffLeavesNoHandler(t *testing.T) {
	var d ctlive.Dispatcher
	dispatchChats(&d, 1)
	for range ctlive.Events[ctlive.ChatStarted](t.Context(), &d, ctlive.Replay()) {
		break
	}
	assert.NotPanics(t, func() {
		defer func() { _ = recover() }()
		for range d.Messages(t.Context(), ctlive.Replay()) {
			panic("on purpose")
		}
	})
	var reported int
	d.OnError(func(error) { reported++ })
	dispatchChats(&d, 5000) // a handler that is left would drop and report
	assert.Zero(t, reported)
}

func TestMessagesFromSeveralGoroutinesComeOnceEach(t *testing.T) {
	const goroutines, each = 8, 200
	var d ctlive.Dispatcher
	d.OnError(func(err error) { require.NoError(t, err) })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := map[string]int{}
	begun, done := make(chan bool), make(chan bool)
	stop := d.OnMessage(func(ctlive.Message) {})
	defer stop()
	d.Dispatch(chatMessage(0))
	go func() {
		defer close(done)
		for m := range d.Messages(ctx, ctlive.Replay()) {
			if len(seen) == 0 {
				close(begun)
			}
			seen[m.Origin]++
			if len(seen) == goroutines*each+1 {
				return
			}
		}
	}()
	<-begun
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for n := range each {
				d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}, Origin: string(rune('a'+g)) + string(rune('A'+n))})
			}
		})
	}
	group.Wait()
	<-done
	for origin, count := range seen {
		assert.Equal(t, 1, count, origin)
	}
}
