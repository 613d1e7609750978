package ctlive_test

import (
	"bytes"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

// chatMessage is a message of which one can tell the number.
func chatMessage(n int) ctlive.Message {
	return ctlive.Message{Event: ctlive.ChatStarted{ChatID: strconv.Itoa(n)}}
}

func number(m ctlive.Message) int {
	n, err := strconv.Atoi(m.Event.(ctlive.ChatStarted).ChatID)
	if err != nil {
		panic(err)
	}
	return n
}

func dispatchChats(d *ctlive.Dispatcher, count int) {
	for n := range count {
		d.Dispatch(chatMessage(n))
	}
}

// collect returns a handler that keeps the numbers it sees, and where they are.
func collect() (handler func(ctlive.Message), numbers *[]int) {
	numbers = new([]int)
	return func(m ctlive.Message) { *numbers = append(*numbers, number(m)) }, numbers
}

func upTo(count int) []int {
	numbers := make([]int, count)
	for n := range numbers {
		numbers[n] = n
	}
	return numbers
}

// goroutineID is what runtime.Stack says of the goroutine: "goroutine 7".
func goroutineID() string {
	stack := make([]byte, 64)
	stack = stack[:runtime.Stack(stack, false)]
	return string(stack[:bytes.IndexByte(stack, '[')])
}

func TestDispatch(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *ctlive.Dispatcher){
		"handlers run on the goroutine that calls Dispatch": func(t *testing.T, d *ctlive.Dispatcher) {
			var ran string
			ctlive.On(d, func(ctlive.Loaded) { ran = goroutineID() })
			d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
			assert.Equal(t, goroutineID(), ran)
		},
		"handlers run in the order of registration, whatever they are registered " +
			"with": func(t *testing.T, d *ctlive.Dispatcher) {
			var order []int
			d.OnMessage(func(ctlive.Message) { order = append(order, 1) })
			ctlive.On(d, func(ctlive.Loaded) { order = append(order, 2) })
			ctlive.On(d, func(ctlive.Event) { order = append(order, 3) }, ctlive.Once())
			d.OnMessage(func(ctlive.Message) { order = append(order, 4) }, ctlive.Replay())
			ctlive.On(d, func(ctlive.Loaded) { order = append(order, 5) })
			d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
			assert.Equal(t, []int{1, 2, 3, 4, 5}, order)
		},
		"a handler gets the events of its type only": func(t *testing.T, d *ctlive.Dispatcher) {
			var seen []ctlive.Event
			ctlive.On(d, func(e ctlive.WidgetShown) { seen = append(seen, e) })
			ctlive.On(d, func(e ctlive.Unknown) { seen = append(seen, e) })
			d.Dispatch(ctlive.Message{Event: ctlive.WidgetHidden{WidgetID: "w"}})
			d.Dispatch(ctlive.Message{Event: ctlive.WidgetShown{WidgetID: "w"}})
			d.Dispatch(ctlive.Message{Event: ctlive.Unknown{Type: "WidgetShown"}})
			assert.Equal(t, []ctlive.Event{ctlive.WidgetShown{WidgetID: "w"}, ctlive.Unknown{Type: "WidgetShown"}}, seen)
		},
		"a handler of Event gets every event": func(t *testing.T, d *ctlive.Dispatcher) {
			var seen []ctlive.EventType
			ctlive.On(d, func(e ctlive.Event) { seen = append(seen, e.EventType()) })
			d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
			d.Dispatch(ctlive.Message{Event: ctlive.Unknown{Type: "New"}})
			assert.Equal(t, []ctlive.EventType{"Loaded", "New"}, seen)
		},
		"OnMessage gets the whole message": func(t *testing.T, d *ctlive.Dispatcher) {
			want := ctlive.Message{Event: ctlive.Loaded{}, Origin: "https://a.example", Early: true, Raw: []byte("{}")}
			var got ctlive.Message
			d.OnMessage(func(m ctlive.Message) { got = m })
			d.Dispatch(want)
			assert.Equal(t, want, got)
		},
		"a handler added during a dispatch sees the next message": func(t *testing.T, d *ctlive.Dispatcher) {
			handler, numbers := collect()
			stop := func() {}
			stop = d.OnMessage(func(ctlive.Message) { stop(); d.OnMessage(handler) })
			dispatchChats(d, 3)
			assert.Equal(t, []int{1, 2}, *numbers)
		},
		"a stopped handler does not run again, not even later in the same " +
			"dispatch": func(t *testing.T, d *ctlive.Dispatcher) {
			handler, numbers := collect()
			stop := func() {}
			d.OnMessage(func(m ctlive.Message) {
				if number(m) == 1 {
					stop()
				}
			})
			stop = d.OnMessage(handler)
			dispatchChats(d, 3)
			assert.Equal(t, []int{0}, *numbers)
		},
		"a Dispatch inside a handler runs at once, nested": func(t *testing.T, d *ctlive.Dispatcher) {
			d.OnMessage(func(m ctlive.Message) {
				if number(m) == 0 {
					d.Dispatch(chatMessage(1))
				}
			})
			handler, numbers := collect()
			d.OnMessage(handler)
			d.Dispatch(chatMessage(0))
			assert.Equal(t, []int{1, 0}, *numbers)
		},
		"stop may be called any number of times, in the handler too": func(t *testing.T, d *ctlive.Dispatcher) {
			calls := 0
			stop := func() {}
			stop = d.OnMessage(func(ctlive.Message) { calls++; stop(); stop() })
			other, numbers := collect()
			d.OnMessage(other)
			dispatchChats(d, 2)
			stop()
			dispatchChats(d, 1)
			assert.Equal(t, 1, calls)
			assert.Equal(t, []int{0, 1, 0}, *numbers)
		},
		"the same function registered twice is two registrations": func(t *testing.T, d *ctlive.Dispatcher) {
			handler, numbers := collect()
			stop := d.OnMessage(handler)
			d.OnMessage(handler)
			dispatchChats(d, 1)
			stop()
			d.Dispatch(chatMessage(1))
			assert.Equal(t, []int{0, 0, 1}, *numbers)
		},
		"Once ends with the first event of its type": func(t *testing.T, d *ctlive.Dispatcher) {
			var seen []ctlive.ChatStarted
			ctlive.On(d, func(e ctlive.ChatStarted) { seen = append(seen, e) }, ctlive.Once())
			d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
			dispatchChats(d, 2)
			assert.Equal(t, []ctlive.ChatStarted{{ChatID: "0"}}, seen)
		},
		"Once is once in a nested dispatch too": func(t *testing.T, d *ctlive.Dispatcher) {
			calls := 0
			d.OnMessage(func(m ctlive.Message) { calls++; d.Dispatch(m) }, ctlive.Once())
			dispatchChats(d, 1)
			assert.Equal(t, 1, calls)
		},
		"handlers run after one that ends its goroutine": func(t *testing.T, d *ctlive.Dispatcher) {
			handler, numbers := collect()
			d.OnMessage(handler)
			d.OnMessage(func(ctlive.Message) { runtime.Goexit() })
			d.OnMessage(handler)
			d.OnMessage(func(ctlive.Message) { panic("on purpose") })
			d.OnMessage(func(ctlive.Message) { runtime.Goexit() })
			d.OnMessage(handler)
			done := make(chan bool)
			go func() {
				defer close(done)
				dispatchChats(d, 1)
			}()
			<-done
			assert.Equal(t, []int{0, 0, 0}, *numbers)
		},
		"Dispatch to a handler allocates nothing": func(t *testing.T, d *ctlive.Dispatcher) {
			calls := 0
			ctlive.On(d, func(ctlive.ChatOnline) { calls++ })
			d.OnMessage(func(ctlive.Message) { calls++ })
			m := ctlive.Message{Event: ctlive.ChatOnline{ChatID: "c"}, Raw: []byte("{}")}
			assert.Zero(t, testing.AllocsPerRun(1000, func() { d.Dispatch(m) }))
			assert.NotZero(t, calls)
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, &ctlive.Dispatcher{}) })
	}
}

