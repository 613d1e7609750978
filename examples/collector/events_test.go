package main

import (
	"net/http"
	"strings"
	"testing"

	sdk "github.com/cloudevents/sdk-go/v2"
	sdkhttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

// good is an event as text, with other members in place of "data":{}}.
func good(id, rest string) string {
	return `{"specversion":"1.0","id":"` + id + `","source":"` + page + `","type":"com.enghouse.ctlive.WidgetShown",` +
		`"ctlivevisit":"v",` + rest
}

func TestEventsAreTakenInAllThreeModes(t *testing.T) {
	c := start(t, testOptions(t))
	visit := eventsOf("batch", ctlivetest.Visit("", ""))
	assert.Equal(t, http.StatusAccepted, c.post(t, visit...).status)
	assert.Equal(t, http.StatusAccepted, c.post(t).status, "an empty batch")

	single := eventOf("single", 1, ctlivetest.Visit("", "")[1])
	header := http.Header{"Content-Type": {"application/cloudevents+json; charset=UTF-8"}}
	assert.Equal(t, http.StatusAccepted, c.do(t, http.MethodPost, "/events", header, write(t, single)).status)

	var e sdk.Event
	single.ID, single.Visit = "binary-1", "binary"
	require.NoError(t, e.UnmarshalJSON(write(t, single)))
	e.SetExtension("another", "kept")
	binary, err := sdkhttp.NewHTTPRequestFromEvent(t.Context(), c.url+"/events", e)
	require.NoError(t, err)
	response, err := client.Do(binary)
	require.NoError(t, err)
	response.Body.Close()
	assert.Equal(t, http.StatusAccepted, response.StatusCode)

	got := c.stats(t)
	assert.Equal(t, 13, got.Events)
	assert.Equal(t, 3, got.Visits)
	assert.Equal(t, 1, got.Chats)
	assert.Equal(t, 3, got.Funnel.Shown)
	stored, ok, err := readBack(c.store.stream, 13)
	require.NoError(t, err)
	require.True(t, ok)
	assert.Contains(t, string(stored.data), `"another":"kept"`)
	assert.True(t, strings.HasSuffix(stored.subject, ".WidgetShown"), stored.subject)
}

func TestEventsThatAreWrongAreRefusedAndNoneIsStored(t *testing.T) {
	const (
		batch  = cloudevents.BatchContentType
		single = "application/cloudevents+json"
	)
	ok := good("1", `"data":{}}`)
	for name, test := range map[string]struct {
		contentType, body string
		status            int
		says              string
	}{
		"null in a batch":            {batch, `[` + ok + `,null]`, 400, "event 2 of 2: the event is no object"},
		"an empty object in a batch": {batch, `[{}]`, 400, "event 1 of 1: cloudevents: specversion is missing"},
		"a number in a batch":        {batch, `[1]`, 400, "event 1 of 1: the event is no object"},
		"an array in a batch":        {batch, `[[` + ok + `]]`, 400, "event 1 of 1: the event is no object"},
		"null as a batch":            {batch, `null`, 400, "no array"},
		"an object as a batch":       {batch, ok, 400, "no array"},
		"nothing as a batch":         {batch, ``, 400, "no array"},
		"a batch that is cut off":    {batch, `[` + ok, 400, "no array"},
		"an event that is cut off":   {batch, `[` + ok[:len(ok)-1], 400, ""},
		"a comma at the end":         {batch, `[` + ok + `,]`, 400, ""},
		"no comma between":           {batch, `[` + ok + ok + `]`, 400, "no array"},
		"more after the batch":       {batch, `[` + ok + `] []`, 400, "there is more after it"},
		"an array after an event":    {single, ok + `[]`, 400, "malformed JSON"},
		"a batch as an event":        {single, `[` + ok + `]`, 400, "no object"},
		"not UTF-8":                  {batch, `[` + good("1\xff", `"data":{}}`) + `]`, 400, "not UTF-8"},
		"deep data": {
			batch, `[` + good("1", `"data":{"a":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)+`}}`) + `]`, 400,
			"depth",
		},
		"data of 100 levels": {
			batch, `[` + good("1", `"data":{"a":`+strings.Repeat("[", 100)+strings.Repeat("]", 100)+`}}`) + `]`, 400, "levels",
		},
		"another version":       {single, strings.Replace(ok, "1.0", "0.3", 1), 400, "specversion"},
		"no id":                 {single, good("", `"data":{}}`), 400, "id is empty"},
		"a blank id":            {single, good(" ", `"data":{}}`), 400, "id"},
		"an id of another type": {single, strings.Replace(ok, `"id":"1"`, `"id":1`, 1), 400, "id is a number"},
		"a long id":             {single, good(strings.Repeat("x", maxID+1), `"data":{}}`), 400, "id has 1025 bytes"},
		"a long source": {
			single, strings.Replace(ok, page, page+"/"+strings.Repeat("x", maxSource), 1), 400, "source has",
		},
		"a long visit": {
			single, strings.Replace(ok, `"v"`, `"`+strings.Repeat("v", maxVisit+1)+`"`, 1), 400, "ctlivevisit has 257 bytes",
		},
		"a type of another":            {single, strings.Replace(ok, "com.enghouse", "org.example", 1), 400, "type is"},
		"a time that is none":          {single, good("1", `"time":"yesterday","data":{}}`), 400, "time is"},
		"a sequence that is none":      {single, good("1", `"ctliveseq":"-1","data":{}}`), 400, "ctliveseq is"},
		"no data":                      {single, good("1", `"subject":"x"}`), 400, "data is missing"},
		"data that is no object":       {single, good("1", `"data":[]}`), 400, "data is an array"},
		"data in base64":               {single, good("1", `"data_base64":"e30="}`), 400, "data_base64"},
		"a member of the wrong type":   {single, good("1", `"data":{"widgetID":5}}`), 400, "object.widgetID"},
		"an attribute that is invalid": {single, good("1", `"Not-A-Name":"x","data":{}}`), 400, "attribute names"},
		"an attribute that is nested":  {single, good("1", `"nested":{},"data":{}}`), 400, ""},
		"an event that is too large": {
			batch, `[` + ok + `,` + good("2", `"data":{"x":"`+strings.Repeat("x", maxEvent)+`"}}`) + `]`, 413, "event 2 of 2",
		},
		"too many events": {batch, `[` + strings.Repeat("{},", 1000) + `{}]`, 413, "more than 1000 events"},
		"too long a body": {batch, `[` + strings.Repeat(" ", 1<<20) + `]`, 413, "too long"},
		"another source": {
			batch, `[` + ok + `,` + strings.Replace(ok, "www.example.com", "evil.example.com", 1) + `]`, 403, "event 2 of 2: " +
				"source",
		},
		"a source with a user": {
			single, strings.Replace(ok, "https://www", "https://www.example.com@www", 1), 403, "source",
		},
		"a source of another scheme": {single, strings.Replace(ok, "https:", "http:", 1), 403, "source"},
		"a source of another port":   {single, strings.Replace(ok, "example.com/", "example.com:444/", 1), 403, "source"},
		"a source without a host":    {single, strings.Replace(ok, page, "/help", 1), 403, "source"},
		"two sources":                {single, good("1", `"source":"https://evil.example.com/","data":{}}`), 403, "source"},
		"plain text":                 {"text/plain", ok, 415, "Content-Type"},
		"JSON that is no CloudEvent": {"application/json", ok, 415, "Content-Type"},
		"no Content-Type":            {"", ok, 415, "Content-Type"},
		"a malformed Content-Type":   {"a/b; =", ok, 415, "Content-Type"},
	} {
		t.Run(name, func(t *testing.T) {
			header := http.Header{"Content-Type": {test.contentType}}
			got := shared(t).do(t, http.MethodPost, "/events", header, []byte(test.body))
			assert.Equal(t, test.status, got.status, got.body)
			assert.Contains(t, got.body, test.says)
			assert.Less(t, len(got.body), 1000)
			assert.Equal(t, 1, strings.Count(got.body, "\n"), "one line")
		})
	}
	assert.Zero(t, shared(t).stats(t).Events)
}

func TestBinaryModeCannotSmuggleMembers(t *testing.T) {
	c := start(t, testOptions(t))
	header := func() http.Header {
		return http.Header{
			"Content-Type": {"application/json"}, "Ce-Specversion": {"1.0"}, "Ce-Id": {"1"}, "Ce-Source": {page},
			"Ce-Type": {"com.enghouse.ctlive.Loaded"},
		}
	}
	assert.Equal(
		t,
		http.StatusBadRequest,
		c.do(t, http.MethodPost, "/events", header(), []byte(`{},"source":"https://evil.example.com/"`)).status,
	)
	assert.Equal(t, http.StatusBadRequest, c.do(t, http.MethodPost, "/events", header(), nil).status)
	for _, name := range []string{"Ce-Data", "Ce-Data_base64", "Ce-Datacontenttype"} {
		smuggling := header()
		smuggling.Set(name, "x")
		assert.Equal(t, http.StatusBadRequest, c.do(t, http.MethodPost, "/events", smuggling, []byte(`{}`)).status, name)
	}
	assert.Zero(t, c.stats(t).Events)
	assert.Equal(t, http.StatusAccepted, c.do(t, http.MethodPost, "/events", header(), []byte(`{}`)).status)
	assert.Equal(t, 1, c.stats(t).Events)
}

func TestIDsThatDifferInWhiteSpaceAreTwoEvents(t *testing.T) {
	c := start(t, testOptions(t))
	for _, id := range []string{`a`, ` a`, `a `, `a\r\nb`, `a  b`, `a\u0000`, `a\"`, `a\\\"`} {
		got := c.do(
			t,
			http.MethodPost,
			"/events",
			http.Header{"Content-Type": {"application/cloudevents+json"}},
			[]byte(good(id, `"data":{}}`)),
		)
		assert.Equal(t, http.StatusAccepted, got.status, "%s %s", id, got.body)
	}
	assert.Equal(t, 8, c.stats(t).Events)
}

