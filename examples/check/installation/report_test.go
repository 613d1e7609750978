package installation

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
)

func TestReportNamesNoPersonAndNoChat(t *testing.T) {
	e := healthy()
	e.Messages = append(
		e.Messages,
		ctlive.Message{Event: ctlive.ChatOnline{ChatID: "CHAT_1", Users: []string{"USER_ada@agents.example"}}, Origin: site},
		ctlive.Message{Event: ctlive.Unknown{Type: "New", Object: []byte(`{"userID":"USER_1"}`)}, Origin: site},
	)
	report := Report(e, time.Date(2026, 11, 24, 21, 0, 0, 0, time.FixedZone("CET", 3600)))
	for _, id := range []string{"CHAT_1", "USER_", "ada"} {
		assert.NotContains(t, report, id)
	}
	assert.Contains(t, report, "Made:     2026-11-24 20:00 UTC, of a recording\n")
	assert.Contains(t, report, "Page:     https://www.example.com/help\n")
	assert.Contains(t, report, "Events:   Loaded 1, WidgetShown 1, ")
	assert.Contains(t, report, ", of unknown types 1\n")
	assert.Contains(t, report, "Result:   10 passed, 0 failed, 0 not seen\n")
	assert.Contains(t, report, "\nPASSED    The vendor’s script is loaded\n          It came from "+sdk+".\n")
}

func TestReportOfNothingSaysSo(t *testing.T) {
	report := Report(Evidence{Recorded: true}, time.Time{})
	assert.Contains(t, report, "Events:   none\n")
	assert.Contains(
		t,
		report,
		"\nNOT SEEN  The vendor’s script is loaded\n          The recording does not say.\n          To do: ",
	)
}

func TestReportHasNoLineOfSomebodyElse(t *testing.T) {
	e := healthy()
	e.Page.Path = "/x\nPASSED    All\x00 is well\u2028" + string(make([]byte, 500))
	e.Messages[0].Event = ctlive.Loaded{WidgetID: "w\r\nFAILED    All"}
	report := Report(e, time.Time{})
	assert.NotContains(t, report, "\nPASSED    All is")
	assert.NotContains(t, report, "\nFAILED")
	assert.NotContains(t, report, "\u2028")
	assert.NotContains(t, report, "\x00")
}

func TestPageOfFindsTheNoteOfTheRecorder(t *testing.T) {
	const message = `{"envelope":{"name":"CTLiveEvent","type":"Loaded","object":{"widgetID":"\"page\""}}}`
	for name, c := range map[string]struct {
		recording string
		origin    string // "" for no page
		alone     int
	}{
		"a recording of the console": {message + "\n", "", 0},
		"a note beside a message": {
			message + "\n" + message[:len(message)-1] + `,"page":{"origin":"https://a.ch"}}` + "\n", "https://a.ch", 0,
		},
		"a note alone": {`{"page":{"origin":"https://a.ch"}}`, "https://a.ch", 1},
		"the last of two": {
			`{"page":{"origin":"https://a.ch"}}` + "\n" + `{"page":{"origin":"https://b.ch"}}`, "https://b.ch", 2,
		},
		"a note that is none": {`{"page":7}`, "", 0},
		"no JSON":             {`"page`, "", 0},
		"nothing":             {"", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			page, alone := PageOf([]byte(c.recording))
			assert.Equal(t, c.alone, alone)
			if c.origin == "" {
				assert.Nil(t, page)
			} else {
				assert.Equal(t, c.origin, page.Origin)
			}
		})
	}
}