func TestMisusePanicsWithASentenceThatSaysWhatToDo(t *testing.T) {
	var d ctlive.Dispatcher
	var none *ctlive.Dispatcher
	ctx := t.Context()
	for name, c := range map[string]struct {
		misuse func()
		says   string
	}{
		"a nil handler of On":        {func() { ctlive.On[ctlive.Loaded](&d, nil) }, "want a function"},
		"a nil handler of OnMessage": {func() { d.OnMessage(nil) }, "want a function"},
		"a nil handler of OnError":   {func() { d.OnError(nil) }, "want a function"},
		"a nil handler of Fallback":  {func() { d.Fallback(nil) }, "want a function"},
		"a Message with a nil Event": {func() { d.Dispatch(ctlive.Message{}) }, "want an event"},
		"On of no Dispatcher":        {func() { ctlive.On(none, func(ctlive.Loaded) {}) }, "want one such as"},
		"OnMessage of no Dispatcher": {func() { none.OnMessage(func(ctlive.Message) {}) }, "want one such as"},
		"OnError of no Dispatcher":   {func() { none.OnError(func(error) {}) }, "want one such as"},
		"Fallback of no Dispatcher":  {func() { none.Fallback(func(error) {}) }, "want one such as"},
		"Report to no Dispatcher":    {func() { none.Report(errOnPurpose) }, "want one such as"},
		"Dispatch to no Dispatcher":  {func() { none.Dispatch(chatMessage(0)) }, "want one such as"},
		"Wait for no Dispatcher":     {func() { _, _ = ctlive.Wait[ctlive.Loaded](ctx, none, nil) }, "want one such as"},
		"Events of no Dispatcher":    {func() { ctlive.Events[ctlive.Loaded](ctx, none) }, "want one such as"},
		"Messages of no Dispatcher":  {func() { none.Messages(ctx) }, "want one such as"},
		"Wait for a pointer":         {func() { _, _ = ctlive.Wait[*ctlive.Loaded](ctx, &d, nil) }, "and not *ctlive.Loaded"},
		"Events of a pointer":        {func() { ctlive.Events[*ctlive.Loaded](ctx, &d) }, "and not *ctlive.Loaded"},
		"On of a pointer": {func() { ctlive.On(&d, func(*ctlive.Loaded) {}) }, "ctlive.Loaded and not " +
			"*ctlive.Loaded"},
		"On of a type from elsewhere": {func() { ctlive.On(&d, func(foreignEvent) {}) }, "no event is ever of this type"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() { assert.Contains(t, recover(), c.says) }()
			c.misuse()
		})
	}
	d.Dispatch(chatMessage(0)) // none of it is registered
}

