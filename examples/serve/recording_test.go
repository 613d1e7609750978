package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/ctlive/session"
)

// items are the entries of a list of the console.
func (p *page) items(t *testing.T, id string) []string {
	t.Helper()
	return eval[[]string](t, p, `[...document.querySelectorAll("#`+id+` li")].map((item) => item.innerText)`)
}

// item is a condition for waitFor: an entry of a list matches.
func item(id, pattern string) string {
	return `[...document.querySelectorAll("#` + id + ` li")].some((item) => /` + pattern + `/.test(item.innerText))`
}

func TestTheConsoleShowsWhatAVisitHasComeTo(t *testing.T) {
	p := openConsole(t)
	p.waitFor(t, item("widgets", "^w-demo: shown$"))
	p.press(t, "Contact us")
	p.press(t, "Chat with us")
	p.waitFor(t, item("widgets", "^w-demo: shown, its form is open, Chat clicked 1×$"))
	p.fill(t, "Name", "Grace")
	p.fill(t, "Email", "grace@example.com")
	p.press(t, "Send")
	p.waitFor(t, item("chats", `^c-.*: online, waiting \d\.\d s, talking \d\.\d s with u-.*, from w-demo \(inferred\)$`))
	before := p.items(t, "chats")[0]
	p.waitFor(t, `document.querySelector("#chats li").innerText !== `+strconv.Quote(before)) // the time runs
	p.press(t, "End the chat")
	p.waitFor(t, item("chats", `finished, waiting .*survey (expected|open)`))
	p.run(t, chromedp.Click(`input[name="rating"][value="3"]`, chromedp.NodeVisible))
	p.press(t, "Send")
	p.press(t, "Hide this widget")
	p.waitFor(t, item("chats", "survey done"))
	p.waitFor(t, item("widgets", "^w-demo: hidden, Chat clicked 1×$"))
	assert.Empty(t, eval[string](t, p, `document.querySelector("#anomalies").innerText`))
}

// saveRecording clicks the button and returns the file that the browser has saved.
func (p *page) saveRecording(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	saved := make(chan bool, 1)
	chromedp.ListenBrowser(p.ctx, func(event any) {
		if e, ok := event.(*browser.EventDownloadProgress); ok && e.State == browser.DownloadProgressStateCompleted {
			saved <- true
		}
	})
	p.run(t, chromedp.ActionFunc(func(ctx context.Context) error {
		return browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(directory).WithEventsEnabled(true).
			WithBrowserContextID(chromedp.FromContext(ctx).BrowserContextID).Do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser))
	}))
	p.press(t, "Save a recording")
	select {
	case <-saved:
	case <-time.After(20 * time.Second):
		require.FailNow(t, "the recording was not saved")
	}
	return filepath.Join(directory, "ctlive-recording.jsonl")
}

func TestARecordingGivesNativelyWhatThePageSawAndReplaysInTheConsole(t *testing.T) {
	p := openConsole(t)
	p.press(t, "Run a whole visit")
	p.waitFor(t, item("chats", "survey done"))
	p.waitFor(t, item("widgets", "hidden"))
	rows, chats, widgets := p.rows(t), p.items(t, "chats"), p.items(t, "widgets")

	name := p.saveRecording(t)
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	var kinds []string
	var tracker session.Tracker
	for m, err := range recording.Read(file) {
		require.NoError(t, err)
		kinds = append(kinds, string(m.Event.EventType()))
		decoded, err := ctlive.Decode(m.Raw)
		require.NoError(t, err)
		assert.Equal(t, decoded, m.Event)
		assert.Equal(t, examples(t).pages, m.Origin)
		assert.WithinDuration(t, time.Now(), m.Time, time.Minute)
		tracker.Observe(m)
	}
	assert.Equal(t, types(rows), kinds)
	s := tracker.Snapshot()
	assert.Equal(t, session.Funnel{Shown: s.Funnel.Shown, Clicked: 1, Collected: 1, Requested: 1, Online: 1, Finished: 1, Surveyed: 1}, s.Funnel)

	for name, open := range map[string]func(*page){
		"opened": func(p *page) { p.run(t, chromedp.SetUploadFiles("#file", []string{name})) },
		"dropped": func(p *page) {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			eval[any](t, p, `(() => {
				const dataTransfer = new DataTransfer();
				dataTransfer.items.add(new File([`+strconv.Quote(string(text))+`], "ctlive-recording.jsonl"));
				document.body.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
			})()`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			again := openConsole(t)
			again.waitForTypes(t, "Loaded", "WidgetShown")
			open(again)
			again.waitFor(t, `document.querySelector("#state").innerText === "A recording: ctlive-recording.jsonl"`)
			assert.Equal(t, rows, again.rows(t))
			assert.Equal(t, chats, again.items(t, "chats"))
			assert.Equal(t, widgets, again.items(t, "widgets"))
			again.press(t, "Back to the live page")
			again.waitForTypes(t, "Loaded", "WidgetShown")
			assert.Contains(t, eval[string](t, again, `document.querySelector("#state").innerText`), "Live: listening to http://")
		})
	}
}

func TestWhatIsNoRecordingIsReported(t *testing.T) {
	p := openConsole(t)
	name := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(name, []byte("no recording\n"), 0o600))
	p.run(t, chromedp.SetUploadFiles("#file", []string{name}))
	p.waitFor(t, item("errors", "recording: line 1"))
}