func TestRepetitionCountsOnceHoweverLateItComes(t *testing.T) {
	o := testOptions(t)
	c := start(t, o)
	visit := eventsOf("v", ctlivetest.Visit("", ""))
	require.Equal(t, http.StatusAccepted, c.post(t, visit...).status)
	want := c.stats(t).Funnel
	require.Equal(t, http.StatusAccepted, c.post(t, visit[3:]...).status)
	info, err := c.store.stream.Info(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, len(visit), info.State.Msgs, "JetStream drops what it still remembers")

	// What comes after JetStream has forgotten the message ids is stored again.
	for _, e := range visit {
		_, err := c.store.js.Publish(t.Context(), subjectOf(event{Event: e}), write(t, e))
		require.NoError(t, err)
	}
	require.Equal(t, http.StatusAccepted, c.post(t, eventOf("w", 1, visit[1].Message)).status)
	got := c.stats(t)
	assert.Equal(t, len(visit)+1, got.Events)
	want.Shown++
	assert.Equal(t, want, got.Funnel)

	c.stop()
	got = start(t, o).stats(t)
	assert.Equal(t, len(visit)+1, got.Events, "after a restart too")
	assert.Equal(t, want, got.Funnel)
}

func TestMethodsOtherThanPOSTAreRefused(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodHead} {
		got := shared(t).do(t, method, "/events", nil, nil)
		assert.Equal(t, http.StatusMethodNotAllowed, got.status)
		assert.Equal(t, "OPTIONS, POST", got.header.Get("Allow"))
	}
}

