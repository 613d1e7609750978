package ctlive_test

import (
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
)

func TestJSONOfAnEventIsTheObjectOfItsEnvelope(t *testing.T) {
	for _, event := range testkit.Events {
		t.Run(string(event.EventType()), func(t *testing.T) {
			text, err := json.Marshal(event)
			require.NoError(t, err)
			var envelope struct{ Object json.RawMessage }
			require.NoError(t, json.Unmarshal(golden(t, event.EventType()), &envelope))
			assert.JSONEq(t, string(envelope.Object), string(text))
			again := reflect.New(reflect.TypeOf(event))
			require.NoError(t, json.Unmarshal(text, again.Interface()))
			assert.Equal(t, event, again.Elem().Interface())
		})
	}
}

func TestJSONOfUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		unknown ctlive.Unknown
		text    string
	}{
		"is an object with its type and its data": {
			ctlive.Unknown{Type: "New", Object: []byte(`{"a":[1,{"b":null}]}`)}, `{"type":"New","object":{"a":[1,{"b":null}]}}`,
		},
		"has a type that is quoted": {
			ctlive.Unknown{Type: `a"\<`, Object: []byte(`{}`)}, `{"type":"a\"\\\u003c","object":{}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(c.unknown)
			require.NoError(t, err)
			assert.Equal(t, c.text, string(text))
			var again ctlive.Unknown
			require.NoError(t, json.Unmarshal(text, &again))
			assert.Equal(t, c.unknown, again)
		})
	}
	empty, err := json.Marshal(ctlive.Unknown{Type: "New"})
	require.NoError(t, err)
	assert.Equal(t, `{"type":"New","object":{}}`, string(empty))
	for object, says := range map[string]string{"[1]": "is an array, want an object", "{": "is malformed JSON at byte 1"} {
		_, err := ctlive.Unknown{Object: []byte(object)}.MarshalJSON()
		assert.ErrorContains(t, err, "ctlive: Unknown.Object "+says)
	}
	for text, says := range map[string]string{
		`[]`:                      "ctlive: Unknown is an array, want an object",
		`{"type":1}`:              "ctlive: Unknown: type is a number, want a string",
		`{"type":"N","object":5}`: "ctlive: Unknown: object is a number, want an object",
	} {
		u := ctlive.Unknown{Type: "before"}
		assert.EqualError(t, u.UnmarshalJSON([]byte(text)), says)
		assert.Equal(t, ctlive.Unknown{Type: "before"}, u)
	}
}

func TestJSONOfMessageIsALineOfARecording(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 123456789, time.UTC)
	raw := `{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":"c","more":1}}`
	event := ctlive.ChatStarted{ChatID: "c"}
	for name, c := range map[string]struct {
		message ctlive.Message
		text    string
	}{
		"with all that is known": {
			ctlive.Message{Event: event, Origin: "https://a.example", Time: at, Early: true, Raw: []byte(raw)},
			`{"time":"2026-11-22T09:00:00.123456789Z","origin":"https://a.example","early":true,"envelope":` + raw + `}`,
		},
		"without what is not": {ctlive.Message{Event: event, Raw: []byte(raw)}, `{"envelope":` + raw + `}`},
		"of an unknown event": {
			ctlive.Message{
				Event: ctlive.Unknown{Type: "New", Object: []byte(`{"a":1}`)},
				Raw:   []byte(`{"name":"CTLiveEvent","type":"New","object":{"a":1}}`),
			},
			`{"envelope":{"name":"CTLiveEvent","type":"New","object":{"a":1}}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(c.message)
			require.NoError(t, err)
			assert.Equal(t, c.text, string(text))
			var again ctlive.Message
			require.NoError(t, json.Unmarshal(text, &again))
			assert.Equal(t, c.message, again)
		})
	}
	t.Run("with Event where there is no Raw", func(t *testing.T) {
		text, err := json.Marshal(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "c", UserID: "u"}})
		require.NoError(t, err)
		assert.Equal(
			t,
			`{"envelope":{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":"c","userID":"u"}}}`,
			string(text),
		)
	})
	t.Run("as deep as Decode takes it", func(t *testing.T) {
		deep := `{"name":"CTLiveEvent","type":"New","object":{"a":` + strings.Repeat("[", 62) + strings.Repeat("]", 62) + `}}`
		event, err := ctlive.Decode([]byte(deep))
		require.NoError(t, err)
		text, err := json.Marshal(ctlive.Message{Event: event, Raw: []byte(deep)})
		require.NoError(t, err)
		var again ctlive.Message
		require.NoError(t, json.Unmarshal(text, &again))
		assert.Equal(t, event, again.Event)
	})
}

func TestJSONOfMessageRefuses(t *testing.T) {
	for name, m := range map[string]ctlive.Message{
		"no event and no envelope":           {},
		"an envelope that is malformed":      {Raw: []byte("{")},
		"what is no envelope":                {Event: ctlive.Loaded{}, Raw: []byte("{}")},
		"a year that JSON can't express":     {Event: ctlive.Loaded{}, Time: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"an Unknown of a type with a struct": {Event: ctlive.Unknown{Type: "Loaded", Object: []byte("{}")}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := m.MarshalJSON()
			assert.Error(t, err)
		})
	}
	before := ctlive.Message{Origin: "before"}
	for text, says := range map[string]string{
		`5`:                 "ctlive: Message is a number, want an object",
		`{`:                 "ctlive: Message: malformed JSON at byte 1",
		`{}`:                "ctlive: Message: there is no envelope, want",
		`{"Envelope":{}}`:   "ctlive: Message: there is no envelope, want",
		`{"envelope":null}`: "ctlive: Message: there is no envelope, want",
		`{"envelope":5}`:    "ctlive: Message: envelope is a number, want an object",
		`{"envelope":{}}`:   "not a CTLive envelope",
		`{"origin":5}`:      "ctlive: Message: origin is a number, want a string",
		`{"early":"yes"}`:   "ctlive: Message: early is a string, want a boolean",
		`{"time":"today","envelope":{"name":"CTLiveEvent"}}`: `ctlive: Message: time is "today", want RFC 3339`,
	} {
		t.Run(text, func(t *testing.T) {
			m := before
			assert.ErrorContains(t, m.UnmarshalJSON([]byte(text)), says)
			assert.Equal(t, before, m)
		})
	}
	t.Run("what Decode refuses, with its error", func(t *testing.T) {
		var m ctlive.Message
		err := json.Unmarshal([]byte(`{"envelope":{"name":"CTLiveEvent","type":"Loaded","object":{"userID":5}}}`), &m)
		var decodeError *ctlive.DecodeError
		require.True(t, errors.As(err, &decodeError))
		assert.Equal(t, "object.userID", decodeError.Member)
	})
}

func TestJSONNullChangesNothing(t *testing.T) {
	m, u := ctlive.Message{Origin: "before"}, ctlive.Unknown{Type: "before"}
	require.NoError(t, m.UnmarshalJSON([]byte(" null ")))
	require.NoError(t, u.UnmarshalJSON([]byte("null")))
	assert.Equal(t, ctlive.Message{Origin: "before"}, m)
	assert.Equal(t, ctlive.Unknown{Type: "before"}, u)
}

// slog writes an event with its type and its members.
func Example_slog() {
	var d ctlive.Dispatcher
	log := slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
	ctlive.On(&d, func(e ctlive.Event) { log.Info("ctlive", "type", e.EventType(), "event", e) })

	d.Dispatch(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "c", UserID: "u"}})
	d.Dispatch(ctlive.Message{Event: ctlive.Unknown{Type: "New", Object: []byte(`{"a":1}`)}})
	// Output:
	// {"level":"INFO","msg":"ctlive","type":"ChatStarted","event":{"chatID":"c","userID":"u"}}
	// {"level":"INFO","msg":"ctlive","type":"New","event":{"type":"New","object":{"a":1}}}
}

// withoutTime leaves out when a line was logged.
func withoutTime(groups []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey && len(groups) == 0 {
		return slog.Attr{}
	}
	return a
}
