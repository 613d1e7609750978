package main_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	sdk "github.com/cloudevents/sdk-go/v2"
	sdkhttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/internal/testkit"
)

// visit returns one event of each type, as a page sends them.
func visit() (events []cloudevents.Event) {
	for i, e := range append(testkit.Events, ctlive.Unknown{Type: "New", Object: []byte(`{"a":{"b":[1.50,null,` +
		`"é\u0000"]}}`)}) {
		events = append(events, cloudevents.Event{
			ID: "v-1-" + strconv.Itoa(i+1), Source: "https://www.example.com/help", Visit: "v-1", Sequence: uint64(i + 1),
			Message: ctlive.Message{Event: e, Time: time.Date(2026, 11, 22, 9, 0, i, 120_000_000, time.UTC)},
		})
	}
	return events
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

func post(contentType string, body []byte) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/events", bytes.NewReader(body))
	request.Header.Set("Content-Type", contentType)
	return request
}

// assertSame compares an event with what the SDK has read.
func assertSame(t *testing.T, want cloudevents.Event, got sdk.Event) {
	t.Helper()
	require.NoError(t, got.Validate())
	assert.Equal(t, "1.0", got.SpecVersion())
	assert.Equal(t, want.ID, got.ID())
	assert.Equal(t, want.Source, got.Source())
	assert.Equal(t, cloudevents.TypePrefix+string(want.Message.Event.EventType()), got.Type())
	assert.True(t, want.Message.Time.Equal(got.Time()), "%v, and again %v", want.Message.Time, got.Time())
	assert.Equal(t, "application/json", got.DataContentType())
	assert.Equal(
		t,
		map[string]any{"ctlivevisit": want.Visit, "ctliveseq": strconv.FormatUint(want.Sequence, 10)},
		got.Extensions(),
	)
	envelope, err := ctlive.Encode(want.Message.Event)
	require.NoError(t, err)
	var parts struct{ Object json.RawMessage }
	require.NoError(t, json.Unmarshal(envelope, &parts))
	assert.JSONEq(t, string(parts.Object), string(got.Data()))
}

func TestTheSDKReadsAnEvent(t *testing.T) {
	for _, e := range visit() {
		got, err := sdkhttp.NewEventFromHTTPRequest(post(sdk.ApplicationCloudEventsJSON, marshal(t, e)))
		require.NoError(t, err)
		assertSame(t, e, *got)
	}
}

func TestTheSDKReadsABatch(t *testing.T) {
	events := visit()
	got, err := sdkhttp.NewEventsFromHTTPRequest(post(cloudevents.BatchContentType, marshal(t, events)))
	require.NoError(t, err)
	require.Len(t, got, len(events))
	for i, e := range events {
		assertSame(t, e, got[i])
	}
	assert.Equal(t, sdk.ApplicationCloudEventsBatchJSON, cloudevents.BatchContentType)
}

func TestTheSDKReadsAnEventWithoutWhatMayBeAbsent(t *testing.T) {
	var got sdk.Event
	require.NoError(
		t,
		json.Unmarshal(
			marshal(t, cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{Event: ctlive.Loaded{}}}),
			&got,
		),
	)
	require.NoError(t, got.Validate())
	assert.True(t, got.Time().IsZero())
	assert.Empty(t, got.Extensions())
}

func TestWhatTheSDKWritesIsRead(t *testing.T) {
	for _, want := range visit() {
		e := sdk.NewEvent()
		e.SetID(want.ID)
		e.SetSource(want.Source)
		e.SetType(cloudevents.TypePrefix + string(want.Message.Event.EventType()))
		e.SetTime(want.Message.Time)
		e.SetSubject("something else")
		e.SetExtension("ctlivevisit", want.Visit)
		e.SetExtension("ctliveseq", strconv.FormatUint(want.Sequence, 10))
		e.SetExtension("anothers", 5)
		envelope, err := ctlive.Encode(want.Message.Event)
		require.NoError(t, err)
		var parts struct{ Object json.RawMessage }
		require.NoError(t, json.Unmarshal(envelope, &parts))
		require.NoError(t, e.SetData(sdk.ApplicationJSON, parts.Object))
		want.Message.Raw = envelope

		var got cloudevents.Event
		require.NoError(t, json.Unmarshal(marshal(t, e), &got))
		assert.Equal(t, want, got)

		binary, err := sdkhttp.NewHTTPRequestFromEvent(t.Context(), "https://collector.example/events", e)
		require.NoError(t, err)
		require.NotEmpty(t, binary.Header.Get("Ce-Id"), "the binary mode has the attributes in headers")
		received, err := sdkhttp.NewEventFromHTTPRequest(binary)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(marshal(t, received), &got))
		assert.Equal(t, want, got)
	}
}

func TestABatchThatTheSDKWritesIsRead(t *testing.T) {
	var events []sdk.Event
	want := visit()
	require.NoError(t, json.Unmarshal(marshal(t, want), &events))
	request, err := sdkhttp.NewHTTPRequestFromEvents(t.Context(), "https://collector.example/events", events)
	require.NoError(t, err)
	assert.Equal(t, cloudevents.BatchContentType, request.Header.Get("Content-Type"))
	var got []cloudevents.Event
	require.NoError(t, json.NewDecoder(request.Body).Decode(&got))
	for i := range got {
		want[i].Message.Raw = got[i].Message.Raw
	}
	assert.Equal(t, want, got)
}

// FuzzTheSDKReadsWhatIsWritten: any event that can be written is read by the SDK with the same members, and is the same
// when the SDK has written it anew.
func FuzzTheSDKReadsWhatIsWritten(f *testing.F) {
	f.Add(
		"1",
		"https://www.example.com/",
		"v",
		uint64(1),
		int64(0),
		[]byte(`{"name":"CTLiveEvent","type":"Loaded","object":{"widgetID":"w","x":[{}]}}`),
	)
	f.Fuzz(func(t *testing.T, id, source, visit string, sequence uint64, ns int64, raw []byte) {
		e := cloudevents.Event{ID: id, Source: source, Visit: visit, Sequence: sequence,
			Message: ctlive.Message{Raw: raw, Time: time.Unix(0, ns)}}
		text, err := e.MarshalJSON()
		if err != nil || !isReference(source) || strings.TrimSpace(id) == "" {
			return
		}
		var ours, again cloudevents.Event
		require.NoError(t, ours.UnmarshalJSON(text))
		var theirs sdk.Event
		require.NoError(t, json.Unmarshal(text, &theirs), "%s", text)
		require.NoError(t, theirs.Validate(), "%s", text)
		assert.Equal(t, ours.ID, theirs.ID())
		assert.True(t, ours.Message.Time.Equal(theirs.Time()))
		text, err = theirs.MarshalJSON()
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalJSON(text))
		again.Source = ours.Source // the SDK escapes it anew
		assert.Equal(t, ours, again)
	})
}

// isReference tells whether the SDK takes a source.
func isReference(source string) bool {
	address, err := url.Parse(source)
	return err == nil && address.String() != ""
}
