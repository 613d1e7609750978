package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

const page = "https://www.example.com/help"

// running is a collector that answers.
type running struct {
	*collector
	url  string
	stop func() // ends it, as a signal does
}

// testOptions are those of a collector whose data is gone when the test ends.
func testOptions(t testing.TB) options {
	return options{data: t.TempDir(), origins: origins{ctlivetest.Origin: true}, token: "secret", limits: defaultLimits}
}

// start starts a collector that ends with the test.
func start(t testing.TB, o options) running {
	t.Helper()
	r, end := startFor(t, o)
	once := sync.OnceFunc(func() { require.NoError(t, end()) })
	r.stop = once
	t.Cleanup(once)
	return r
}

// startFor starts a collector; end ends it.
func startFor(t testing.TB, o options) (r running, end func() error) {
	t.Helper()
	c, err := newCollector(context.Background(), o)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		err := c.serve(ctx, listener)
		c.close()
		ended <- err
	}()
	return running{collector: c, url: "http://" + listener.Addr().String()}, func() error {
		stop()
		return <-ended
	}
}

// answer is what a server has said.
type answer struct {
	status int
	header http.Header
	body   string
}

var client = &http.Client{
	Timeout:   time.Minute,
	Transport: &http.Transport{MaxIdleConnsPerHost: 64, ExpectContinueTimeout: time.Minute},
}

func (r running) do(t testing.TB, method, path string, header http.Header, body []byte) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.url+path, bytes.NewReader(body))
	require.NoError(t, err)
	if header != nil {
		request.Header = header
	}
	response, err := client.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answer{response.StatusCode, response.Header, string(text)}
}

var batchHeader = http.Header{"Content-Type": {cloudevents.BatchContentType}}

// post sends a batch.
func (r running) post(t testing.TB, events ...cloudevents.Event) answer {
	t.Helper()
	return r.do(t, http.MethodPost, "/events", batchHeader, write(t, append([]cloudevents.Event{}, events...)))
}

func write(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

// stats returns the figures, with all that was acknowledged before.
func (r running) stats(t testing.TB) (s stats) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		a := r.do(t, http.MethodGet, "/stats.json", nil, nil)
		require.Equal(t, http.StatusOK, a.status)
		s = stats{}
		require.NoError(t, json.Unmarshal([]byte(a.body), &s))
		if s.Behind == 0 { // it waits some seconds itself
			return s
		}
	}
	require.Fail(t, "the figures stay behind")
	return s
}

// eventsOf returns the events of a visit as a page sends them, one for each message.
func eventsOf(visit string, messages []ctlive.Message) []cloudevents.Event {
	events := make([]cloudevents.Event, len(messages))
	for i, m := range messages {
		events[i] = eventOf(visit, i+1, m)
	}
	return events
}

func eventOf(visit string, sequence int, m ctlive.Message) cloudevents.Event {
	return cloudevents.Event{ID: idOf(visit, sequence), Source: page, Visit: visit, Sequence: uint64(sequence), Message: m}
}

func idOf(visit string, sequence int) string { return visit + "-" + strconv.Itoa(sequence) }
