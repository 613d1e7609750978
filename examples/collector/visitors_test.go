package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
)

// visitor plays one visitor, and sends the events as package beacon does: in batches, again until they are
// acknowledged, and again where an answer was lost.
type visitor struct {
	random  *rand.Rand
	name    string
	pages   []string
	tracker session.Tracker // what the visitor knows of the visit
	events  []cloudevents.Event
}

// The parts of ctlivetest.Visit.
const (
	loaded = iota
	widgetShown
	widgetClicked
	formStarted
	formSent
	chatStarted
	chatOnline
	chatFinished
	surveyStarted
	surveySent
	widgetHidden
)

// newVisitor makes a visit: some see the widget alone, some click, some wait in vain, some chat, some twice.
func newVisitor(seed uint64, number int) *visitor {
	v := &visitor{random: rand.New(rand.NewPCG(seed, uint64(number))), name: fmt.Sprintf("visit-%x-%d", seed, number)}
	parts := []int{loaded, widgetShown}
	if v.random.IntN(10) < 7 {
		parts = append(parts, widgetClicked, formStarted)
	}
	for len(parts) > 2 && v.random.IntN(10) < 6 {
		parts = append(parts, formSent, chatStarted)
		switch v.random.IntN(4) {
		case 0:
			parts = append(parts, chatFinished)
		case 1:
			parts = append(parts, chatOnline)
		default:
			parts = append(parts, chatOnline, chatFinished, surveyStarted, surveySent)
		}
	}
	parts = append(parts, widgetHidden)
	user := "" // by default a page sends none
	if number%2 == 0 {
		user = "user-" + strconv.Itoa(number)
	}
	script, at := ctlivetest.Visit("", user), time.Now().UTC().Truncate(time.Millisecond)
	address := page
	for i, part := range parts {
		at = at.Add(time.Duration(v.random.IntN(60_000)) * time.Millisecond)
		if v.random.IntN(4) == 0 {
			address = fmt.Sprint(ctlivetest.Origin, "/page-", v.random.IntN(5))
		}
		m := ctlive.Message{Event: script[part].Event, Time: at}
		v.tracker.Observe(m)
		e := eventOf(v.name, i+1, m)
		e.Source = address
		v.events, v.pages = append(v.events, e), append(v.pages, address)
	}
	return v
}

// send sends all events to the collector that url returns. It calls acknowledged for each batch.
func (v *visitor) send(ctx context.Context, url func() string, acknowledged func(events int)) error {
	var batches [][]cloudevents.Event
	for rest := v.events; len(rest) > 0; {
		n := min(1+v.random.IntN(8), len(rest))
		batches = append(batches, rest[:n])
		rest = rest[n:]
	}
	if v.random.IntN(5) == 0 { // what goes out when a page is hidden overtakes a request that hangs
		batches[0], batches[len(batches)-1] = batches[len(batches)-1], batches[0]
	}
	for _, batch := range batches {
		if err := v.sendBatch(ctx, url, batch); err != nil {
			return err
		}
		acknowledged(len(batch))
		if v.random.IntN(10) == 0 { // the answer was lost
			if err := v.sendBatch(ctx, url, batch); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *visitor) sendBatch(ctx context.Context, url func() string, batch []cloudevents.Event) error {
	body, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		status := postOnce(ctx, url(), body)
		switch {
		case status == http.StatusAccepted:
			return nil
		case status != 0 && status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout:
			return fmt.Errorf("the collector has refused a batch for good, with %d", status)
		}
		select { // a page waits a second and more
		case <-time.After(time.Duration(1+v.random.IntN(50)) * time.Millisecond):
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// postOnce returns the status of the answer, 0 if there was none.
func postOnce(ctx context.Context, url string, body []byte) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/events", bytes.NewReader(body))
	if err != nil {
		return 0
	}
	request.Header = http.Header{"Content-Type": {cloudevents.BatchContentType}, "Origin": {ctlivetest.Origin}}
	response, err := client.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// playVisitors lets them play at the same time, some at once, until all have sent everything.
func playVisitors(t *testing.T, visitors []*visitor, url func() string, acknowledged func(events int)) {
	t.Helper()
	const atOnce = 16
	queue := make(chan *visitor, len(visitors))
	for _, v := range visitors {
		queue <- v
	}
	close(queue)
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			for v := range queue {
				assert.NoError(t, v.send(t.Context(), url, acknowledged))
			}
		})
	}
	all.Wait()
}

// accountOf is what the figures have to be.
func accountOf(visitors []*visitor) (want stats) {
	pages := map[string]pageRow{}
	var answered, gaveUp, talked []time.Duration
	for _, v := range visitors {
		s := v.tracker.Snapshot()
		want.Visits++
		want.Events += len(v.events)
		want.Chats += len(s.Chats)
		addFunnel(&want.Funnel, s.Funnel, 1)
		for _, c := range s.Chats {
			switch c.State {
			case session.Requested:
				want.Now.Waiting++
			case session.Online:
				want.Now.Talking++
			}
			if c.State == session.Abandoned {
				gaveUp = append(gaveUp, c.Ended.Sub(c.Started))
			}
			if !c.Answered.IsZero() {
				answered = append(answered, c.Answered.Sub(c.Started))
			}
			if c.State == session.Finished {
				talked = append(talked, c.Ended.Sub(c.Answered))
			}
		}
		seen := map[string]bool{}
		for i, e := range v.events {
			row := pages[v.pages[i]]
			row.Page = v.pages[i]
			if !seen[row.Page] {
				row.Visits++
				seen[row.Page] = true
			}
			switch e.Message.Event.(type) {
			case ctlive.WidgetShown:
				row.Shown++
			case ctlive.WidgetClicked:
				row.Clicked++
			case ctlive.ChatStarted:
				row.Chats++
			}
			pages[row.Page] = row
		}
	}
	want.Day = lastDay{Visits: want.Visits, Chats: want.Chats, Funnel: want.Funnel,
		Answered: spreadOf(answered), GaveUp: spreadOf(gaveUp), Talked: spreadOf(talked)}
	for _, row := range pages {
		want.Day.Pages = append(want.Day.Pages, row)
	}
	want.Now.Visitors = want.Visits
	return want
}

// assertAccount compares figures with those of the visitors.
func assertAccount(t *testing.T, want, got stats) {
	t.Helper()
	assert.ElementsMatch(t, want.Day.Pages, got.Day.Pages)
	want.Day.Pages, want.Day.Widgets, want.Day.Refused = got.Day.Pages, got.Day.Widgets, got.Day.Refused
	want.Now.Time, want.Now.Chats, want.Now.Visitors = got.Now.Time, got.Now.Chats, got.Now.Visitors
	assert.Equal(t, want, got)
}

func TestFiguresOf1000VisitorsAreExactlyTheirs(t *testing.T) {
	o := testOptions(t)
	c := start(t, o)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	visitors := make([]*visitor, 1000)
	for i := range visitors {
		visitors[i] = newVisitor(seed, i)
	}
	playVisitors(t, visitors, func() string { return c.url }, func(int) {})
	want := accountOf(visitors)
	assertAccount(t, want, c.stats(t))
	require.Positive(t, want.Funnel.Abandoned)
	require.Positive(t, want.Now.Talking)
	c.stop()
	assertAccount(t, want, start(t, o).stats(t))
}
