package ctlive_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
)

// FuzzDecode compares Decode with what encoding/json makes of the same text, and sends what it decodes through Encode.
func FuzzDecode(f *testing.F) {
	for _, c := range testkit.Cases {
		f.Add([]byte(c.Text))
	}
	for _, eventType := range ctlive.EventTypes() {
		f.Add(golden(f, eventType))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		event, err := ctlive.Decode(text)
		if err != nil && strings.Contains(err.Error(), "64 levels") {
			t.Skip("encoding/json has another limit")
		}
		want, wantErr := oracle(text)
		assert.Equal(t, want, event)
		require.Equal(t, errorKind(wantErr), errorKind(err), "encoding/json: %v\nDecode: %v", wantErr, err)
		if err != nil {
			return
		}
		if unknown, ok := event.(ctlive.Unknown); ok && !utf8.ValidString(string(unknown.Object)) {
			assert.True(t, json.Valid(unknown.Object))
			return
		}
		encoded, err := ctlive.Encode(event)
		require.NoError(t, err)
		require.True(t, json.Valid(encoded))
		again, err := ctlive.Decode(encoded)
		require.NoError(t, err)
		assert.Equal(t, event, again)
	})
}

// errWrongType is what the oracle returns for a member of the wrong JSON type.
var errWrongType = errors.New("wrong type")

func errorKind(err error) string {
	var decodeError *ctlive.DecodeError
	switch {
	case err == nil:
		return "none"
	case errors.Is(err, ctlive.ErrNotCTLive):
		return "not CTLive"
	case errors.Is(err, errWrongType), errors.As(err, &decodeError) && decodeError.Member != "":
		return "wrong type"
	}
	return "malformed"
}

// oracle is Decode by encoding/json.
func oracle(text []byte) (ctlive.Event, error) {
	if !json.Valid(text) {
		return nil, errors.New("malformed")
	}
	var envelope map[string]json.RawMessage
	if json.Unmarshal(text, &envelope) != nil || envelope == nil {
		return nil, ctlive.ErrNotCTLive
	}
	var name, eventType string
	if json.Unmarshal(envelope["name"], &name) != nil || name != "CTLiveEvent" {
		return nil, ctlive.ErrNotCTLive
	}
	if raw, ok := envelope["type"]; ok && json.Unmarshal(raw, &eventType) != nil {
		return nil, errWrongType
	}
	object := envelope["object"]
	if object == nil || string(object) == "null" {
		object = json.RawMessage("{}")
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(object, &members) != nil {
		return nil, errWrongType
	}
	if decode, ok := oracles[ctlive.EventType(eventType)]; ok {
		return decode(members)
	}
	return ctlive.Unknown{Type: ctlive.EventType(eventType), Object: object}, nil
}

type (
	widget struct {
		ElementID string `json:"elementID"`
		WidgetID  string `json:"widgetID"`
		UserID    string `json:"userID"`
	}
	activation struct {
		ElementID string            `json:"elementID"`
		WidgetID  string            `json:"widgetID"`
		UserID    string            `json:"userID"`
		Type      ctlive.WidgetType `json:"type"`
	}
	chat struct {
		ChatID string `json:"chatID"`
		UserID string `json:"userID"`
	}
	chatOnline struct {
		ChatID string   `json:"chatID"`
		Users  []string `json:"users"`
	}
	chatFinished struct {
		ChatID             string `json:"chatID"`
		UserID             string `json:"userID"`
		IsSurveyConfigured bool   `json:"isSurveyConfigured"`
	}
)

var (
	widgetMembers     = []string{"elementID", "widgetID", "userID"}
	activationMembers = append(slices.Clone(widgetMembers), "type")
	chatMembers       = []string{"chatID", "userID"}
)

var oracles = map[ctlive.EventType]func(map[string]json.RawMessage) (ctlive.Event, error){
	ctlive.TypeLoaded:       into(widgetMembers, func(v widget) ctlive.Event { return ctlive.Loaded(v) }),
	ctlive.TypeWidgetShown:  into(widgetMembers, func(v widget) ctlive.Event { return ctlive.WidgetShown(v) }),
	ctlive.TypeWidgetHidden: into(widgetMembers, func(v widget) ctlive.Event { return ctlive.WidgetHidden(v) }),
	ctlive.TypeWidgetClicked: into(activationMembers,
		func(v activation) ctlive.Event { return ctlive.WidgetClicked(v) }),
	ctlive.TypeDatacollectionStarted: into(activationMembers,
		func(v activation) ctlive.Event { return ctlive.DatacollectionStarted(v) }),
	ctlive.TypeDatacollectionSubmitted: into(activationMembers,
		func(v activation) ctlive.Event { return ctlive.DatacollectionSubmitted(v) }),
	ctlive.TypeChatStarted:     into(chatMembers, func(v chat) ctlive.Event { return ctlive.ChatStarted(v) }),
	ctlive.TypeSurveyStarted:   into(chatMembers, func(v chat) ctlive.Event { return ctlive.SurveyStarted(v) }),
	ctlive.TypeSurveySubmitted: into(chatMembers, func(v chat) ctlive.Event { return ctlive.SurveySubmitted(v) }),
	ctlive.TypeChatOnline: into([]string{"chatID", "users"},
		func(v chatOnline) ctlive.Event { return ctlive.ChatOnline(v) }),
	ctlive.TypeChatFinished: into(append(slices.Clone(chatMembers), "isSurveyConfigured"),
		func(v chatFinished) ctlive.Event { return ctlive.ChatFinished(v) }),
}

// into decodes the members named, and no others: encoding/json folds case, so it must not see the rest.
func into[T any](names []string, event func(T) ctlive.Event) func(map[string]json.RawMessage) (ctlive.Event, error) {
	return func(members map[string]json.RawMessage) (ctlive.Event, error) {
		exact := map[string]json.RawMessage{}
		for _, name := range names {
			if raw, ok := members[name]; ok {
				exact[name] = raw
			}
		}
		var elements []json.RawMessage // encoding/json reads a null among strings as ""
		if json.Unmarshal(exact["users"], &elements) == nil &&
			slices.ContainsFunc(elements, func(e json.RawMessage) bool { return bytes.Equal(e, []byte("null")) }) {
			return nil, errWrongType
		}
		text, err := json.Marshal(exact)
		if err != nil {
			return nil, err
		}
		var v T
		if json.Unmarshal(text, &v) != nil {
			return nil, errWrongType
		}
		return event(v), nil
	}
}
