package ctlive_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

func TestReplay(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *ctlive.Dispatcher){
		"delivers what was dispatched, on the caller of On, before On returns": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 3)
			handler, numbers := collect()
			var ran string
			d.OnMessage(func(m ctlive.Message) { handler(m); ran = goroutineID() }, ctlive.Replay())
			assert.Equal(t, upTo(3), *numbers)
			assert.Equal(t, goroutineID(), ran)
			d.Dispatch(chatMessage(3))
			assert.Equal(t, upTo(4), *numbers)
		},
		"without it, nothing is delivered before the next message": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 3)
			handler, numbers := collect()
			d.OnMessage(handler)
			assert.Empty(t, *numbers)
		},
		"delivers the events of the handler's type only": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 2)
			d.Dispatch(ctlive.Message{Event: ctlive.Loaded{WidgetID: "w"}})
			var seen []ctlive.Loaded
			ctlive.On(d, func(e ctlive.Loaded) { seen = append(seen, e) }, ctlive.Replay())
			assert.Equal(t, []ctlive.Loaded{{WidgetID: "w"}}, seen)
		},
		"keeps the last 256 messages": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 1000)
			handler, numbers := collect()
			d.OnMessage(handler, ctlive.Replay())
			assert.Equal(t, upTo(1000)[744:], *numbers)
		},
		"keeps at most 1 MiB of Raw": func(t *testing.T, d *ctlive.Dispatcher) {
			for n := range 10 {
				m := chatMessage(n)
				m.Raw = make([]byte, 1<<18)
				d.Dispatch(m)
			}
			handler, numbers := collect()
			d.OnMessage(handler, ctlive.Replay())
			assert.Equal(t, []int{6, 7, 8, 9}, *numbers)
		},
		"keeps nothing of a message over 1 MiB": func(t *testing.T, d *ctlive.Dispatcher) {
			m := chatMessage(0)
			m.Raw = make([]byte, 1<<20+1)
			d.Dispatch(m)
			d.Dispatch(chatMessage(1))
			handler, numbers := collect()
			d.OnMessage(handler, ctlive.Replay())
			assert.Equal(t, []int{1}, *numbers)
		},
		"with Once delivers the first past event and no other": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 3)
			handler, numbers := collect()
			d.OnMessage(handler, ctlive.Replay(), ctlive.Once())
			d.Dispatch(chatMessage(3))
			assert.Equal(t, []int{0}, *numbers)
		},
		"inside a handler includes the message being dispatched, once": func(t *testing.T, d *ctlive.Dispatcher) {
			handler, numbers := collect()
			d.OnMessage(func(ctlive.Message) { d.OnMessage(handler, ctlive.Replay()) }, ctlive.Once())
			dispatchChats(d, 2)
			assert.Equal(t, upTo(2), *numbers)
		},
		"a Dispatch inside a replay follows it": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 3)
			handler, numbers := collect()
			d.OnMessage(func(m ctlive.Message) {
				handler(m)
				if number(m) == 0 {
					d.Dispatch(chatMessage(3))
				}
			}, ctlive.Replay())
			assert.Equal(t, upTo(4), *numbers)
		},
		"a handler that panics gets the rest all the same": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 3)
			panics := 0
			d.OnError(func(error) { panics++ })
			d.OnMessage(func(ctlive.Message) { panic("on purpose") }, ctlive.Replay())
			assert.Equal(t, 3, panics)
		},
		"Dispatch does not wait for a replay, and what it dispatches follows": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 3)
			handler, numbers := collect()
			inReplay, goOn := make(chan bool), make(chan bool)
			var group sync.WaitGroup
			group.Go(func() {
				d.OnMessage(func(m ctlive.Message) {
					if handler(m); number(m) == 0 {
						inReplay <- true
						<-goOn
					}
				}, ctlive.Replay())
			})
			<-inReplay
			d.Dispatch(chatMessage(3)) // returns, though the handler blocks
			d.Dispatch(chatMessage(4))
			goOn <- true
			group.Wait()
			assert.Equal(t, upTo(5), *numbers)
		},
		"a replay whose goroutine ends leaves the handler live": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 1)
			handler, numbers := collect()
			var group sync.WaitGroup
			group.Go(func() {
				d.OnMessage(func(m ctlive.Message) {
					if handler(m); number(m) == 0 {
						runtime.Goexit()
					}
				}, ctlive.Replay())
			})
			group.Wait()
			d.Dispatch(chatMessage(1))
			assert.Equal(t, upTo(2), *numbers)
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, &ctlive.Dispatcher{}) })
	}
}

