package ctlive_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

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
		"is the same with Once": func(t *testing.T, d *ctlive.Dispatcher) {
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
			_, err := ctlive.Wait(ctx, d, func(ctlive.Event) bool {
				calls++
				time.Sleep(400 * time.Millisecond)
				return calls == 50
			}, ctlive.Replay())
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
