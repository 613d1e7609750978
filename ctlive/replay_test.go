package ctlive_test

import (
	"runtime"
	"sync"
	"testing"

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
		"counts the Raw of those alone that it keeps": func(t *testing.T, d *ctlive.Dispatcher) {
			for n := range 1000 {
				m := chatMessage(n)
				m.Raw = make([]byte, 4<<10) // 256 of them are 1 MiB
				d.Dispatch(m)
			}
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
