package recording_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/testkit"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

func read(t *testing.T, r io.Reader) (messages []ctlive.Message) {
	t.Helper()
	for m, err := range recording.Read(r) {
		require.NoError(t, err)
		messages = append(messages, m)
	}
	return messages
}

func write(t *testing.T, messages ...ctlive.Message) string {
	t.Helper()
	var file bytes.Buffer
	w := recording.NewWriter(&file)
	for _, m := range messages {
		require.NoError(t, w.Write(m))
	}
	return file.String()
}

func TestReadGivesAVisitAsItWasWritten(t *testing.T) {
	visit := ctlivetest.Visit("c-1", "u-1")
	visit[0].Early = true
	file := write(t, visit...)
	assert.Equal(t, len(visit), strings.Count(file, "\n"))
	again := read(t, strings.NewReader(file))
	assert.Equal(t, visit, again)

	var before, after session.Tracker
	var d ctlive.Dispatcher
	d.OnMessage(after.Observe)
	for i := range visit {
		before.Observe(visit[i])
		d.Dispatch(again[i])
	}
	assert.Equal(t, before.Snapshot(), after.Snapshot())
}

func TestWriteGivesTheDocumentedFormat(t *testing.T) {
	moment := time.Date(2026, 11, 22, 10, 0, 0, 123456789, time.FixedZone("CET", 3600))
	assert.Equal(
		t,
		`{"time":"2026-11-22T09:00:00.123456789Z","origin":"https://www.example.com","early":true,`+
			`"envelope":{"name":"CTLiveEvent","type":"Loaded","object":{"elementID":"<e>","new":1.50}}}`+"\n",
		write(
			t,
			ctlive.Message{Event: ctlive.Loaded{ElementID: "<e>"}, Time: moment, Origin: "https://www.example.com", Early: true,
				Raw: []byte("{\"name\":\"CTLiveEvent\",\n  \"type\":\"Loaded\", " +
					"\"object\":{\"elementID\":\"<e>\",\r\n\"new\":1.50}}\n")},
		),
	)
	assert.Equal(t, `{"envelope":{"name":"CTLiveEvent","type":"ChatOnline","object":{"chatID":"c","users":null}}}`+"\n",
		write(t, ctlive.Message{Event: ctlive.ChatOnline{ChatID: "c"}}), "without Raw, the event is encoded")
}

func TestWriteKeepsTimeToTheNanosecond(t *testing.T) {
	for _, moment := range []time.Time{{}, time.Unix(0, 1), time.Date(2026, 11, 22, 9, 0, 0, 999999999, time.Local),
		time.UnixMicro(1764000000123456)} {
		m := read(t, strings.NewReader(write(t, ctlive.Message{Event: ctlive.Loaded{}, Time: moment})))[0]
		assert.True(t, moment.Equal(m.Time), "%v, and again %v", moment, m.Time)
		assert.Equal(t, moment.IsZero(), m.Time.IsZero())
	}
}

func TestReadReportsABadLineWithItsNumberAndGoesOn(t *testing.T) {
	good := `{"envelope":{"name":"CTLiveEvent","type":"Loaded","object":{"widgetID":"w"}}}`
	long := `{"envelope":{"name":"CTLiveEvent","pad":"` + strings.Repeat("x", 16<<20) + `"}}`
	file := strings.Join([]string{
		"\ufeff" + good,
		"",
		" \t",
		"not JSON",
		`{"origin":"https://www.example.com"}`,
		`{"envelope":{"name":"other"}}`,
		`{"time":"yesterday","envelope":{"name":"CTLiveEvent"}}`,
		`{"envelope":{"name":"CTLiveEvent","type":"Loaded","object":{"userID":5}}}`,
		long,
		`[]`,
		`null`,
		`{"Envelope":{"name":"CTLiveEvent"}}`,
		`{"envelope":{"name":"CTLiveEvent","type":"Loaded","object":{"widgetID":"w"}},"Envelope":5,"ORIGIN":5}`,
		good + "\r",
		good, // without a line feed
	}, "\n")
	var loaded int
	var errs []string
	for m, err := range recording.Read(iotest.HalfReader(strings.NewReader(file))) {
		if err != nil {
			assert.Zero(t, m)
			errs = append(errs, err.Error())
			continue
		}
		assert.Equal(t, ctlive.Loaded{WidgetID: "w"}, m.Event)
		loaded++
	}
	assert.Equal(t, 4, loaded)
	require.Len(t, errs, 9)
	for i, want := range []string{
		"recording: line 4: ctlive: Message: malformed JSON at byte 0",
		"recording: line 5: ctlive: Message: there is no envelope",
		"recording: line 6: ctlive: not a CTLive envelope",
		"recording: line 7: ",
		"recording: line 8: ctlive: Loaded: object.userID is a number, want a string",
		"recording: line 9: is longer than 16 MiB",
		"recording: line 10: ctlive: Message is an array, want an object",
		"recording: line 11: is null",
		"recording: line 12: ctlive: Message: there is no envelope",
	} {
		assert.Contains(t, errs[i], want)
	}
}

