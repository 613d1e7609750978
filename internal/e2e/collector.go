//go:build unix

package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/cloudevents"
)

// Collector is a server of another origin that pages send their events to.
type Collector struct {
	URL string // to post to

	mu     sync.Mutex
	status int
	events []cloudevents.Event
	known  map[string]bool // their ids: a beacon that has missed an answer sends them again
	wrong  []string        // requests that no beacon makes
}

// NewCollector starts one that takes every event, until the test ends.
func NewCollector(t testing.TB) *Collector {
	t.Helper()
	c := &Collector{status: http.StatusAccepted, known: map[string]bool{}}
	server := httptest.NewServer(c)
	t.Cleanup(func() {
		server.Close()
		assert.Empty(t, c.wrong, "requests to the collector")
	})
	c.URL = server.URL + "/events"
	return c
}

// Answer changes the status of its answers. It keeps no event then, unless the status is 2xx.
func (c *Collector) Answer(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status = status
}

// Events are those that have come, each once by its id.
func (c *Collector) Events() []cloudevents.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.events)
}

// WaitForEvents waits until so many have come.
func (c *Collector) WaitForEvents(t testing.TB, count int) []cloudevents.Event {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		events := c.Events()
		if len(events) >= count {
			return events
		}
		if time.Now().After(deadline) {
			require.FailNow(t, "too few events have come", "%d of %d", len(events), count)
		}
	}
}

func (c *Collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Headers", "content-type")
	if r.Method == http.MethodOptions {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the page was gone before it had sent all
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var events []cloudevents.Event
	if err := json.Unmarshal(body, &events); err != nil || r.URL.Path != "/events" {
		c.wrong = append(c.wrong, r.Method+" "+r.URL.String()+" "+string(body))
	}
	if c.status/100 == 2 {
		for _, e := range events {
			if !c.known[e.ID] {
				c.known[e.ID] = true
				c.events = append(c.events, e)
			}
		}
	}
	w.WriteHeader(c.status)
}