// FuzzDecode: whatever comes, what is taken is read again by package cloudevents and by the SDK, as the same event,
// and has an allowed source.
func FuzzDecode(f *testing.F) {
	f.Add(cloudevents.BatchContentType, []byte(`[`+good("1", `"data":{}}`)+`,null]`))
	f.Add(
		"application/cloudevents+json",
		[]byte(good("1", `"x":1,"time":"2026-11-22T09:00:00Z","data":{"widgetID":"w"}}`)),
	)
	f.Add("application/json", []byte(`{"widgetID":"w"}`))
	d := decoder{origins{ctlivetest.Origin: true}, defaultLimits}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		header := http.Header{"Content-Type": {contentType}}
		if contentType == "application/json" {
			header = http.Header{
				"Content-Type":   {contentType},
				"Ce-Specversion": {"1.0"},
				"Ce-Id":          {"1"},
				"Ce-Source":      {page},
				"Ce-Type":        {"com.enghouse.ctlive.Loaded"},
			}
		}
		events, err := d.decode(header, body)
		if err != nil {
			no := (*refusal)(nil)
			require.ErrorAs(t, err, &no)
			assert.Contains(t, []int{400, 403, 413, 415}, no.status)
			return
		}
		for _, e := range events {
			var ours cloudevents.Event
			require.NoError(t, ours.UnmarshalJSON(e.text))
			assert.Equal(t, e.Event, ours)
			assert.True(t, d.origins.allow(ours.Source))
			var theirs sdk.Event
			require.NoError(t, theirs.UnmarshalJSON(e.text), "%s", e.text)
			require.NoError(t, theirs.Validate(), "%s", e.text)
			assert.Equal(t, ours.ID, theirs.ID())
		}
	})
}
