//go:build !js

package ctlive_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/asaskevich/EventBus"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/testkit"
)

const rounds = 201

func BenchmarkDecode(b *testing.B) {
	for _, event := range testkit.Events {
		text, err := ctlive.Encode(event)
		require.NoError(b, err)
		for range b.N {
			contenders := []testkit.Contender{
				{Name: "ctlive", Run: func(n int) {
					for range n {
						if _, err := ctlive.Decode(text); err != nil {
							b.Fatal(err)
						}
					}
				}},
				{Name: "encoding/json", Run: func(n int) {
					for range n {
						if _, err := testkit.DecodeWithEncodingJSON(text); err != nil {
							b.Fatal(err)
						}
					}
				}},
			}
			testkit.Row("Decode "+string(event.EventType()), contenders, testkit.Compare(rounds, 200, contenders...), "≤ 0.25")
		}
	}
}

func BenchmarkDispatch(b *testing.B) {
	m := chatMessage(0)
	event := m.Event.(ctlive.ChatStarted)
	for _, handlers := range []int{1, 10, 100} {
		var d ctlive.Dispatcher
		bus := EventBus.New()
		var funcs []func(ctlive.ChatStarted)
		for range handlers {
			ctlive.On(&d, func(ctlive.ChatStarted) {})
			require.NoError(b, bus.Subscribe("ChatStarted", func(ctlive.ChatStarted) {}))
			funcs = append(funcs, func(ctlive.ChatStarted) {})
		}
		for range b.N {
			contenders := []testkit.Contender{
				{Name: "ctlive", Run: func(n int) {
					for range n {
						d.Dispatch(m)
					}
				}},
				{Name: "asaskevich/EventBus", Run: func(n int) {
					for range n {
						bus.Publish("ChatStarted", event)
					}
				}},
				{Name: "a loop over funcs", Run: func(n int) {
					for range n {
						for _, f := range funcs {
							f(event)
						}
					}
				}},
			}
			goal := ""
			if handlers == 1 {
				goal = "≤ 0.1"
			}
			what := fmt.Sprintf("Dispatch to %d handlers", handlers)
			testkit.Row(what, contenders, testkit.Compare(rounds, 2000/handlers, contenders...), goal)
		}
	}
}

// BenchmarkGrowth shows that the cost of a message grows no faster than what it is made of.
func BenchmarkGrowth(b *testing.B) {
	for range b.N {
		testkit.Grow(
			"Dispatch, for each handler",
			1<<17,
			[]int{1, 10, 100, 1_000, 10_000},
			func(handlers int) testkit.Contender {
				var d ctlive.Dispatcher
				for range handlers {
					ctlive.On(&d, func(ctlive.ChatStarted) {})
				}
				m := chatMessage(0)
				return testkit.Contender{Run: func(n int) {
					for range n / handlers {
						d.Dispatch(m)
					}
				}}
			},
		)
		testkit.Grow("On and stop, for each handler", 1<<17, []int{1, 10, 100, 1_000}, func(handlers int) testkit.Contender {
			var d ctlive.Dispatcher
			stops := make([]func(), handlers)
			return testkit.Contender{Run: func(n int) {
				for range n / handlers {
					for i := range stops {
						stops[i] = ctlive.On(&d, func(ctlive.ChatStarted) {})
					}
					for _, stop := range stops {
						stop()
					}
				}
			}}
		})
		testkit.Grow(
			"Decode, for each byte",
			1<<20,
			[]int{100, 1 << 10, 8 << 10, 64 << 10},
			func(size int) testkit.Contender {
				text, err := ctlive.Encode(ctlive.ChatStarted{ChatID: strings.Repeat("c", size-80)})
				require.NoError(b, err)
				return testkit.Contender{Run: func(n int) {
					for range n / size {
						if _, err := ctlive.Decode(text); err != nil {
							b.Fatal(err)
						}
					}
				}}
			},
		)
		testkit.Grow(
			"Tracker.Observe, for each message, by chats kept",
			1<<15,
			[]int{1, 10, 100, 1_000},
			func(chats int) testkit.Contender {
				var tracker session.Tracker
				for n := range chats {
					tracker.Observe(chatMessage(n))
				}
				first := ctlive.Message{Event: ctlive.ChatOnline{ChatID: "0"}, Raw: []byte("{}")}
				return testkit.Contender{Run: func(n int) {
					for range n {
						tracker.Observe(first)
					}
				}}
			},
		)
		testkit.Grow(
			"a recording written and read, for each message",
			1<<13,
			[]int{1, 100, 10_000},
			func(messages int) testkit.Contender {
				m := chatMessage(0)
				return testkit.Contender{Run: func(n int) {
					for range max(n/messages, 1) {
						var file bytes.Buffer
						writer := recording.NewWriter(&file)
						for range messages {
							require.NoError(b, writer.Write(m))
						}
						for _, err := range recording.Read(&file) {
							require.NoError(b, err)
						}
					}
				}}
			},
		)
	}
}
