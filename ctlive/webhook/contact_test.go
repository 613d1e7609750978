package webhook_test

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/webhook"
)

//go:embed testdata/newContact.json
var newContact string

//go:embed testdata/endContact.json
var endContact string

// with returns a good notice with other members, written as JSON.
func with(members ...string) string {
	text := `{"event":"new","cid":"c-1"`
	for _, member := range members {
		text += "," + member
	}
	return text + "}"
}

// receive returns what a handler was called with, and the answer.
func receive(t testing.TB, body string) (*webhook.Contact, answer) {
	t.Helper()
	d := desk{}
	a := d.post(t, good(body))
	if len(d.contacts) == 0 {
		return nil, a
	}
	require.Len(t, d.contacts, 1)
	return &d.contacts[0], a
}

func TestTheVendorsNoticesAreRead(t *testing.T) {
	begin := webhook.Contact{
		Event:           "new",
		ChatID:          "CHAT_DEMO_5f0c8f0e-93a8-4f6e-8f3c-0a9a35a1d2b7",
		Media:           "chat",
		Service:         "SERV_DEMO_1",
		ServiceName:     "Sales",
		Title:           "Help with an order",
		Lang:            "en",
		UserID:          "USER_DEMO_0b8f6a52-6a47-4c55-9b0a-6f6f1f3a9d11",
		WidgetID:        "classic_popup",
		Begin:           time.Date(2026, 11, 22, 9, 0, 0, 123_000_000, time.UTC),
		Users:           json.RawMessage(`{"USER_agent@example.com": {"role": "agent"}}`),
		DataCollections: json.RawMessage(`{"form": [{"name": "phone", "value": "+43 1 234"}]}`),
	}
	end := begin
	end.Event, end.Media, end.Service = "end", "", ""
	end.End = begin.Begin.Truncate(time.Second).Add(5 * time.Minute)
	end.Users, end.DataCollections = json.RawMessage("{}"), json.RawMessage("{}")
	for body, want := range map[string]webhook.Contact{newContact: begin, endContact: end} {
		t.Run(want.Event, func(t *testing.T) {
			got, a := receive(t, body)
			require.Equal(t, answer{status: http.StatusNoContent}, a)
			assert.Equal(t, want, *got)
		})
	}
}

func TestTimesAreMillisecondsAsNumberOrString(t *testing.T) {
	moment := time.Date(2026, 11, 22, 9, 0, 0, 123_000_000, time.UTC)
	for value, want := range map[string]time.Time{
		`1795338000123`:     moment,
		`"1795338000123"`:   moment,
		`1.795338000123E12`: moment,
		`1795338000123.9`:   moment,
		`"1795338000123.0"`: moment,
		`1`:                 time.Date(1970, 1, 1, 0, 0, 0, 1_000_000, time.UTC),
		`253402300799999`:   time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC),
		`""`:                {},
		`null`:              {},
		`0`:                 {},
		`"0"`:               {},
		`-0.0`:              {},
	} {
		t.Run(value, func(t *testing.T) {
			got, a := receive(t, with(`"beginTime":`+value, `"endTime":`+value))
			require.Equal(t, http.StatusNoContent, a.status, a.body)
			assert.Equal(t, want, got.Begin)
			assert.Equal(t, want, got.End)
		})
	}
	for _, value := range []string{
		`"yesterday"`, `"2026-11-22T09:00:00Z"`, `" 1795338000123"`, `"0x5"`, `"1_0"`, `"NaN"`, `"Infinity"`, `"-1"`,
		`"null"`, `"[]"`, `"1 2"`,
		`-1`, `253402300800000`, `1e300`, `1e999`, `true`, `[1795338000123]`, `{"ms":1}`,
	} {
		t.Run(value+" is refused", func(t *testing.T) {
			for _, member := range []string{"beginTime", "endTime"} {
				_, a := receive(t, with(`"`+member+`":`+value))
				assert.Equal(t, http.StatusBadRequest, a.status)
				assert.Contains(t, a.body, "webhook: "+member+" is ")
				assert.Contains(t, a.body, ", want milliseconds since 1970")
			}
		})
	}
}

func TestWhatIsNotKnownOrNotThereIsNoError(t *testing.T) {
	least := webhook.Contact{Event: "new", ChatID: "c-1"}
	raw := least
	raw.Users, raw.DataCollections = json.RawMessage(`[1.50, "é"]`), json.RawMessage("null")
	for name, c := range map[string]struct {
		body string
		want webhook.Contact
	}{
		"the members that must be there are enough": {with(), least},
		"null is the zero value": {
			with(`"media":null`, `"title":null`, `"userID":null`, `"endTime":null`), least,
		},
		"other members pass":                {with(`"new":{"cid":[1,2]}`, `"version":2`), least},
		"names match exactly":               {with(`"CID":"x"`, `"Event":5`, `"widgetID":"x"`, `"userid":"x"`), least},
		"the last of duplicates wins":       {with(`"cid":5`, `"cid":"c-1"`), least},
		"an escaped name is the name":       {`{"\u0065vent":"new","c\u0069d":"c-\u0031"}`, least},
		"raw members are kept as they came": {with(`"users": [1.50, "é"] `, `"dataCollections":null`), raw},
	} {
		t.Run(name, func(t *testing.T) {
			got, a := receive(t, c.body)
			require.Equal(t, answer{status: http.StatusNoContent}, a)
			assert.Equal(t, c.want, *got)
		})
	}
}

func TestABadNoticeIsAnsweredWithWhatWasWrong(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"no event":                  {`{"cid":"c"}`, `event is absent, want "new" or "end"`},
		"an event of another name":  {`{"cid":"c","event":"newContact"}`, `event is "newContact", want "new" or "end"`},
		"a long event":              {`{"cid":"c","event":"` + strings.Repeat("x", 1000) + `"}`, `xxx…", want "new"`},
		"an event with a line feed": {`{"cid":"c","event":"a\nb"}`, `event is "a\nb", want`},
		"a number as event":         {`{"cid":"c","event":1}`, "event is a number, want a string"},
		"null as event":             {`{"cid":"c","event":null}`, `event is null, want "new" or "end"`},
		"no cid":                    {`{"event":"end"}`, "cid is absent, want the id of a chat"},
		"an empty cid":              {`{"event":"end","cid":""}`, `cid is "", want the id of a chat`},
		"a number as cid":           {`{"event":"end","cid":12}`, "cid is a number, want a string"},
		"an object as title":        {with(`"title":{}`), "title is an object, want a string"},
		"a boolean as widgetid":     {with(`"widgetid":true`), "widgetid is a boolean, want a string"},
		"a number as serv":          {with(`"serv":5`), "serv is a number, want a string"},
		"an array":                  {"[" + with() + "]", "the body is an array, want an object"},
		"null":                      {"null", "the body is null, want an object"},
		"no body":                   {"", "malformed JSON at byte 0"},
		"a form":                    {"event=new&cid=c", "malformed JSON at byte 0"},
		"two notices":               {with() + with(), "malformed JSON at byte 27: want the end of the text"},
		"a million levels":          {with(`"users":` + strings.Repeat("[", 1_000_000)), "want at most 64 levels"},
	} {
		t.Run(name, func(t *testing.T) {
			got, a := receive(t, c.body)
			assert.Nil(t, got)
			assert.Equal(t, http.StatusBadRequest, a.status)
			assert.Contains(t, a.body, "webhook: ")
			assert.Contains(t, a.body, c.want)
			assert.Less(t, len(a.body), 300)
			assert.Equal(t, 1, strings.Count(a.body, "\n"), "one line")
		})
	}
}
