package cloudevents_test

import (
	"bytes"
	"embed"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden events of testdata anew")

//go:embed testdata/*.json
var goldenFiles embed.FS

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

// marshal writes an event by way of encoding/json, which checks the text.
func marshal(t testing.TB, e cloudevents.Event) string {
	t.Helper()
	text, err := json.Marshal(e)
	require.NoError(t, err)
	return string(text)
}

func unmarshal(t testing.TB, text string) (e cloudevents.Event) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &e), "%s", text)
	return e
}

func TestGoldenEvents(t *testing.T) {
	for i, event := range append(testkit.Events, ctlive.Unknown{Type: "New", Object: []byte(`{"chatID":"c-1",` +
		`"since":{"n":[1.50,null]}}`)}) {
		name := string(event.EventType())
		t.Run(name+" is written as its golden event, and read from it", func(t *testing.T) {
			e := cloudevents.Event{
				ID: "v-1-" + name, Source: "https://www.example.com/help", Visit: "v-1", Sequence: uint64(i + 1),
				Message: ctlive.Message{Event: event, Time: time.Date(2026, 11, 22, 9, 0, i, 120_000_000, time.UTC)},
			}
			var written bytes.Buffer
			require.NoError(t, json.Indent(&written, []byte(marshal(t, e)), "", "  "))
			written.WriteByte('\n')
			if *update {
				require.NoError(t, os.WriteFile("testdata/"+name+".json", written.Bytes(), 0o644))
				return
			}
			golden, err := goldenFiles.ReadFile("testdata/" + name + ".json")
			require.NoError(t, err)
			assert.Equal(t, string(golden), written.String())
			read := unmarshal(t, marshal(t, e))
			assert.JSONEq(t, string(encode(t, event)), string(read.Message.Raw))
			e.Message.Raw = read.Message.Raw
			assert.Equal(t, e, read)
		})
	}
}

func encode(t testing.TB, event ctlive.Event) []byte {
	t.Helper()
	text, err := ctlive.Encode(event)
	require.NoError(t, err)
	return text
}

func TestMarshalWritesTheDataAsItWasSent(t *testing.T) {
	e := cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{
		Event: ctlive.Loaded{WidgetID: "what Raw says counts"}, Origin: "https://www.example.com", Early: true,
		Raw: []byte(
			`{"version":2,"object":{"a":1},"name":"CTLiveEvent","type":"ChatStarted", "object" : { "chatID":"c", "n":1.50, ` +
				`"deep":{"x":[]} }}`,
		),
	}}
	text, err := e.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, `{"specversion":"1.0","id":"1","source":"s","type":"com.enghouse.ctlive.ChatStarted",`+
		`"datacontenttype":"application/json","data":{ "chatID":"c", "n":1.50, "deep":{"x":[]} }}`, string(text))

	var read cloudevents.Event
	require.NoError(t, read.UnmarshalJSON(text))
	assert.Equal(t, ctlive.Message{
		Event: ctlive.ChatStarted{ChatID: "c"},
		Raw:   []byte(`{"name":"CTLiveEvent","type":"ChatStarted","object":{ "chatID":"c", "n":1.50, "deep":{"x":[]} }}`),
	}, read.Message, "neither the origin nor whether it was early is carried")
}

func TestMarshalWritesWhatDecodeAccepts(t *testing.T) {
	for _, c := range testkit.Cases {
		e := cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{Raw: []byte(c.Text)}}
		t.Run(c.Name, func(t *testing.T) {
			text, err := e.MarshalJSON()
			if c.Want != nil {
				require.NoError(t, err)
				assert.Equal(t, c.Want, unmarshal(t, string(text)).Message.Event)
				return
			}
			if c.Text == "" {
				require.ErrorContains(t, err, "neither Raw nor Event")
				return
			}
			require.ErrorContains(t, err, "cloudevents: data: ctlive: ")
			var decodeError *ctlive.DecodeError
			if c.NotCTLive {
				assert.ErrorIs(t, err, ctlive.ErrNotCTLive)
			} else if assert.ErrorAs(t, err, &decodeError) {
				assert.Equal(t, c.Member, decodeError.Member)
			}
		})
	}
}

