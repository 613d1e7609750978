package ctlive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
)

type ownEvent struct{}

func (ownEvent) EventType() ctlive.EventType { return `Own "one"` }

func TestSelectKeepsTheMembersThatAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		members []string
		event   ctlive.Event
		raw     string
		want    string
	}{
		"nil is what identifies no " +
			"person": {nil, ctlive.WidgetClicked{ElementID: "e", WidgetID: "w", UserID: "u", Type: "Chat"}, "",
			`"type":"WidgetClicked","object":{"elementID":"e","widgetID":"w","type":"Chat"}}`},
		"false is kept": {
			nil, ctlive.ChatFinished{ChatID: "c", UserID: "u"}, "", `"type":"ChatFinished",` +
				`"object":{"isSurveyConfigured":false}}`,
		},
		"empty is left out": {nil, ctlive.WidgetShown{WidgetID: "w"}, `{"name":"CTLiveEvent","type":"WidgetShown",` +
			`"object":{"widgetID":"w","elementID":""}}`,
			`"type":"WidgetShown","object":{"widgetID":"w"}}`},
		"none": {[]string{}, ctlive.WidgetShown{WidgetID: "w"}, "", `"type":"WidgetShown","object":{}}`},
		"what identifies": {
			[]string{"users", "chatID"}, ctlive.ChatOnline{ChatID: "c", Users: []string{"a", "b"}}, "", `"type":"ChatOnline",` +
				`"object":{"users":["a","b"],"chatID":"c"}}`,
		},
		"named twice": {
			[]string{"chatID", "chatID"}, ctlive.ChatStarted{ChatID: "c"}, "", `"type":"ChatStarted","object":{"chatID":"c"}}`,
		},
		"as the event has": {
			nil, ctlive.WidgetShown{WidgetID: "(none)"}, `{"name":"CTLiveEvent","type":"WidgetShown",` +
				`"object":{"widgetID":"w"}}`, `"type":"WidgetShown","object":{"widgetID":"(none)"}}`,
		},
		"new in a known event": {[]string{"chatID", "queue", "more"}, ctlive.ChatStarted{ChatID: "c"},
			`{"name":"CTLiveEvent","type":"ChatStarted","object":{"queue":1,"queue":7,"more":{"userID":"u"}}}`,
			`"type":"ChatStarted","object":{"chatID":"c","queue":7}}`},
		"an unknown event": {[]string{"type", "users", "queue", "n"}, ctlive.Unknown{Type: "New",
			Object: []byte(`{"type":["u"],"users":[ "u" , "v"],"queue":["q"],"n":null}`)}, "",
			`"type":"New","object":{"users":["u","v"]}}`},
		"users that are none": {
			[]string{"users"}, ctlive.Unknown{Type: "New", Object: []byte(`{"users":["u",{"id":1}]}`)}, "", `"type":"New",` +
				`"object":{}}`,
		},
		"a type from elsewhere": {[]string{"chatID", "queue"}, ownEvent{}, `{"name":"CTLiveEvent","type":"Own",` +
			`"object":{"chatID":"c","queue":7}}`,
			`"type":"Own \"one\"","object":{"queue":7}}`},
		"an unknown event without data": {nil, ctlive.Unknown{Type: "New"}, "", `"type":"New","object":{}}`},
		"Raw that is cut off": {[]string{"queue"}, ctlive.ChatStarted{}, `{"name":"CTLiveEvent","object":{"queue":7,"x":tru`,
			`"type":"ChatStarted","object":{}}`},
		"Raw whose data is a list": {[]string{""}, ctlive.ChatStarted{}, `{"name":"CTLiveEvent","object":["u"]}`,
			`"type":"ChatStarted","object":{}}`},
		"Raw that is no JSON": {
			[]string{"chatID", "queue"}, ctlive.ChatStarted{ChatID: "c"}, `{"object":`, `"type":"ChatStarted",` +
				`"object":{"chatID":"c"}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := ctlive.Select(ctlive.Message{Event: c.event, Raw: []byte(c.raw)}, c.members)
			assert.Equal(t, `{"name":"CTLiveEvent",`+c.want, string(got))
			_, err := ctlive.Decode(got)
			assert.NoError(t, err)
		})
	}
}
