package ctlive_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
)

func TestEncodeIsUndoneByDecode(t *testing.T) {
	for name, event := range map[string]ctlive.Event{
		"zero values": ctlive.WidgetClicked{},
		"nil users":   ctlive.ChatOnline{ChatID: "c"},
		"empty users": ctlive.ChatOnline{Users: []string{}},
		"users with every text": ctlive.ChatOnline{
			Users: []string{"", "\"\\/", "\x00\x1f\x7f\n\r\t\u2028", "é€😀\ufffd"},
		},
		"an unknown widget type":  ctlive.DatacollectionStarted{Type: "VideoCall"},
		"an unknown event":        ctlive.Unknown{Type: "New", Object: []byte(`{"b": [1, 2], "a":"\u00e9"}`)},
		"an event without a type": ctlive.Unknown{Object: []byte(`{}`)},
		"an unknown event's " +
			"depths": ctlive.Unknown{Type: "New", Object: []byte(`{"x":` + strings.Repeat("[", 62) + strings.Repeat("]",
			62) + `}`)},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := ctlive.Encode(event)
			require.NoError(t, err)
			require.True(t, json.Valid(text), "%s", text)
			decoded, err := ctlive.Decode(text)
			require.NoError(t, err)
			assert.Equal(t, event, decoded)
		})
	}
}

func TestEncodeWritesInvalidUTF8AsReplacement(t *testing.T) {
	text, err := ctlive.Encode(ctlive.ChatStarted{ChatID: "a\xffb"})
	require.NoError(t, err)
	assert.Equal(
		t,
		`{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":"a`+"\ufffd"+`b","userID":""}}`,
		string(text),
	)
}

type foreignEvent struct{}

func (foreignEvent) EventType() ctlive.EventType { return ctlive.TypeLoaded }

func TestEncodeRefuses(t *testing.T) {
	for name, event := range map[string]ctlive.Event{
		"nil":                            nil,
		"an event type from elsewhere":   foreignEvent{},
		"a pointer to an event":          &ctlive.Loaded{},
		"an Unknown of a known type":     ctlive.Unknown{Type: ctlive.TypeLoaded, Object: []byte(`{}`)},
		"an Unknown without an object":   ctlive.Unknown{Type: "New"},
		"an Unknown with an array":       ctlive.Unknown{Type: "New", Object: []byte(`[]`)},
		"an Unknown with malformed JSON": ctlive.Unknown{Type: "New", Object: []byte(`{`)},
		"an Unknown with more members":   ctlive.Unknown{Type: "New", Object: []byte(`{},"name":"x"`)},
		"an Unknown that nests too " +
			"deep": ctlive.Unknown{Type: "New", Object: []byte(`{"x":` + strings.Repeat("[", 63) + strings.Repeat("]",
			63) + `}`)},
		"an Unknown with bare characters": ctlive.Unknown{Type: "New", Object: []byte("{\"x\":\"\n\"}")},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := ctlive.Encode(event)
			assert.Nil(t, text)
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), "ctlive: Encode: "), err.Error())
		})
	}
}
