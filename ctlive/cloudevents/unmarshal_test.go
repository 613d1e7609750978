package cloudevents_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/internal/testkit"
)

// with returns a good event with other members: a nil value removes one.
func with(t testing.TB, changes map[string]any) string {
	t.Helper()
	event := map[string]any{
		"specversion": "1.0", "id": "1", "source": "s", "type": "com.enghouse.ctlive.ChatStarted",
		"data": map[string]any{"chatID": "c"},
	}
	for name, value := range changes {
		event[name] = value
		if value == nil {
			delete(event, name)
		}
	}
	text, err := json.Marshal(event)
	require.NoError(t, err)
	return string(text)
}

var null = json.RawMessage("null")

func TestUnmarshalReads(t *testing.T) {
	want := cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{
		Event: ctlive.ChatStarted{ChatID: "c"},
		Raw:   []byte(`{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":"c"}}`),
	}}
	half := want
	half.Message.Time = time.Date(2026, 11, 22, 9, 0, 0, 500_000_000, time.UTC)
	for name, c := range map[string]struct {
		text string
		want cloudevents.Event
	}{
		"an event without the members that may be absent": {with(t, nil), want},
		"null as absent": {with(t, map[string]any{"time": null, "datacontenttype": null, "ctlivevisit": null,
			"ctliveseq":   null,
			"data_base64": null}), want},
		"members that it does not know": {
			with(t, map[string]any{"subject": "x", "dataschema": "urn:x", "other": 5, "traceparent": "00-1"}), want,
		},
		"another JSON type": {
			with(t, map[string]any{"datacontenttype": "application/vnd.x+JSON ; charset=utf-8"}), want,
		},
		"the short JSON type":    {with(t, map[string]any{"datacontenttype": "text/json"}), want},
		"a time of another zone": {with(t, map[string]any{"time": "2026-11-22T10:00:00.5+01:00"}), half},
		"an escaped name": {`{"spec\u0076ersion":"1.0","id":"1","source":"s",` +
			`"type":"com.enghouse.ctlive.\u0043hatStarted","data":{"chatID":"c"}}`,
			want},
		"the last of duplicates": {`{"id":5,"data":[],"specversion":"0.3",` + with(t, nil)[1:], want},
	} {
		t.Run(name, func(t *testing.T) {
			var e cloudevents.Event
			require.NoError(t, e.UnmarshalJSON([]byte(c.text)))
			assert.Equal(t, c.want, e)
		})
	}
}

func TestUnmarshalReadsAnEventTypeThatIsNotKnown(t *testing.T) {
	e := unmarshal(t, with(t, map[string]any{"type": "com.enghouse.ctlive.AgentTyping", "data": map[string]any{"x": 1}}))
	assert.Equal(t, ctlive.Unknown{Type: "AgentTyping", Object: []byte(`{"x":1}`)}, e.Message.Event)
	e = unmarshal(t, with(t, map[string]any{"type": "com.enghouse.ctlive."}))
	assert.Equal(t, ctlive.EventType(""), e.Message.Event.EventType(), "as Decode reads an envelope without a type")
}

