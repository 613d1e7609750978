//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/e2e"
)

var update = flag.Bool("update", false, "write the pictures of the README")

// table is the text of a table's rows, as people read it.
func table(t *testing.T, p *e2e.Page, id string) []string {
	t.Helper()
	return e2e.Eval[[]string](
		t,
		p,
		`[...document.querySelectorAll("#`+id+` tr")].map((row) => [...row.cells].map((cell) => `+
			`cell.innerText).filter((text) => text !== "").join(" | "))`,
	)
}

// assertPage compares what the page says with figures.
func assertPage(t *testing.T, p *e2e.Page, want stats) {
	t.Helper()
	p.WaitFor(
		t,
		fmt.Sprintf(`document.querySelector("#about").innerText.startsWith("Ever: %s events, ")`, grouped(want.Events)),
	)
	assert.Equal(t, grouped(want.Now.Waiting), p.Text(t, "waiting"))
	assert.Equal(t, grouped(want.Now.Talking), p.Text(t, "talking"))
	names := map[string]func(session.Funnel) int{
		"Widgets shown":   func(f session.Funnel) int { return f.Shown },
		"Clicks":          func(f session.Funnel) int { return f.Clicked },
		"Forms sent":      func(f session.Funnel) int { return f.Collected },
		"Chats asked for": func(f session.Funnel) int { return f.Requested },
		"Chats online":    func(f session.Funnel) int { return f.Online },
		"Chats finished":  func(f session.Funnel) int { return f.Finished },
		"Chats given up":  func(f session.Funnel) int { return f.Abandoned },
		"Surveys sent":    func(f session.Funnel) int { return f.Surveyed },
	}
	rows := table(t, p, "funnel")
	for name, of := range names {
		assert.Contains(t, rows, name+" | "+grouped(of(want.Day.Funnel))+" | "+grouped(of(want.Funnel)))
	}
	assert.Contains(t, table(t, p, "times")[0], "Waiting until answered | "+grouped(want.Day.Answered.Count)+" | ")
	rows = table(t, p, "pages")
	for _, row := range want.Day.Pages {
		assert.Contains(
			t,
			rows,
			fmt.Sprintf(
				"%s | %s | %s | %s | %s",
				strings.TrimPrefix(strings.TrimPrefix(row.Page, "http://"), "https://"),
				grouped(row.Visits),
				grouped(row.Shown),
				grouped(row.Clicked),
				grouped(row.Chats),
			),
		)
	}
}

// grouped writes a number as the page does: "1,234".
func grouped(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func TestPageShowsTheFiguresOfTheVisitorsAsTheyCome(t *testing.T) {
	c := start(t, testOptions(t))
	p := e2e.Open(t, c.url+"/")
	p.WaitFor(t, `document.querySelector("#state").innerText === "Live"`)
	p.CheckAccessibility(t, "with nothing to show")

	visitors := make([]*visitor, 150)
	for i := range visitors {
		visitors[i] = newVisitor(7, i)
	}
	playVisitors(t, visitors, func() string { return c.url }, func(int) {})
	c.do(t, http.MethodPost, "/events", batchHeader, []byte("[null]"))
	c.storeRefusals()
	assertPage(t, p, accountOf(visitors))
	p.WaitFor(t, `document.querySelector("#refused").innerText.includes("malformed")`)
	assert.Equal(t, []string{"malformed | 1"}, table(t, p, "refused"))
	p.CheckAccessibility(t, "with all there is to show")

	p.Press(t, "Pause")
	assert.Equal(t, "Paused", p.Text(t, "state"))
	more := append(visitors, newVisitor(8, 0))
	playVisitors(t, more[len(visitors):], func() string { return c.url }, func(int) {})
	p.CheckAccessibility(t, "paused")
	assertPage(t, p, accountOf(visitors))
	p.Press(t, "Go on")
	assertPage(t, p, accountOf(more))
}

func TestPageSaysThatTheCollectorIsGone(t *testing.T) {
	c := start(t, testOptions(t))
	e2e.ExpectProblems("live")
	p := e2e.Open(t, c.url+"/")
	p.WaitFor(t, `document.querySelector("#state").innerText === "Live"`)
	c.stop()
	p.WaitFor(t, `document.querySelector("#state").innerText.startsWith("No connection")`)
}

func TestPageMayLoadNothingFromElsewhere(t *testing.T) {
	got := shared(t).do(t, http.MethodGet, "/", nil, nil)
	assert.Equal(t, http.StatusOK, got.status)
	for _, directive := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors " +
		"'none'", "require-trusted-types-for 'script'"} {
		assert.Contains(t, got.header.Get("Content-Security-Policy"), directive)
	}
	assert.NotContains(t, got.body, "style=")
	assert.Equal(t, http.StatusNotFound, shared(t).do(t, http.MethodGet, "/nothing", nil, nil).status)
}

// TestPicturesOfTheREADME takes them of the page after a busy day. With -update, as in make picture, it writes them.
func TestPicturesOfTheREADME(t *testing.T) {
	c := start(t, testOptions(t))
	visitors := make([]*visitor, 400)
	for i := range visitors {
		visitors[i] = newVisitor(42, i)
	}
	playVisitors(t, visitors, func() string { return c.url }, func(int) {})
	for range 3 {
		c.do(t, http.MethodPost, "/events", batchHeader, []byte("[null]"))
	}
	c.do(t, http.MethodPost, "/events", http.Header{"Origin": {"https://elsewhere.example"}}, nil)
	c.storeRefusals()
	p := e2e.Open(t, c.url+"/")
	p.Show(t)
	assertPage(t, p, accountOf(visitors))
	p.Press(t, "Pause") // two pictures of the same figures
	p.Do(t, `document.activeElement.blur()`)
	const width, height = 1280, 900
	for _, scheme := range []string{"light", "dark"} {
		p.SetLook(t, e2e.Look{Width: width, Height: height, Scheme: scheme})
		content := p.Screenshot(t)
		picture, err := png.Decode(bytes.NewReader(content))
		require.NoError(t, err)
		assert.Equal(t, image.Rect(0, 0, width, height), picture.Bounds())
		if *update {
			require.NoError(t, os.WriteFile("page-"+scheme+".png", content, 0o644))
		}
	}
}

func TestStatsHaveTheMembersThatTheirReadersName(t *testing.T) {
	c := start(t, testOptions(t))
	c.post(t, eventsOf("v", ctlivetest.Visit("", ""))...)
	c.stats(t)
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(c.do(t, http.MethodGet, "/stats.json", nil, nil).body), &members))
	assert.Equal(t, "11", string(members["events"]))
	assert.Equal(t, "1", string(members["visits"]))
	assert.Equal(t, "1", string(members["chats"]))
	assert.JSONEq(
		t,
		`{"Shown":1,"Clicked":1,"Collected":1,"Requested":1,"Online":1,"Finished":1,"Abandoned":0,"Surveyed":1,"Resumed":0}`,
		string(members["funnel"]),
	)
}
