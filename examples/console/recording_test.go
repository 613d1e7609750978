//go:build unix

package main_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/internal/e2e"
)

// saveRecording clicks the button and returns the file that the browser has saved.
func (p console) saveRecording(t *testing.T) string {
	t.Helper()
	p.Do(t, `document.querySelector("#saved").textContent = ""`)
	name := p.Download(t, func() { p.Press(t, "Save") })
	assert.Equal(t, "ctlive-recording.jsonl", filepath.Base(name))
	p.WaitFor(t, `/^Saved [0-9]+ messages? to ctlive-recording.jsonl, with personal ids.$/.test(`+
		`document.querySelector("#saved").innerText)`)
	return name
}

// recordVisit runs a visit in a console, and returns the recording of it.
func recordVisit(t *testing.T) (p console, fileName string) {
	t.Helper()
	p = openConsole(t)
	p.Do(t, `ctliveSimulator.visit(300)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	return p, p.saveRecording(t)
}

// openRecording opens a file in the console, and waits until the page says that it shows it.
func (p console) openRecording(t *testing.T, fileName string) {
	t.Helper()
	p.SetFiles(t, "#file", fileName)
	p.WaitFor(t, `document.querySelector("#state").innerText === "A recording: ctlive-recording.jsonl"`)
}

func TestRecordingGivesNativelyWhatThePageSaw(t *testing.T) {
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
		assert.Equal(t, e2e.Examples(t).Pages, m.Origin)
		assert.WithinDuration(t, time.Now(), m.Time, time.Minute)
		tracker.Observe(m)
	}
	assert.Equal(t, types(p.rows(t)), kinds)
	assert.Equal(
		t,
		session.Funnel{Shown: 1, Clicked: 1, Collected: 1, Requested: 1, Online: 1, Finished: 1, Surveyed: 1},
		tracker.Snapshot().Funnel,
	)
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

func (p console) whole(t *testing.T) whole {
	t.Helper()
	p.WaitFor(t, e2e.HasItem("chats", "survey done"))
	return whole{p.rows(t), p.Items(t, "chats"), p.Items(t, "widgets"), p.Text(t, "funnel"), p.timeline(t),
		e2e.Eval[string](t, p.Page, `document.querySelector("#drawing").innerHTML`)}
}

func TestRecordingShowsTheSameAsTheVisitDid(t *testing.T) {
	p, name := recordVisit(t)
	want := p.whole(t)
	require.Equal(t, map[string]int{"shown": 2, "form": 1, "waiting": 1, "talking": 1, "survey": 1}, want.Timeline.Bars)
	for how, open := range map[string]func(*testing.T, console){
		"opened": func(t *testing.T, p console) { p.openRecording(t, name) },
		"dropped": func(t *testing.T, p console) {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			p.Do(t, `(() => {
				const dataTransfer = new DataTransfer();
				dataTransfer.items.add(new File([`+strconv.Quote(string(text))+`], "ctlive-recording.jsonl"));
				document.body.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
			})()`)
			p.WaitFor(t, `document.querySelector("#state").innerText === "A recording: ctlive-recording.jsonl"`)
		},
		"replayed a hundred times as fast": func(t *testing.T, p console) {
			p.openRecording(t, name)
			p.Choose(t, e2e.CSS("#speed"), "100")
			p.notePositions(t)
			p.Press(t, "Play")
			p.WaitFor(t, `positions.size > 0 && document.querySelector("#position-text").innerText === "11 of 11"`)
			p.WaitFor(t, `document.querySelector("#play").innerText === "Play"`)
		},
		"stepped through": func(t *testing.T, p console) {
			p.openRecording(t, name)
			p.KeysIn(t, e2e.CSS("#position"), e2e.Home)
			p.WaitFor(t, `document.querySelector("#position-text").innerText === "0 of 11"`)
			assert.Empty(t, p.rows(t))
			for n := range e2e.WholeVisit {
				p.Keys(t, e2e.ArrowRight)
				p.WaitFor(t, `document.querySelector("#position-text").innerText === "`+strconv.Itoa(n+1)+` of 11"`)
				p.waitForTypes(t, e2e.WholeVisit[:n+1]...)
				assert.Contains(t, p.Text(t, "detail-title"), e2e.WholeVisit[n])
			}
			p.KeysIn(t, e2e.CSS("#moment"), e2e.Home)
			p.Press(t, "Step back")
			p.waitForTypes(t, e2e.WholeVisit[:10]...)
			p.Press(t, "Step forward")
			p.waitForTypes(t, e2e.WholeVisit...)
			p.Choose(t, e2e.CSS("#speed"), "0")
			p.Press(t, "Play") // at once
			p.Press(t, "Back to the live page")
			p.openRecording(t, name) // with no message selected
		},
	} {
		t.Run(how, func(t *testing.T) {
			again := openConsole(t)
			again.waitForTypes(t, "Loaded", "WidgetShown")
			assert.Equal(t, "Live - CTLive console", e2e.Eval[string](t, again.Page, `document.title`))
			open(t, again)
			assert.Equal(t, "Recording - CTLive console", e2e.Eval[string](t, again.Page, `document.title`))
			assert.Equal(t, want, again.whole(t))
			again.Do(t, `ctliveSimulator.hide()`)
			again.WaitFor(t, counter("Delivered")+` === "3"`)
			assert.Equal(t, want, again.whole(t), "what happens on the page does not mix with the recording")
			again.Press(t, "Back to the live page")
			again.waitForTypes(t, "Loaded", "WidgetShown", "WidgetHidden")
			assert.Contains(t, again.Text(t, "state"), "Live: listening to http://")
		})
	}
}

func TestRecordingReplaysAtItsSpeed(t *testing.T) {
	p, name := recordVisit(t)
	p.openRecording(t, name)
	assert.Equal(t, "1", e2e.Eval[string](t, p.Page, `document.querySelector("#speed").value`), "it is short")
	p.Press(t, "Play")
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 4`)
	p.Click(t, e2e.CSS("#play"))
	position := p.Text(t, "position-text")
	assert.NotEqual(t, "11 of 11", position)
	p.WaitFor(t, `document.querySelector("#play").innerText === "Play"`)
	p.Press(t, "Play")
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 6`)
	p.Do(t, `(() => {
		const speed = document.querySelector("#speed");
		speed.value = "0";
		speed.dispatchEvent(new Event("change"));
	})()`)
	p.WaitFor(t, `document.querySelector("#position-text").innerText === "11 of 11"`)
}

func TestRecordingThatIsNoneIsReported(t *testing.T) {
	p := openConsole(t)
	open := func(name, text string) {
		name = filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		p.SetFiles(t, "#file", name)
	}
	open("notes.txt", strings.Repeat("no recording\n", 30))
	p.WaitFor(t, e2e.HasItem("problems", "notes.txt is no recording: none of its lines is a message."))
	p.Click(t, e2e.CSS(`#problems summary`))
	assert.Contains(t, p.Text(t, "problems"), "recording: line 20")
	assert.Contains(t, p.Text(t, "problems"), "10 more lines could not be read")
	open("wrong.jsonl", `{"envelope":{"name":"CTLiveEvent","type":5}}`+"\n")
	p.WaitFor(t, e2e.HasItem("problems", `wrong.jsonl is no recording(.|\n)*Line by line`))
	open("empty.jsonl", "")
	p.WaitFor(t, e2e.HasItem("problems", "empty.jsonl is no recording"))
	assert.Len(t, p.Items(t, "problems"), 3, "a file is one problem")
	assert.Contains(t, p.Text(t, "state"), "Live: ", "the page goes on showing itself")
	good := `{"envelope":{"name":"CTLiveEvent","type":"Loaded"}}` + "\n"
	open("ctlive-recording.jsonl", good+`{"envelope":{"name":"CTLiveEvent","type":5}}`+"\n")
	p.WaitFor(t, e2e.HasItem("problems",
		`lines that can't be read: 1; the others are shown. The first: .* type is a number`))
	assert.Contains(t, p.Text(t, "state"), "A recording: ")
}