func TestUnmarshalNamesWhatIsMissingOrWrong(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no specversion":          {with(t, map[string]any{"specversion": nil}), "specversion is missing"},
		"another specversion":     {with(t, map[string]any{"specversion": "0.3"}), `specversion is "0.3", want "1.0"`},
		"a specversion as number": {with(t, map[string]any{"specversion": 1.0}), "specversion is a number, want a string"},
		"no id":                   {with(t, map[string]any{"id": nil}), "id is missing"},
		"null as id":              {with(t, map[string]any{"id": null}), "id is missing"},
		"an empty id":             {with(t, map[string]any{"id": ""}), "id is empty"},
		"a number as id":          {with(t, map[string]any{"id": 5}), "id is a number, want a string"},
		"no source":               {with(t, map[string]any{"source": nil}), "source is missing"},
		"an empty source":         {with(t, map[string]any{"source": ""}), "source is empty"},
		"no type":                 {with(t, map[string]any{"type": nil}), "type is missing"},
		"another's type": {
			with(t, map[string]any{"type": "com.example.ChatStarted"}), `type is "com.example.ChatStarted", want ` +
				`"com.enghouse.ctlive."`,
		},
		"a long type of another's": {with(t, map[string]any{"type": strings.Repeat("é", 1000)}), `é…", want `},
		"a name in another case":   {strings.Replace(with(t, nil), `"id"`, `"ID"`, 1), "id is missing"},
		"no data":                  {with(t, map[string]any{"data": nil}), "data is missing, want an object"},
		"null as data":             {with(t, map[string]any{"data": null}), "data is null, want an object"},
		"a text as data":           {with(t, map[string]any{"data": "{}"}), "data is a string, want an object"},
		"an array as data":         {with(t, map[string]any{"data": []int{}}), "data is an array, want an object"},
		"bytes as data": {with(t, map[string]any{"data": nil, "data_base64": "e30="}), "data_base64 is " +
			"there, want data, an object"},
		"bytes beside data": {with(t, map[string]any{"data_base64": "e30="}), "data_base64 is there"},
		"data of another type": {
			with(t, map[string]any{"datacontenttype": "text/xml"}), `datacontenttype is "text/xml", want "application/json"`,
		},
		"data of type json alone":    {with(t, map[string]any{"datacontenttype": "json"}), "datacontenttype is"},
		"an empty type of data":      {with(t, map[string]any{"datacontenttype": ""}), `datacontenttype is "", want`},
		"a time in other words":      {with(t, map[string]any{"time": "yesterday"}), `time is "yesterday", want RFC 3339`},
		"a time without zone":        {with(t, map[string]any{"time": "2026-11-22T09:00:00"}), "time is"},
		"an empty time":              {with(t, map[string]any{"time": ""}), "time is"},
		"a number as time":           {with(t, map[string]any{"time": 1764000000000}), "time is a number, want a string"},
		"a number as visit":          {with(t, map[string]any{"ctlivevisit": 5}), "ctlivevisit is a number, want a string"},
		"a number as sequence":       {with(t, map[string]any{"ctliveseq": 5}), "ctliveseq is a number, want a string"},
		"a negative sequence":        {with(t, map[string]any{"ctliveseq": "-1"}), `ctliveseq is "-1", want decimal digits`},
		"a sequence with a sign":     {with(t, map[string]any{"ctliveseq": "+1"}), "ctliveseq is"},
		"a sequence with a fraction": {with(t, map[string]any{"ctliveseq": "1.5"}), "ctliveseq is"},
		"a hexadecimal sequence":     {with(t, map[string]any{"ctliveseq": "0x1"}), "ctliveseq is"},
		"an empty sequence":          {with(t, map[string]any{"ctliveseq": ""}), "ctliveseq is"},
		"a sequence over 64 bits":    {with(t, map[string]any{"ctliveseq": "18446744073709551616"}), "ctliveseq is"},
		"an array":                   {"[" + with(t, nil) + "]", "the event is an array, want an object"},
		"a string":                   {`"x"`, "the event is a string, want an object"},
		"no text":                    {"", "malformed JSON at byte 0"},
		"text behind the event":      {with(t, nil) + "{}", "malformed JSON"},
		"malformed JSON":             {strings.Replace(with(t, nil), ":", "", 1), "malformed JSON at byte 7: want ':'"},
		"a wrong member in the data": {with(t, map[string]any{"data": map[string]any{"userID": 5}}), "data: ctlive: " +
			"ChatStarted: object.userID is a number, want a string"},
	} {
		t.Run(name, func(t *testing.T) {
			before := cloudevents.Event{ID: "as it was"}
			e := before
			err := e.UnmarshalJSON([]byte(c.text))
			require.ErrorContains(t, err, "cloudevents: ")
			assert.ErrorContains(t, err, c.want)
			assert.Less(t, len(err.Error()), 300)
			assert.Equal(t, before, e)
		})
	}
}

func TestUnmarshalNamesEachWrongMemberOfTheData(t *testing.T) {
	for _, c := range testkit.Cases {
		if !strings.HasPrefix(c.Member, "object.") {
			continue
		}
		var envelope map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(c.Text), &envelope))
		t.Run(c.Name, func(t *testing.T) {
			var e cloudevents.Event
			err := e.UnmarshalJSON(
				[]byte(with(t, map[string]any{"type": cloudevents.TypePrefix + c.Type, "data": envelope["object"]})),
			)
			var decodeError *ctlive.DecodeError
			require.ErrorAs(t, err, &decodeError)
			assert.Equal(t, c.Member, decodeError.Member)
		})
	}
}

func TestUnmarshalOfNullChangesNothing(t *testing.T) {
	before := cloudevents.Event{ID: "1", Source: "s"}
	e := before
	require.NoError(t, e.UnmarshalJSON([]byte(" null ")))
	assert.Equal(t, before, e)
}

// TestTheDeepestEnvelopeIsWrittenAndRead: data stands as deep in the event as the object in the envelope.
func TestTheDeepestEnvelopeIsWrittenAndRead(t *testing.T) {
	nested := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	e := unmarshal(t, with(t, map[string]any{"data": json.RawMessage(`{"chatID":"c","x":` + nested(62) + `}`)}))
	assert.Equal(t, ctlive.ChatStarted{ChatID: "c"}, e.Message.Event)
	assert.Equal(t, e, unmarshal(t, marshal(t, e)))

	deeper := json.RawMessage(`{"chatID":"c","x":` + nested(63) + `}`)
	assert.ErrorContains(t, e.UnmarshalJSON([]byte(with(t, map[string]any{"data": deeper}))), "want at most 64 levels")
	e.Message.Raw = []byte(`{"name":"CTLiveEvent","type":"ChatStarted","object":` + string(deeper) + `}`)
	_, err := e.MarshalJSON()
	assert.ErrorContains(t, err, "want at most 64 levels")
}
