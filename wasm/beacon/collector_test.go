//go:build unix

package beacon_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
)

// patience is how long a test waits for what must come. Nothing waits that long when all is well.
const patience = time.Minute

// behaviour is how a collector answers a request with so many events.
type behaviour func(events int) reply

// reply is an answer. The events are stored if the status is 2xx, or if stored is set.
type reply struct {
	status     int
	retryAfter string
	location   string // of a redirect
	stored     bool   // whatever the answer
	cut        bool   // the connection is cut, without an answer
	hang       bool   // there is no answer until the collector is let go
}

func ok(int) reply { return reply{status: http.StatusAccepted} }

func with(status int) behaviour { return func(int) reply { return reply{status: status} } }

func cut(int) reply { return reply{cut: true} }

func cutBehind(int) reply { return reply{cut: true, stored: true} }

func hang(int) reply { return reply{hang: true} }

// most answers 413 to more than so many events.
func most(count int) behaviour {
	return func(events int) reply {
		if events > count {
			return reply{status: http.StatusRequestEntityTooLarge}
		}
		return ok(events)
	}
}

// request is one that a collector has got.
type request struct {
	at     time.Time
	events []cloudevents.Event
	header http.Header
	bytes  int
}

// collector is a server that keeps events by their id, as a real one does.
type collector struct {
	mu       sync.Mutex
	behave   behaviour
	requests []request
	events   map[string]cloudevents.Event // stored, by source and id
	invalid  []string                     // what was wrong with requests
	changed  chan struct{}                // closed at the next request
	released chan struct{}                // closed by letGo
}

func newCollector() *collector {
	return &collector{
		behave: ok, events: map[string]cloudevents.Event{}, changed: make(chan struct{}), released: make(chan struct{}),
	}
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the page was gone before it had sent all
	}
	answer, released := c.receive(r, body)
	if answer.hang {
		select {
		case <-released:
			panic(http.ErrAbortHandler)
		case <-r.Context().Done():
			return
		}
	}
	if answer.cut {
		panic(http.ErrAbortHandler)
	}
	if answer.retryAfter != "" {
		w.Header().Set("Retry-After", answer.retryAfter)
	}
	if answer.location != "" {
		w.Header().Set("Location", answer.location)
	}
	w.WriteHeader(answer.status)
}

func (c *collector) receive(r *http.Request, body []byte) (reply, chan struct{}) {
	var events []cloudevents.Event
	err := json.Unmarshal(body, &events)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != cloudevents.BatchContentType ||
		len(events) == 0 {
		c.invalid = append(c.invalid, r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
	}
	answer := c.behave(len(events))
	c.requests = append(c.requests, request{time.Now(), events, r.Header, len(body)})
	if answer.stored || 200 <= answer.status && answer.status <= 299 {
		for _, e := range events {
			name := e.Source + " " + e.ID
			if first, ok := c.events[name]; ok && first.Message.Event != e.Message.Event {
				c.invalid = append(c.invalid, "two events have the id "+e.ID)
			}
			c.events[name] = e
		}
	}
	close(c.changed)
	c.changed = make(chan struct{})
	return answer, c.released
}

// set changes how the collector answers from now on.
func (c *collector) set(b behaviour) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.behave = b
}

// letGo cuts the connections of the requests that hang.
func (c *collector) letGo() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.released)
	c.released = make(chan struct{})
}

// wait waits until a condition holds for what the collector has got.
func (c *collector) wait(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for {
		c.mu.Lock()
		done, changed := holds(), c.changed
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			require.FailNow(t, what+" did not come true", "the collector has %d events", len(c.events))
		}
	}
}

func (c *collector) waitForRequests(t testing.TB, count int) []request {
	t.Helper()
	c.wait(t, "a request", func() bool { return len(c.requests) >= count })
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.requests)
}

// stored lists the events that the collector has, by their place in the visit.
func (c *collector) stored() []cloudevents.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.SortedFunc(
		maps.Values(c.events),
		func(a, b cloudevents.Event) int { return int(a.Sequence) - int(b.Sequence) },
	)
}

// chats lists the chatIDs of events.
func chats(events []cloudevents.Event) (ids []string) {
	for _, e := range events {
		ids = append(ids, e.Message.Event.(ctlive.ChatStarted).ChatID)
	}
	return ids
}

// account waits until the collector has all events that were dispatched, but for so many that were dropped or refused,
// and fails if one is there under two ids, or two under one.
func (s *scene) account(t testing.TB, missing int) {
	t.Helper()
	s.wait(t, "the account", func() bool { return len(s.events) >= len(s.dispatched)-missing })
	got := chats(s.stored())
	assert.Len(t, got, len(s.dispatched)-missing)
	slices.Sort(got)
	assert.Equal(t, slices.Compact(slices.Clone(got)), got, "each event once")
	assert.Subset(t, s.dispatched, got)
	s.mu.Lock()
	defer s.mu.Unlock()
	assert.Empty(t, s.invalid)
}