func TestReadGivesErrorsOfDecodeThatCanBeToldApart(t *testing.T) {
	var decodeError *ctlive.DecodeError
	for _, err := range recording.Read(strings.NewReader(`{"envelope":{"name":"CTLiveEvent","type":5}}`)) {
		assert.ErrorAs(t, err, &decodeError)
	}
	for _, err := range recording.Read(strings.NewReader(`{"envelope":{}}`)) {
		assert.ErrorIs(t, err, ctlive.ErrNotCTLive)
	}
}

func TestReadEndsWithAnErrorOfTheReader(t *testing.T) {
	broken := errors.New("the disk is gone")
	count := 0
	for _, err := range recording.Read(io.MultiReader(strings.NewReader("\n\n"), iotest.ErrReader(broken))) {
		assert.ErrorIs(t, err, broken)
		assert.ErrorContains(t, err, "line 3")
		count++
	}
	assert.Equal(t, 1, count)
}

func TestReadStopsWithItsLoop(t *testing.T) {
	file := write(t, ctlivetest.Visit("c", "u")...)
	for range recording.Read(strings.NewReader(file)) {
		break
	}
}

func TestWriteRefusesWhatCouldNotBeRead(t *testing.T) {
	for want, m := range map[string]ctlive.Message{
		"has neither Raw nor Event":       {},
		"an event struct of this package": {Event: &ctlive.Loaded{}},
		"malformed JSON":                  {Event: ctlive.Loaded{}, Raw: []byte("{nonsense")},
		"not a CTLive envelope":           {Event: ctlive.Loaded{}, Raw: []byte("[]")},
		"longer than 16 MiB": {
			Event: ctlive.Loaded{}, Raw: []byte(`{"name":"CTLiveEvent","pad":"` + strings.Repeat("x", 16<<20) + `"}`),
		},
		"year outside of range": {Event: ctlive.Loaded{}, Time: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		var file bytes.Buffer
		assert.ErrorContains(t, recording.NewWriter(&file).Write(m), want)
		assert.Zero(t, file.Len(), want)
	}
	full := errors.New("the disk is full")
	assert.ErrorIs(t, recording.NewWriter(errWriter{full}).Write(ctlive.Message{Event: ctlive.Loaded{}}), full)
}

type errWriter struct{ err error }

func (w errWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWriteFromSeveralGoroutinesMixesNoLines(t *testing.T) {
	var file bytes.Buffer
	w := recording.NewWriter(&file)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				assert.NoError(t, w.Write(ctlive.Message{Event: ctlive.Loaded{WidgetID: "w"}}))
			}
		})
	}
	group.Wait()
	assert.Len(t, read(t, &file), 800)
}

// FuzzRead sends what can be read through Write, and reads the same again.
func FuzzRead(f *testing.F) {
	f.Add(
		[]byte(
			`{"time":"2026-11-22T09:00:00.123456789Z","origin":"https://www.example.com","early":true,` +
				`"envelope":{"name":"CTLiveEvent","type":"Loaded","object":{"elementID":"<e>","new":1.50}}}` + "\n\nx\n",
		),
	)
	f.Fuzz(func(t *testing.T, text []byte) {
		var file bytes.Buffer
		w := recording.NewWriter(&file)
		var first []ctlive.Message
		for m, err := range recording.Read(bytes.NewReader(text)) {
			if err == nil && w.Write(m) == nil {
				first = append(first, m)
			}
		}
		second := read(t, &file)
		require.Len(t, second, len(first))
		for i := range first {
			assert.True(t, first[i].Time.Equal(second[i].Time))
			assert.Equal(t, first[i].Event.EventType(), second[i].Event.EventType())
			assert.Equal(t, first[i].Origin, second[i].Origin)
		}
	})
}
