package session_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/session"
)

// everything has each member of the text.
func everything(t testing.TB) *session.Tracker {
	return track(t,
		loaded("w"), loaded("w"), shown("w"), clicked("w", ctlive.Chat), clicked("w", "New"),
		started("c"), online("c", "u", "agent \"7\""), finished("c", true), ctlive.SurveyStarted{ChatID: "c"},
		ctlive.ChatOnline{ChatID: "d", Users: []string{}}, clicked("w", ctlive.Chat))
}

// TestMarshalWritesThisText shows the text of version 1. Where it changes, so does the version.
func TestMarshalWritesThisText(t *testing.T) {
	text, err := everything(t).MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, `{"version":1,"loaded":true,`+
		`"widgets":[{"elementID":"e-w","widgetID":"w","userID":"u",`+
		`"clicks":[{"type":"Chat","count":2},{"type":"New","count":1}],"since":[1795338002,0,"UTC"]}],`+
		`"chats":[{"chatID":"c","userID":"u","users":["u","agent \"7\""],"state":2,"survey":2,`+
		`"elementID":"e-w","widgetID":"w",`+
		`"started":[1795338005,0,"UTC"],"answered":[1795338006,0,"UTC"],"ended":[1795338007,0,"UTC"]},`+
		`{"chatID":"d","users":[],"state":1,"resumed":true}],`+
		`"shown":1,"clicked":3,"requested":1,"online":2,"finished":1,"resumed":1,`+
		`"anomalies":[{"type":"Loaded","elementID":"e-w","widgetID":"w","userID":"u",`+
		`"time":[1795338001,0,"UTC"],"reason":"Loaded for a widget that is loaded already"}],`+
		`"chatClicks":[{"userID":"u","elementID":"e-w","widgetID":"w"}]}`, string(text))
}

func TestMarshalOfNothing(t *testing.T) {
	text, err := new(session.Tracker).MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, `{"version":1}`, string(text))
	assert.Equal(t, session.Session{}, nextPage(t, new(session.Tracker)).Snapshot())
}

func TestMarshalWorksWithEncodingJSON(t *testing.T) {
	text, err := json.Marshal(map[string]any{"session": everything(t)})
	require.NoError(t, err)
	var page struct{ Session session.Tracker }
	require.NoError(t, json.Unmarshal(text, &page))
	assert.Equal(t, everything(t).Snapshot().Chats, page.Session.Snapshot().Chats)
}

func TestUnmarshalChangesNoTime(t *testing.T) {
	for name, moment := range map[string]time.Time{
		"with nanoseconds":     time.Date(2026, 11, 22, 9, 0, 0, 123456789, time.UTC),
		"local":                time.Date(2026, 11, 22, 9, 0, 0, 1, time.Local),
		"before 1970":          time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC),
		"the year 1":           time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC),
		"the year 9999":        time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC),
		"none":                 {},
		"far before the first": time.Unix(-1<<62, 0),
	} {
		t.Run(name, func(t *testing.T) {
			var tracker session.Tracker
			tracker.Observe(ctlive.Message{Event: started("c"), Time: moment})
			assert.Equal(t, moment, nextPage(t, &tracker).Snapshot().Chats[0].Started)
		})
	}
	t.Run("of another zone: the same moment", func(t *testing.T) {
		moment := time.Date(2026, 11, 22, 10, 0, 0, 5, time.FixedZone("CET", 3600))
		var tracker session.Tracker
		tracker.Observe(ctlive.Message{Event: started("c"), Time: moment})
		assert.True(t, moment.Equal(nextPage(t, &tracker).Snapshot().Chats[0].Started))
	})
}

func TestUnmarshalReadsTheZeroTimeAsNone(t *testing.T) {
	tracker := new(session.Tracker)
	require.NoError(t, tracker.UnmarshalJSON([]byte(text(`"chats":[{"started":[-62135596800,0]}]`))))
	assert.Equal(t, time.Time{}, tracker.Snapshot().Chats[0].Started)
}

func TestUnmarshalReplacesWhatWasKnown(t *testing.T) {
	tracker := track(t, started("old"), clicked("old", ctlive.Chat))
	text, err := everything(t).MarshalJSON()
	require.NoError(t, err)
	require.NoError(t, tracker.UnmarshalJSON(text))
	assert.Equal(t, nextPage(t, everything(t)).Snapshot(), tracker.Snapshot())
	text[len(text)/2] = 'x'
	assert.Equal(t, nextPage(t, everything(t)).Snapshot(), tracker.Snapshot(), "it holds no part of the text")
}

func TestUnmarshalOfNullChangesNothing(t *testing.T) {
	tracker := everything(t)
	require.NoError(t, tracker.UnmarshalJSON([]byte(" null\n")))
	assert.Equal(t, everything(t).Snapshot(), tracker.Snapshot())
}

