//go:build unix

package main_test

import (
	"fmt"
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
	"example.com/ctlive-go/internal/e2e"
)

// write writes messages to a recording, and returns its name.
func write(t *testing.T, messages ...ctlive.Message) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "ctlive-recording.jsonl"))
	require.NoError(t, err)
	w := recording.NewWriter(file)
	for _, m := range messages {
		require.NoError(t, w.Write(m))
	}
	require.NoError(t, file.Close())
	return file.Name()
}

// notePositions keeps in the page where a replay has been, from now on.
func (p console) notePositions(t *testing.T) {
	t.Helper()
	p.Do(t, `(() => {
		window.positions = new Set();
		const position = document.querySelector("#position-text");
		const all = {childList: true, characterData: true, subtree: true};
		new MutationObserver(() => positions.add(position.textContent)).observe(position, all);
	})()`)
}

func TestDetailShowsAVeryLargeMessageInParts(t *testing.T) {
	const count = 130_000
	var object strings.Builder
	for n := range count {
		fmt.Fprintf(&object, `,"m%d":%[1]d`, n)
	}
	raw := `{"name":"CTLiveEvent","type":"New","object":{"long":"` + strings.Repeat(
		"x",
		50_000,
	) + `"` + object.String() + `}}`
	p := openConsole(t)
	p.openRecording(t, write(t, ctlive.Message{Event: ctlive.Unknown{Type: "New"}, Time: time.Now(), Raw: []byte(raw)}))
	p.waitForTypes(t, "New")
	p.KeysIn(t, e2e.CSS("#messages"), e2e.End)
	p.WaitFor(t, `document.querySelector("#detail-left").innerText.startsWith("129901 more members.")`)
	rows := `document.querySelectorAll("#detail-members div").length`
	assert.Equal(t, 102, e2e.Eval[int](t, p.Page, rows), "with time and origin")
	assert.Contains(t, p.Text(t, "detail-members"), "(50002 bytes in all; a saved recording has them)")
	p.Press(t, "Show 100 more")
	p.WaitFor(t, rows+` === 202`)
	p.WaitFor(t, `document.querySelector("#detail-left").innerText.startsWith("129801 more members.")`)
	assert.Less(t, e2e.Eval[int](t, p.Page, `document.body.textContent.length`), 100_000)
	p.Press(t, "Back to the live page")
	p.waitForTypes(t, "Loaded", "WidgetShown")
}

func TestRecordingOfVeryManyMessagesIsReplayedInParts(t *testing.T) {
	const count = 40_000
	begin := time.Now()
	var messages []ctlive.Message
	for n := range count {
		messages = append(
			messages,
			ctlive.Message{
				Event: ctlive.ChatStarted{ChatID: strconv.Itoa(n / 10)},
				Time:  begin.Add(time.Duration(n) * time.Millisecond),
			},
		)
	}
	p := openConsole(t)
	p.openRecording(t, write(t, messages...))
	p.WaitFor(t, `document.querySelector("#position-text").innerText === "40000 of 40000"`)
	p.WaitFor(t, `document.querySelector("#count").innerText.startsWith("40000 so far")`)
	assert.Contains(t, p.Text(t, "count"), "The latest 10000 are kept.")
	p.Press(t, "Step back")
	p.WaitFor(t, `document.querySelector("#count").innerText.startsWith("39999 so far")`)
}

func TestRecordingSkipsWhatIsLongToWaitFor(t *testing.T) {
	begin := time.Now()
	p := openConsole(t)
	p.openRecording(t, write(t,
		ctlive.Message{Event: ctlive.WidgetShown{WidgetID: "w"}, Time: begin},
		ctlive.Message{Event: ctlive.WidgetHidden{WidgetID: "w"}, Time: begin.Add(72 * time.Hour)}))
	assert.Equal(t, "10", e2e.Eval[string](t, p.Page, `document.querySelector("#speed").value`), "it is long")
	p.Press(t, "Play")
	p.WaitFor(t, `document.querySelector("#position-text").innerText === "1 of 2"`)
	p.WaitFor(t, `/^Skipped 2 d 23:59:[0-9]+ without a message[.]$/.test(document.querySelector("#skipped").innerText)`)
	p.WaitFor(t, `document.querySelector("#position-text").innerText === "2 of 2"`)
}
