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
	"github.com/chromedp/chromedp/kb"
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

// recordVisit runs a visit in a console, and returns the recording of it.
func recordVisit(t *testing.T) (p *page, fileName string) {
	t.Helper()
	p = openConsole(t)
	p.press(t, "Run a whole visit")
	p.waitForTypes(t, wholeVisit...)
	return p, p.saveRecording(t)
}

// openRecording opens a file in the console, and waits until the page says that it shows it.
func (p *page) openRecording(t *testing.T, fileName string) {
	t.Helper()
	p.run(t, chromedp.SetUploadFiles("#file", []string{fileName}))
	p.waitFor(t, `document.querySelector("#state").innerText === "A recording: ctlive-recording.jsonl"`)
}

func TestARecordingGivesNativelyWhatThePageSaw(t *testing.T) {
	p, name := recordVisit(t)
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
	assert.Equal(t, types(p.rows(t)), kinds)
	assert.Equal(t, session.Funnel{Shown: 1, Clicked: 1, Collected: 1, Requested: 1, Online: 1, Finished: 1, Surveyed: 1}, tracker.Snapshot().Funnel)
}

// whole is what the console shows of a visit.
type whole struct {
	Rows     []row
	Chats    []string
	Widgets  []string
	Funnel   string
	Timeline timeline
	Picture  string // the timeline, to the pixel
}

func (p *page) whole(t *testing.T) whole {
	t.Helper()
	p.waitFor(t, item("chats", "survey done"))
	return whole{p.rows(t), p.items(t, "chats"), p.items(t, "widgets"), p.text(t, "funnel"), p.timeline(t),
		eval[string](t, p, `document.querySelector("#drawing").innerHTML`)}
}

func TestARecordingShowsTheSameAsTheVisitDid(t *testing.T) {
	p, name := recordVisit(t)
	want := p.whole(t)
	require.Equal(t, map[string]int{"shown": 2, "form": 1, "waiting": 1, "talking": 1, "survey": 1}, want.Timeline.Bars)
	for how, open := range map[string]func(*testing.T, *page){
		"opened": func(t *testing.T, p *page) { p.openRecording(t, name) },
		"dropped": func(t *testing.T, p *page) {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			eval[any](t, p, `(() => {
				const dataTransfer = new DataTransfer();
				dataTransfer.items.add(new File([`+strconv.Quote(string(text))+`], "ctlive-recording.jsonl"));
				document.body.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
			})()`)
			p.waitFor(t, `document.querySelector("#state").innerText === "A recording: ctlive-recording.jsonl"`)
		},
		"replayed a hundred times as fast": func(t *testing.T, p *page) {
			p.openRecording(t, name)
			p.run(t, chromedp.SetValue("#speed", "100"))
			p.press(t, "Play")
			p.waitFor(t, `document.querySelector("#position-text").innerText !== "11 of 11"`)
			p.waitFor(t, `document.querySelector("#position-text").innerText === "11 of 11"`)
			p.waitFor(t, `document.querySelector("#play").innerText === "Play"`)
		},
		"stepped through": func(t *testing.T, p *page) {
			p.openRecording(t, name)
			p.pressKey(t, "position", kb.Home)
			p.waitFor(t, `document.querySelector("#position-text").innerText === "0 of 11"`)
			assert.Empty(t, p.rows(t))
			for n := range wholeVisit {
				p.run(t, chromedp.KeyEvent(kb.ArrowRight))
				p.waitFor(t, `document.querySelector("#position-text").innerText === "`+strconv.Itoa(n+1)+` of 11"`)
				p.waitForTypes(t, wholeVisit[:n+1]...)
				assert.Contains(t, p.text(t, "detail-title"), wholeVisit[n])
			}
			p.pressKey(t, "moment", kb.Home)
			p.press(t, "Step back")
			p.waitForTypes(t, wholeVisit[:10]...)
			p.press(t, "Step forward")
			p.waitForTypes(t, wholeVisit...)
			p.run(t, chromedp.SetValue("#speed", "0"))
			p.press(t, "Play") // at once
			p.press(t, "Back to the live page")
			p.openRecording(t, name) // with no message selected
		},
	} {
		t.Run(how, func(t *testing.T) {
			again := openConsole(t)
			again.waitForTypes(t, "Loaded", "WidgetShown")
			assert.Equal(t, "Live - CTLive console", eval[string](t, again, `document.title`))
			open(t, again)
			assert.Equal(t, "Recording - CTLive console", eval[string](t, again, `document.title`))
			assert.Equal(t, want, again.whole(t))
			eval[any](t, again, `ctliveSimulator.hide()`)
			again.waitFor(t, counter("Delivered")+` === "3"`)
			assert.Equal(t, want, again.whole(t), "what happens on the page does not mix with the recording")
			again.press(t, "Back to the live page")
			again.waitForTypes(t, "Loaded", "WidgetShown", "WidgetHidden")
			assert.Contains(t, again.text(t, "state"), "Live: listening to http://")
		})
	}
}

func TestARecordingReplaysAtItsSpeed(t *testing.T) {
	p, name := recordVisit(t)
	p.openRecording(t, name)
	p.run(t, chromedp.SetValue("#speed", "1"))
	p.press(t, "Play")
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 4`)
	p.run(t, chromedp.Click("#play"))
	position := p.text(t, "position-text")
	assert.NotEqual(t, "11 of 11", position)
	p.waitFor(t, `document.querySelector("#play").innerText === "Play"`)
	p.press(t, "Play")
	p.waitFor(t, `document.querySelectorAll("#messages [role=option]").length === 6`)
	eval[any](t, p, `(() => {
		const speed = document.querySelector("#speed");
		speed.value = "0";
		speed.dispatchEvent(new Event("change"));
	})()`)
	p.waitFor(t, `document.querySelector("#position-text").innerText === "11 of 11"`)
}

func TestWhatIsNoRecordingIsReported(t *testing.T) {
	p := openConsole(t)
	name := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(name, []byte("no recording\n"), 0o600))
	p.run(t, chromedp.SetUploadFiles("#file", []string{name}))
	p.waitFor(t, item("problems", "recording: line 1"))
	p.waitFor(t, item("problems", "recording: there is no message in notes.txt"))
	assert.Contains(t, p.text(t, "state"), "Live: ", "the page goes on showing itself")
}