func TestUnmarshalPassesMembersThatItDoesNotKnow(t *testing.T) {
	tracker := new(session.Tracker)
	future := `{"new":[{}],"chats":[{"mood":1,"chatID":"c","userID":null}],"version":1}`
	require.NoError(t, tracker.UnmarshalJSON([]byte(future)))
	assert.Equal(t, []session.Chat{{ChatID: "c"}}, tracker.Snapshot().Chats)
}

// hostileTexts are texts that MarshalJSON has not written, each with what its error says.
var hostileTexts = []struct{ text, want string }{
	{``, "malformed JSON at byte 0"},
	{`{"version":1`, "malformed JSON at byte 12"},
	{`{"version":1}{}`, "malformed JSON at byte 13"},
	{`[]`, "the text is an array, want an object"},
	{`"ctlive"`, "the text is a string, want an object"},
	{`{}`, "the text has version 0, want 1"},
	{`{"version":2}`, "the text has version 2, want 1"},
	{`{"version":"1"}`, "version is a string, want a number"},
	{`{"version":1.0}`, "version is 1.0, want a whole number"},
	{`{"version":1e999999}`, "version is 1e999999, want a whole number"},

	{text(`"loaded":1`), "loaded is a number, want a boolean"},
	{text(`"widgets":{}`), "widgets is an object, want an array"},
	{text(`"widgets":[null]`), "widgets holds null, want objects"},
	{text(`"widgets":[{}]`), "widgets[0] has no id"},
	{text(`"widgets":[{"widgetID":7}]`), "widgets[0].widgetID is a number, want a string"},
	{text(`"widgets":[{"widgetID":"w"},{"widgetID":"w"}]`), "widgets[1] has no id, or that of another"},
	{text(`"widgets":[{"widgetID":"w","clicks":{"Chat":1}}]`), "widgets[0].clicks is an object"},
	{text(`"widgets":[{"widgetID":"w","clicks":[{"type":"a"},{"type":"a"}]}]`), "widgets[0] has a type twice"},
	{text(`"widgets":[{"widgetID":"w","clicks":[{"type":"a","count":-1}]}]`), "widgets[0].clicks[0].count is -1, want"},
	{text(`"widgets":[{"widgetID":"w","clicks":[{"type":"a","count":99999999999999999999999}]}]`),
		"clicks[0].count is 99999999999999999999, want"},
	{text(`"widgets":[{"widgetID":"w","since":"2026-11-22"}]`), "widgets[0].since is a string, want an array"},
	{text(`"widgets":[{"widgetID":"w","since":[]}]`), "widgets[0].since is no time"},
	{text(`"widgets":[{"widgetID":"w","since":[1]}]`), "widgets[0].since is no time"},
	{text(`"widgets":[{"widgetID":"w","since":[1,-1]}]`), "widgets[0].since is no time"},
	{text(`"widgets":[{"widgetID":"w","since":[1,1000000000]}]`), "widgets[0].since is no time"},
	{text(`"widgets":[{"widgetID":"w","since":[1.5,0]}]`), "widgets[0].since is no time"},
	{text(`"widgets":[{"widgetID":"w","since":[9223372036854775808,0]}]`), "widgets[0].since is no time"},
	{text(`"widgets":[{"widgetID":"w","since":[1,1,"CET"]}]`), "widgets[0].since is no time"},
	{text(`"widgets":[{"widgetID":"w","since":[1,1,"UTC",1]}]`), "widgets[0].since is no time"},

	{text(`"chats":[{"state":4}]`), "chats[0].state is 4, want a whole number from 0 to 3"},
	{text(`"chats":[{"state":-1}]`), "chats[0].state is -1"},
	{text(`"chats":[{"state":2,"survey":4}]`), "chats[0].survey is 4, want a whole number from 0 to 3"},
	{text(`"chats":[{"state":1,"survey":1}]`), "chats[0] has a survey and is not over"},
	{text(`"chats":[{"chatID":"c"},{"chatID":"c"}]`), "chats[1] has the id of another"},
	{text(`"chats":[{},{"users":["a",null]}]`), "chats[1].users holds null, want strings"},
	{text(`"chats":[{"users":["` + strings.Repeat("x", 257) + `"]}]`), "chats[0].users is longer than what is kept"},

	{text(`"shown":-5`), "shown is -5, want a whole number"},
	{text(`"resumed":true`), "resumed is a boolean, want a number"},
	{text(`"online":2000000000`), "online is 2000000000, want a whole number from 0 to 1073741824"},
	{text(`"chatClicks":[{}]`), "chatClicks[0] has no user"},
	{text(`"clicksMissed":"true"`), "clicksMissed is a string, want a boolean"},
	{text(`"chatClicks":[{"userID":"u"},{"userID":"u"}]`), "chatClicks[1] has no user, or that of another"},

	{text(`"anomalies":[{}]`), "anomalies[0] has no type of an event that can be one"},
	{text(`"anomalies":[{"type":"WidgetClicked"}]`), "anomalies[0] has no type of an event that can be one"},
	{text(`"anomalies":[{"type":"Loaded","userID":1}]`), "anomalies[0].userID is a number, want a string"},
	{text(`"anomalies":[{"reason":"` + strings.Repeat("x", 257) + `"}]`), "anomalies[0].reason is longer than 256 bytes"},

	{array("widgets", 1001, `{"widgetID":"`, `"}`), "widgets has more than 1000 elements"},
	{array("chats", 1001, `{"chatID":"`, `"}`), "chats has more than 1000 elements"},
	{array("chatClicks", 1001, `{"userID":"`, `"}`), "chatClicks has more than 1000 elements"},
	{array("anomalies", 1001, `{"reason":"`, `"}`), "anomalies has more than 1000 elements"},
	{array("widgets", 1, `{"clicks":[`+strings.Repeat(`{},`, 16)+`{}],"i":"`, `"}`),
		"widgets[0].clicks has more than 16 elements"},
	{array("chats", 1, `{"users":[`+strings.Repeat(`"",`, 64)+`""],"i":"`, `"}`),
		"chats[0].users is longer than what is kept"},
	{text(`"chats":` + strings.Repeat("[", 100) + strings.Repeat("]", 100)), "64 levels"},
}

