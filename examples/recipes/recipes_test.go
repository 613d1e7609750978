//go:build !js

package recipes_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/examples/recipes"
	"example.com/ctlive-go/examples/recipes/logging"
)

func dispatch(d *ctlive.Dispatcher, events ...ctlive.Event) {
	for _, e := range events {
		d.Dispatch(ctlive.Message{Event: e})
	}
}

func TestLogHasTypeAndMembers(t *testing.T) {
	var d ctlive.Dispatcher
	var log bytes.Buffer
	stop := logging.Log(&d, slog.New(slog.NewJSONHandler(&log, nil)))
	d.Dispatch(
		ctlive.Message{Event: ctlive.ChatOnline{ChatID: "c-1", Users: []string{"u-7"}}, Origin: "https://www.example.com"},
	)
	stop()
	dispatch(&d, ctlive.Loaded{})
	var line map[string]any
	require.NoError(t, json.Unmarshal(log.Bytes(), &line))
	delete(line, "time")
	assert.Equal(t, map[string]any{
		"level": "INFO", "msg": "ctlive", "type": "ChatOnline", "origin": "https://www.example.com",
		"event": map[string]any{"chatID": "c-1", "users": []any{"u-7"}},
	}, line)
}

// visitEachSecond dispatches a visit as a listener does: a message a second, each when the handlers of the one before
// have returned.
func visitEachSecond(d *ctlive.Dispatcher) {
	posted := make(chan ctlive.Message, 100)
	go func() {
		defer close(posted)
		for _, m := range ctlivetest.Visit("chat-1", "user-1") {
			posted <- m
			time.Sleep(time.Second)
		}
	}()
	for m := range posted {
		d.Dispatch(m)
	}
}

// In both cases the log server takes two seconds for an event.
func TestLogToServerDelaysNoHandlerWhereALoggingHandlerDoes(t *testing.T) {
	var logged atomic.Int64
	log := func([]byte) error { time.Sleep(2 * time.Second); logged.Add(1); return nil }
	for name, c := range map[string]struct {
		begin func(context.Context, *ctlive.Dispatcher)
		late  time.Duration
	}{
		"a handler that logs": {func(_ context.Context, d *ctlive.Dispatcher) {
			d.OnMessage(func(m ctlive.Message) { _ = log(m.Raw) })
		}, 8 * time.Second},
		"a loop that logs": {func(ctx context.Context, d *ctlive.Dispatcher) {
			go recipes.LogToServer(ctx, d, log)
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				logged.Store(0)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var d ctlive.Dispatcher
				c.begin(ctx, &d)
				synctest.Wait() // the loop has begun
				const posted = 6 * time.Second
				start := time.Now()
				ctlive.On(&d, func(ctlive.ChatOnline) { // hides the phone number
					assert.Equal(t, c.late, time.Since(start)-posted)
				})
				visitEachSecond(&d)
				time.Sleep(time.Minute)
				assert.EqualValues(t, 11, logged.Load())
			})
		})
	}
}

func TestLogToServerReportsWhatCantBeSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var d ctlive.Dispatcher
		recorder := ctlivetest.Record(&d)
		away := errors.New("the server is away")
		dispatch(&d, ctlive.Loaded{})
		go recipes.LogToServer(ctx, &d, func([]byte) error { return away })
		synctest.Wait()
		assert.Equal(t, []error{away}, recorder.Errors())
	})
}

func TestOfferPhoneAfterAMinuteWithoutAnAgent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var d ctlive.Dispatcher
		offered := make(chan string, 3)
		go recipes.OfferPhone(ctx, &d, func(e ctlive.ChatStarted) { offered <- e.ChatID })
		synctest.Wait()
		dispatch(&d, ctlive.ChatStarted{ChatID: "answered"})
		time.Sleep(59 * time.Second)
		dispatch(&d, ctlive.ChatOnline{ChatID: "answered"})
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Empty(t, offered)
		dispatch(&d, ctlive.ChatStarted{ChatID: "not answered"}, ctlive.ChatOnline{ChatID: "another"})
		time.Sleep(59 * time.Second)
		synctest.Wait()
		assert.Empty(t, offered)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		assert.Equal(t, "not answered", <-offered)
		dispatch(&d, ctlive.ChatStarted{ChatID: "when the page is left"})
		synctest.Wait()
		cancel()
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Empty(t, offered)
	})
}

func TestAgentOrEndIsWhatComesFirst(t *testing.T) {
	for name, c := range map[string]struct {
		events []ctlive.Event
		want   string
	}{
		"an agent":  {[]ctlive.Event{ctlive.ChatStarted{}, ctlive.ChatOnline{}}, "an agent is there"},
		"the end":   {[]ctlive.Event{ctlive.ChatStarted{}, ctlive.ChatFinished{}}, "the chat has ended"},
		"ctx's end": {nil, "context deadline exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				var d ctlive.Dispatcher
				outcome := make(chan string)
				go func() { outcome <- recipes.AgentOrEnd(ctx, &d) }()
				synctest.Wait()
				dispatch(&d, c.events...)
				assert.Equal(t, c.want, <-outcome)
			})
		})
	}
}

func TestCountShownOfWidgetsThatShareAnID(t *testing.T) {
	var d ctlive.Dispatcher
	left, right := ctlive.WidgetShown{
		ElementID: "left",
		WidgetID:  "w",
	}, ctlive.WidgetShown{
		ElementID: "right",
		WidgetID:  "w",
	}
	dispatch(&d, left) // before the handler is there
	var counts []int
	stop := recipes.CountShown(&d, func(shown int) { counts = append(counts, shown) })
	dispatch(&d, right, right, ctlive.ChatStarted{}, ctlive.WidgetHidden(left), ctlive.WidgetHidden(right))
	stop()
	dispatch(&d, left)
	assert.Equal(t, []int{1, 2, 2, 1, 0}, counts)
}

// TestDocumentHasTheCodeOfEveryRecipe compares what docs/recipes.md quotes with the files here.
func TestDocumentHasTheCodeOfEveryRecipe(t *testing.T) {
	document, err := os.ReadFile("../../docs/recipes.md")
	require.NoError(t, err)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	files = append(files, "logging/logging.go")
	var all strings.Builder
	quoted := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		all.Write(content)
		for _, function := range regexp.MustCompile(`(?ms)^func [A-Z].*?^}`).FindAllString(string(content), -1) {
			if strings.HasPrefix(function, "func Test") {
				continue
			}
			quoted++
			assert.Contains(t, string(document), function, "docs/recipes.md does not have the code of %s", file)
		}
	}
	assert.Greater(t, quoted, 6)
	for _, snippet := range regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(document), -1) {
		assert.Contains(t, all.String(), snippet[1])
	}
}