func TestMarshalNamesWhatIsMissingOrWrong(t *testing.T) {
	good := ctlive.Message{Event: ctlive.Loaded{}}
	at := func(year int) ctlive.Message {
		return ctlive.Message{Event: ctlive.Loaded{}, Time: time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)}
	}
	for name, c := range map[string]struct {
		event cloudevents.Event
		want  string
	}{
		"no ID":      {cloudevents.Event{Source: "s", Message: good}, "the event has no ID"},
		"no Source":  {cloudevents.Event{ID: "1", Message: good}, "the event has no Source"},
		"no message": {cloudevents.Event{ID: "1", Source: "s"}, "neither Raw nor Event"},
		"a foreign event": {
			cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{Event: &ctlive.Loaded{}}}, "data: ctlive: " +
				"Encode: want an event struct",
		},
		"the year 10000":    {cloudevents.Event{ID: "1", Source: "s", Message: at(10000)}, "Message.Time"},
		"the year before 0": {cloudevents.Event{ID: "1", Source: "s", Message: at(-1)}, "Message.Time"},
		"a far year": {
			cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{Event: ctlive.Loaded{}, Time: time.Unix(1<<60, 0)}},
			"Message.Time",
		},
		"a far year, before": {
			cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{Event: ctlive.Loaded{}, Time: time.Unix(-1<<60,
				0)}}, "Message.Time",
		},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := c.event.MarshalJSON()
			assert.Nil(t, text)
			require.ErrorContains(t, err, "cloudevents: ")
			assert.ErrorContains(t, err, c.want)
		})
	}
}

func TestMarshalWritesTimesAsPackageTimeDoes(t *testing.T) {
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	moments := []time.Time{
		time.Date(2026, 11, 22, 23, 59, 59, 999_999_999, time.FixedZone("", -5*3600)),
		time.Date(2026, 11, 22, 9, 0, 0, 1, time.Local),
		time.Unix(0, 0), time.Unix(-1, 999_000_000), time.Now(),
		year(10000).Add(-1),
	}
	const day = 24 * time.Hour
	for y := range 10000 {
		if y%400 > 4 && y%100 > 1 { // most years are as those around the centuries
			continue
		}
		for moment := year(y); moment.Year() == y; moment = moment.Add(day) {
			moments = append(moments, moment.Add(time.Duration(len(moments))*86_399_010_001%day))
		}
	}
	e := cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{Event: ctlive.Loaded{}}}
	for _, moment := range moments {
		e.Message.Time = moment
		text, err := e.MarshalJSON()
		require.NoError(t, err)
		if want := `,"time":"` + moment.UTC().Format(time.RFC3339Nano) + `",`; !strings.Contains(string(text), want) {
			require.Contains(t, string(text), want)
		}
	}
}

func TestAnEventSurvivesAWayThereAndBack(t *testing.T) {
	visit := ctlivetest.Visit("c-1", "u-1")
	events := make([]cloudevents.Event, len(visit))
	for i, m := range visit {
		m.Origin, m.Early = "", false
		events[i] = cloudevents.Event{ID: "é\"\n", Source: "urn:s", Visit: "v", Sequence: 1<<64 - 1, Message: m}
	}
	text, err := json.Marshal(events)
	require.NoError(t, err)
	var again []cloudevents.Event
	require.NoError(t, json.Unmarshal(text, &again))
	assert.Equal(t, events, again)
}

func TestInvalidUTF8IsWrittenAndReadAsReplacementCharacters(t *testing.T) {
	e := cloudevents.Event{ID: "\xff", Source: "s\xc3", Message: ctlive.Message{
		Raw: []byte(
			"{\"name\":\"CTLiveEvent\",\"type\":\"ChatStarted\",\"object\":{\"chatID\":\"a\xff\xfe\",\"x\":\"\xf0\x9f\"}}",
		),
	}}
	written, err := e.MarshalJSON()
	require.NoError(t, err)
	assert.True(t, utf8.Valid(written), "%q", written)
	want := unmarshal(t, string(written))
	assert.Equal(t, "\ufffd", want.ID)
	assert.Equal(t, "s\ufffd", want.Source)
	assert.Equal(t, ctlive.ChatStarted{ChatID: "a\ufffd\ufffd"}, want.Message.Event)
	assert.Contains(t, string(want.Message.Raw), `"x":"`+"\ufffd\ufffd"+`"`)

	invalid := strings.ReplaceAll(marshal(t, want), "\ufffd", "\xff")
	assert.Equal(t, want, unmarshal(t, invalid))
}
