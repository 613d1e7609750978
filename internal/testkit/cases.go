package testkit

import (
	"strings"

	"example.com/ctlive-go/ctlive"
)

// Case is one rule of decoding: a text, and the event or the error it gives.
type Case struct {
	Name string // a sentence
	Text string

	Want      ctlive.Event     // nil: an error
	NotCTLive bool             // the error is ErrNotCTLive; else a *DecodeError
	Type      ctlive.EventType // of the DecodeError
	Member    string           // of the DecodeError; "" for malformed JSON
}

// Malformed reports whether the text is no JSON at all, so that no browser could post it.
func (c Case) Malformed() bool { return c.Want == nil && !c.NotCTLive && c.Member == "" }

// envelope returns an envelope's text around an object's.
func envelope(t ctlive.EventType, object string) string {
	return `{"name":"CTLiveEvent","type":"` + string(t) + `","object":` + object + `}`
}

func nested(levels int) string {
	return strings.Repeat("[", levels) + strings.Repeat("]", levels)
}

// Cases are the rules that Decode promises, each as a text that shows it.
var Cases = []Case{
	{Name: "members are read in any order",
		Text: `{"object":{"userID":"u","widgetID":"w","elementID":"e"},"type":"Loaded","name":"CTLiveEvent"}`,
		Want: ctlive.Loaded{ElementID: "e", WidgetID: "w", UserID: "u"}},
	{Name: "white space is allowed between all tokens",
		Text: " \t\r\n{ \"name\" : \"CTLiveEvent\" ,\n\"type\" :\t\"ChatOnline\" , \"object\" : { \"users\" : [ \"a\" , " +
			"\"b\" ] , \"chatID\" : \"c\" } } \n",
		Want: ctlive.ChatOnline{ChatID: "c", Users: []string{"a", "b"}}},
	{Name: "an absent member is the zero value",
		Text: envelope("WidgetClicked", `{"widgetID":"w"}`),
		Want: ctlive.WidgetClicked{WidgetID: "w"}},
	{Name: "a null member is the zero value",
		Text: envelope("ChatFinished", `{"chatID":null,"userID":null,"isSurveyConfigured":null}`),
		Want: ctlive.ChatFinished{}},
	{Name: "absent users are nil",
		Text: envelope("ChatOnline", `{"chatID":"c"}`),
		Want: ctlive.ChatOnline{ChatID: "c"}},
	{Name: "null users are nil",
		Text: envelope("ChatOnline", `{"users":null}`),
		Want: ctlive.ChatOnline{}},
	{Name: "an empty array of users is empty, not nil",
		Text: envelope("ChatOnline", `{"users":[]}`),
		Want: ctlive.ChatOnline{Users: []string{}}},
	{Name: "an absent object is an empty one",
		Text: `{"name":"CTLiveEvent","type":"SurveyStarted"}`,
		Want: ctlive.SurveyStarted{}},
	{Name: "a null object is an empty one",
		Text: envelope("SurveyStarted", `null`),
		Want: ctlive.SurveyStarted{}},
	{Name: "unknown members pass, with whatever they hold",
		Text: `{"version":2,"name":"CTLiveEvent","type":"ChatStarted","object":{"x":{"userID":"no"},"chatID":"c","y":[1,` +
			`true,null,"}"],"userID":"u"},"z":false}`,
		Want: ctlive.ChatStarted{ChatID: "c", UserID: "u"}},
	{Name: "the members of other events are unknown members",
		Text: envelope("ChatStarted", `{"chatID":"c","users":5,"type":{}}`),
		Want: ctlive.ChatStarted{ChatID: "c"}},
	{Name: "names of members match exactly, case included",
		Text: envelope("ChatStarted", `{"ChatID":1,"chatid":2,"CHATID":3,"chatID":"c"}`),
		Want: ctlive.ChatStarted{ChatID: "c"}},
	{Name: "an escaped name is the name",
		Text: `{"n\u0061me":"CTLive\u0045vent","type":"Chat\u0053tarted","object":{"chat\u0049D":"c"}}`,
		Want: ctlive.ChatStarted{ChatID: "c"}},
	{Name: "of duplicate members the last wins",
		Text: envelope("ChatStarted", `{"chatID":"a","chatID":7,"chatID":"c"}`),
		Want: ctlive.ChatStarted{ChatID: "c"}},
	{Name: "of duplicate objects the last wins whole",
		Text: `{"name":"x","object":{"chatID":"a","userID":"u"},"type":1,"object":{"chatID":"c"},"type":"ChatStarted",` +
			`"name":"CTLiveEvent"}`,
		Want: ctlive.ChatStarted{ChatID: "c"}},
	{Name: "an unknown event type is Unknown with its data",
		Text: envelope("AgentTyping", `{"chatID":"c","seconds":1.5e300}`),
		Want: ctlive.Unknown{Type: "AgentTyping", Object: []byte(`{"chatID":"c","seconds":1.5e300}`)}},
	{Name: "an event type in another case is Unknown",
		Text: envelope("loaded", `{}`),
		Want: ctlive.Unknown{Type: "loaded", Object: []byte(`{}`)}},
	{Name: "an absent type is Unknown",
		Text: `{"name":"CTLiveEvent","object":{"chatID":"c"}}`,
		Want: ctlive.Unknown{Object: []byte(`{"chatID":"c"}`)}},
	{Name: "a null type is Unknown, and an absent object empty",
		Text: `{"name":"CTLiveEvent","type":null}`,
		Want: ctlive.Unknown{Object: []byte(`{}`)}},
	{Name: "an unknown widget type is kept",
		Text: envelope("WidgetClicked", `{"type":"VideoCall"}`),
		Want: ctlive.WidgetClicked{Type: "VideoCall"}},
	{Name: "every escape is read",
		Text: envelope("ChatStarted", `{"chatID":"\"\\\/\b\f\n\r\t\u00e9\u20AC","userID":"\ud83d\ude00 é 😀"}`),
		Want: ctlive.ChatStarted{ChatID: "\"\\/\b\f\n\r\té€", UserID: "😀 é 😀"}},
	{Name: "lone surrogates become U+FFFD",
		Text: envelope("ChatStarted", `{"chatID":"a\ud83dz\ude00","userID":"\ud83d\ud83d\ude00"}`),
		Want: ctlive.ChatStarted{ChatID: "a\ufffdz\ufffd", UserID: "\ufffd😀"}},
	{Name: "large numbers pass where no number is read",
		Text: envelope("ChatStarted", `{"chatID":"c","n":-123456789012345678901234567890.5E+99}`),
		Want: ctlive.ChatStarted{ChatID: "c"}},
	{Name: "a hundred arrays beside each other are one level",
		Text: envelope("ChatStarted", `{"x":[`+strings.Repeat("[],", 99)+`[]],"chatID":"c"}`),
		Want: ctlive.ChatStarted{ChatID: "c"}},
	{Name: "sixty-four levels are read",
		Text: envelope("ChatStarted", `{"chatID":"c","x":`+nested(62)+`}`),
		Want: ctlive.ChatStarted{ChatID: "c"}},

	{
		Name:   "a number for a string is named",
		Text:   envelope("Loaded", `{"elementID":1}`),
		Type:   "Loaded",
		Member: "object.elementID",
	},
	{
		Name:   "a boolean for a string is named",
		Text:   envelope("WidgetShown", `{"widgetID":true}`),
		Type:   "WidgetShown",
		Member: "object.widgetID",
	},
	{
		Name:   "an object for a string is named",
		Text:   envelope("WidgetHidden", `{"userID":{}}`),
		Type:   "WidgetHidden",
		Member: "object.userID",
	},
	{
		Name:   "an array for a widget type is named",
		Text:   envelope("WidgetClicked", `{"type":[]}`),
		Type:   "WidgetClicked",
		Member: "object.type",
	},
	{
		Name:   "a large number for a chat id is named",
		Text:   envelope("ChatStarted", `{"chatID":1e300}`),
		Type:   "ChatStarted",
		Member: "object.chatID",
	},
	{
		Name:   "a string for users is named",
		Text:   envelope("ChatOnline", `{"users":"a"}`),
		Type:   "ChatOnline",
		Member: "object.users",
	},
	{
		Name:   "a number among users is named",
		Text:   envelope("ChatOnline", `{"users":["a","b",3]}`),
		Type:   "ChatOnline",
		Member: "object.users[2]",
	},
	{
		Name:   "null among users is named",
		Text:   envelope("ChatOnline", `{"users":[null]}`),
		Type:   "ChatOnline",
		Member: "object.users[0]",
	},
	{
		Name:   "a string for a flag is named",
		Text:   envelope("ChatFinished", `{"isSurveyConfigured":"true"}`),
		Type:   "ChatFinished",
		Member: "object.isSurveyConfigured",
	},
	{
		Name:   "a number for a form's type is named",
		Text:   envelope("DatacollectionStarted", `{"type":0}`),
		Type:   "DatacollectionStarted",
		Member: "object.type",
	},
	{
		Name:   "a number for a submitted form's widget is named",
		Text:   envelope("DatacollectionSubmitted", `{"widgetID":0}`),
		Type:   "DatacollectionSubmitted",
		Member: "object.widgetID",
	},
	{
		Name:   "a number for a survey's chat is named",
		Text:   envelope("SurveyStarted", `{"chatID":0}`),
		Type:   "SurveyStarted",
		Member: "object.chatID",
	},
	{
		Name:   "a number for a survey's user is named",
		Text:   envelope("SurveySubmitted", `{"userID":-0.5}`),
		Type:   "SurveySubmitted",
		Member: "object.userID",
	},
	{
		Name:   "the first wrong member in the order of the fields is named",
		Text:   envelope("Loaded", `{"userID":1,"elementID":2}`),
		Type:   "Loaded",
		Member: "object.elementID",
	},
	{Name: "an array for the object is named", Text: envelope("Loaded", `[]`), Type: "Loaded", Member: "object"},
	{Name: "a string for an unknown event's object is named", Text: envelope("New", `"x"`), Type: "New", Member: "object"},
	{Name: "a number for the type is named", Text: `{"name":"CTLiveEvent","type":5,"object":{}}`, Member: "type"},

	{Name: "null is no envelope", Text: `null`, NotCTLive: true},
	{Name: "a number is no envelope", Text: `-12.5e3`, NotCTLive: true},
	{Name: "a boolean is no envelope", Text: `false`, NotCTLive: true},
	{Name: "a string is no envelope", Text: `"CTLiveEvent"`, NotCTLive: true},
	{Name: "an array is no envelope, whatever stands in it",
		Text: `[{"name":0},"CTLiveEvent"]`, NotCTLive: true},
	{Name: "an array is no envelope", Text: `[{"name":"CTLiveEvent"}]`, NotCTLive: true},
	{Name: "an empty object is no envelope", Text: `{}`, NotCTLive: true},
	{Name: "another name is no envelope", Text: `{"name":"CTLiveEvents","type":"Loaded","object":{}}`, NotCTLive: true},
	{
		Name:      "the name in another case is no envelope",
		Text:      `{"Name":"CTLiveEvent","name":"ctliveevent","type":"Loaded"}`,
		NotCTLive: true,
	},
	{
		Name:      "a name that is no string is no envelope",
		Text:      `{"name":["CTLiveEvent"],"type":"Loaded","object":{}}`,
		NotCTLive: true,
	},
	{Name: "the last of two names decides", Text: `{"name":"CTLiveEvent","name":"x"}`, NotCTLive: true},

	{Name: "empty text is malformed", Text: ``},
	{Name: "two values are malformed", Text: envelope("Loaded", `{}`) + `{}`},
	{Name: "a comma at the end is malformed", Text: envelope("Loaded", `{"userID":"u",}`)},
	{Name: "a missing comma is malformed", Text: envelope("Loaded", `{"userID":"u" "widgetID":"w"}`)},
	{Name: "a missing colon is malformed", Text: envelope("Loaded", `{"userID" "u"}`)},
	{Name: "a bare name is malformed", Text: envelope("Loaded", `{userID:"u"}`)},
	{Name: "brackets that do not match are malformed", Text: envelope("Loaded", `{"x":[}]`)},
	{Name: "a wrong escape is malformed", Text: envelope("Loaded", `{"userID":"\x41"}`)},
	{Name: "a short escape is malformed", Text: envelope("Loaded", `{"userID":"\u00e"}`)},
	{Name: "a bare control character is malformed", Text: envelope("Loaded", "{\"userID\":\"a\nb\"}")},
	{Name: "a leading zero is malformed", Text: envelope("Loaded", `{"x":01}`)},
	{Name: "a fraction without digits is malformed", Text: envelope("Loaded", `{"x":1.}`)},
	{Name: "an exponent without digits is malformed", Text: envelope("Loaded", `{"x":1e+}`)},
	{Name: "a lone minus is malformed", Text: envelope("Loaded", `{"x":-}`)},
	{Name: "NaN is malformed", Text: envelope("Loaded", `{"x":NaN}`)},
	{Name: "malformed text in a skipped member is malformed", Text: `{"name":"other","x":[tru]}`},
}

// TooDeep are texts that nest deeper than Decode allows.
var TooDeep = []Case{
	{Name: "sixty-five levels are too deep", Text: envelope("ChatStarted", `{"x":`+nested(63)+`}`)},
	{Name: "a million levels are too deep", Text: nested(1_000_000)},
}