// text returns a text of this version with members.
func text(members string) string { return `{"version":1,` + members + `}` }

// array returns a text with an array of as many elements, each with its number in the middle.
func array(name string, count int, before, after string) string {
	elements := make([]string, count)
	for i := range elements {
		elements[i] = before + strconv.Itoa(i) + after
	}
	return text(`"` + name + `":[` + strings.Join(elements, ",") + `]`)
}

func TestUnmarshalOfAHostileTextIsAnErrorAndChangesNothing(t *testing.T) {
	tracker := everything(t)
	before, err := tracker.MarshalJSON()
	require.NoError(t, err)
	for _, c := range hostileTexts {
		t.Run(c.want, func(t *testing.T) {
			err := tracker.UnmarshalJSON([]byte(c.text))
			require.ErrorContains(t, err, c.want)
			assert.True(t, strings.HasPrefix(err.Error(), "session: UnmarshalJSON: "), err)
			after, err := tracker.MarshalJSON()
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after))
			assert.True(t, tracker.Snapshot().Widgets[0].Shown)
		})
	}
}

func TestUnmarshalLimitsTheTypesOfAllWidgets(t *testing.T) {
	widgets := make([]string, 1000)
	for i := range widgets {
		var types []string
		for j := range 16 {
			types = append(types, `{"type":"`+strconv.Itoa(100*i+j)+strings.Repeat("x", 250)+`"}`)
		}
		widgets[i] = `{"widgetID":"` + strconv.Itoa(i) + `","clicks":[` + strings.Join(types, ",") + `]}`
	}
	err := new(session.Tracker).UnmarshalJSON([]byte(text(`"widgets":[` + strings.Join(widgets, ",") + `]`)))
	assert.ErrorContains(t, err, "all widgets have too many")
}

// FuzzUnmarshal gives any text to UnmarshalJSON. What it accepts, it must write again, and read
// again as the same.
func FuzzUnmarshal(f *testing.F) {
	for _, c := range hostileTexts {
		if len(c.text) < 1000 {
			f.Add([]byte(c.text), uint64(1))
		}
	}
	whole, err := everything(f).MarshalJSON()
	require.NoError(f, err)
	f.Add(whole, uint64(2))
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		tracker := new(session.Tracker)
		if err := tracker.UnmarshalJSON(text); err != nil {
			assert.Equal(t, session.Session{}, tracker.Snapshot())
			return
		}
		again := nextPage(t, tracker)
		assert.Equal(t, tracker.Snapshot(), again.Snapshot())
		for _, c := range again.Snapshot().Chats {
			assert.NotEqual(t, "unknown", c.State.String())
			assert.NotEqual(t, "unknown", c.Survey.String())
			assert.GreaterOrEqual(t, c.Waiting(second(0)), time.Duration(0))
			assert.GreaterOrEqual(t, c.Talking(second(0)), time.Duration(0))
		}
		before := again.Snapshot()
		for _, e := range randomEvents(seed, 20) {
			again.Observe(ctlive.Message{Event: e, Time: second(1)})
		}
		after := again.Snapshot()
		assert.LessOrEqual(t, len(after.Widgets), 1000)
		assert.True(t, slices.Equal(ids(before), ids(after)[:len(before.Chats)]) || len(before.Chats) == 1000)
		nextPage(t, again)
	})
}

func ids(s session.Session) (all []string) {
	for _, c := range s.Chats {
		all = append(all, c.ChatID)
	}
	return all
}