func TestDispatchFromSeveralGoroutinesReachesEveryHandlerWhole(t *testing.T) {
	const goroutines, each = 8, 200
	var d ctlive.Dispatcher
	var seen sync.Map
	var torn, once atomic.Int64
	d.OnMessage(func(m ctlive.Message) {
		if m.Origin != m.Event.(ctlive.ChatStarted).ChatID {
			torn.Add(1)
		}
		seen.Store(m.Origin, true)
	})
	d.OnMessage(func(ctlive.Message) { once.Add(1) }, ctlive.Once())
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for n := range each {
				id := strconv.Itoa(g*each + n)
				d.Dispatch(ctlive.Message{Event: ctlive.ChatStarted{ChatID: id}, Origin: id})
			}
		})
	}
	group.Wait()
	count := 0
	seen.Range(func(any, any) bool { count++; return true })
	assert.Equal(t, goroutines*each, count)
	assert.Zero(t, torn.Load())
	assert.EqualValues(t, 1, once.Load())
}

func TestDispatchWhileOthersRegisterAndStop(t *testing.T) {
	const goroutines, each = 4, 300
	var d ctlive.Dispatcher
	var steady atomic.Int64
	d.OnMessage(func(ctlive.Message) { steady.Add(1) })
	var group sync.WaitGroup
	for range goroutines {
		group.Go(func() { dispatchChats(&d, each) })
		group.Go(func() {
			for range each {
				var stopped atomic.Bool
				var late atomic.Int64
				stop := ctlive.On(&d, func(ctlive.Event) {
					if stopped.Load() {
						late.Add(1)
					}
				}, ctlive.Replay())
				stop()
				stop()
				before := late.Load()
				stopped.Store(true)
				d.Dispatch(chatMessage(0))
				// A handler that had begun on another goroutine may still be running, but none begins now.
				require.LessOrEqual(t, late.Load()-before, int64(goroutines))
			}
		})
	}
	group.Wait()
	assert.EqualValues(t, 2*goroutines*each, steady.Load())
}
