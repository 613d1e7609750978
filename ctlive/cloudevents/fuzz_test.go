package cloudevents_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
)

// FuzzUnmarshal writes what it reads, and reads the same again.
func FuzzUnmarshal(f *testing.F) {
	files, err := goldenFiles.ReadDir("testdata")
	require.NoError(f, err)
	for _, file := range files {
		text, err := goldenFiles.ReadFile("testdata/" + file.Name())
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add(
		[]byte(
			`{"specversion":"1.0","id":"\ud83d","source":"\ud83d\ude00","type":"com.enghouse.ctlive.","data":{"x":[{}]},` +
				`"data":{}}`,
		),
	)
	f.Fuzz(func(t *testing.T, text []byte) {
		var e cloudevents.Event
		if err := e.UnmarshalJSON(text); err != nil {
			assert.Zero(t, e)
			assert.True(t, utf8.ValidString(err.Error()), "%q", err)
			return
		}
		require.True(t, json.Valid(text))
		if string(e.Message.Raw) == "" {
			assert.Zero(t, e, "null")
			return
		}
		decoded, err := ctlive.Decode(e.Message.Raw)
		require.NoError(t, err)
		assert.Equal(t, decoded, e.Message.Event)
		written, err := e.MarshalJSON()
		require.NoError(t, err)
		require.True(t, json.Valid(written) && utf8.Valid(written), "%s", written)
		var again cloudevents.Event
		require.NoError(t, again.UnmarshalJSON(written))
		assert.Equal(t, e, again)
	})
}

// FuzzMarshal reads what it writes, and finds the same again.
func FuzzMarshal(f *testing.F) {
	f.Add(
		"1",
		"https://www.example.com/",
		"v",
		uint64(1),
		[]byte(`{"name":"CTLiveEvent","type":"Loaded","object":{"widgetID":"w","x":[]}}`),
	)
	f.Fuzz(func(t *testing.T, id, source, visit string, sequence uint64, raw []byte) {
		e := cloudevents.Event{ID: id, Source: source, Visit: visit, Sequence: sequence, Message: ctlive.Message{Raw: raw}}
		written, err := e.MarshalJSON()
		event, decodeErr := ctlive.Decode(raw)
		require.Equal(t, decodeErr == nil && id != "" && source != "", err == nil, "%v", err)
		if err != nil {
			return
		}
		require.True(t, json.Valid(written) && utf8.Valid(written), "%s", written)
		var again cloudevents.Event
		require.NoError(t, again.UnmarshalJSON(written))
		if _, unknown := event.(ctlive.Unknown); !unknown { // its Object is text, in which invalid UTF-8 stays
			assert.Equal(t, event, again.Message.Event)
		}
		assert.Equal(t, event.EventType(), again.Message.Event.EventType())
		assert.Equal(t, sequence, again.Sequence)
		for want, got := range map[string]string{id: again.ID, source: again.Source, visit: again.Visit} {
			assert.Equal(t, string([]rune(want)), got)
		}
	})
}