func TestReplayHasNoGapAndNoDuplicateWhileAnotherGoroutineDispatches(t *testing.T) {
	for range 200 {
		var d ctlive.Dispatcher
		const count = 200 // all of them fit into what is kept
		var group sync.WaitGroup
		group.Go(func() { dispatchChats(&d, count) })
		handlers := 4
		seen := make([]*[]int, handlers)
		for i := range handlers {
			var handler func(ctlive.Message)
			handler, seen[i] = collect()
			d.OnMessage(handler, ctlive.Replay())
		}
		group.Wait()
		for i := range handlers {
			require.Equal(t, upTo(count), *seen[i])
		}
	}
}

func TestWait(t *testing.T) {
	isTwo := func(e ctlive.ChatStarted) bool { return e.ChatID == "2" }
	for name, test := range map[string]func(*testing.T, *ctlive.Dispatcher){
		"returns the first event that matches": func(t *testing.T, d *ctlive.Dispatcher) {
			go func() {
				synctest.Wait()
				dispatchChats(d, 5)
			}()
			e, err := ctlive.Wait(t.Context(), d, isTwo)
			require.NoError(t, err)
			assert.Equal(t, ctlive.ChatStarted{ChatID: "2"}, e)
		},
		"takes any event of its type without a match": func(t *testing.T, d *ctlive.Dispatcher) {
			go func() {
				synctest.Wait()
				d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
				dispatchChats(d, 2)
			}()
			e, err := ctlive.Wait[ctlive.ChatStarted](t.Context(), d, nil)
			require.NoError(t, err)
			assert.Equal(t, ctlive.ChatStarted{ChatID: "0"}, e)
		},
		"with Replay sees past events first": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 5)
			e, err := ctlive.Wait(t.Context(), d, isTwo, ctlive.Replay())
			require.NoError(t, err)
			assert.Equal(t, ctlive.ChatStarted{ChatID: "2"}, e)
		},
		"ignores Once": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 5)
			_, err := ctlive.Wait(t.Context(), d, isTwo, ctlive.Replay(), ctlive.Once())
			require.NoError(t, err)
		},
		"returns the context's error when it ends before a match": func(t *testing.T, d *ctlive.Dispatcher) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			go func() {
				synctest.Wait()
				dispatchChats(d, 2)
			}()
			_, err := ctlive.Wait(ctx, d, isTwo)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
		},
		"returns the error of a context that has ended, at once": func(t *testing.T, d *ctlive.Dispatcher) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := ctlive.Wait[ctlive.Event](ctx, d, nil)
			assert.ErrorIs(t, err, context.Canceled)
		},
		"does not call match again once it has returned true": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 5)
			calls := 0
			_, err := ctlive.Wait(t.Context(), d, func(ctlive.Event) bool { calls++; return true }, ctlive.Replay())
			require.NoError(t, err)
			dispatchChats(d, 5)
			assert.Equal(t, 1, calls)
		},
		"returns the context's error when it ends during a replay": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 100)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			calls := 0
			_, err := ctlive.Wait(ctx, d, func(ctlive.Event) bool { calls++; time.Sleep(400 * time.Millisecond); return calls == 50 }, ctlive.Replay())
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 3, calls)
		},
		"reports a match that panics, and waits on": func(t *testing.T, d *ctlive.Dispatcher) {
			dispatchChats(d, 3)
			failed := errors.New("on purpose")
			var reported error
			d.OnError(func(err error) { reported = err })
			e, err := ctlive.Wait(t.Context(), d, func(e ctlive.ChatStarted) bool {
				if !isTwo(e) {
					panic(failed)
				}
				return true
			}, ctlive.Replay())
			require.NoError(t, err)
			assert.Equal(t, "2", e.ChatID)
			assert.ErrorIs(t, reported, failed)
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, &ctlive.Dispatcher{}) })
		})
	}
}
