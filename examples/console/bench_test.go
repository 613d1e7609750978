//go:build unix

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/internal/e2e"
)

// measure defines, in the page, how long it takes from an interaction to the next frame that is painted, in ms.
const measure = `
	window.field = (id, value, event) => { const e = document.getElementById(id); e.value = value; e.dispatchEvent(new ` +
	`Event(event, {bubbles: true})); };
	window.key = (id, key) => document.getElementById(id).dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: ` +
	`true, cancelable: true}));
	window.click = (id) => document.getElementById(id).click();
	window.point = (part) => {
		const picture = document.querySelector("#picture"), box = picture.getBoundingClientRect();
		picture.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + box.width * part, clientY: box.top + ` +
	`50, bubbles: true}));
	};
	window.scrollList = (part) => { const list = document.querySelector("#messages"); list.scrollTop = ` +
	`list.scrollHeight * part; };
	window.measure = async (interaction) => {
		await new Promise((resume) => setTimeout(resume, 120));
		const begin = performance.now();
		interaction();
		await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume)));
		return performance.now() - begin;
	};
`

// postVisits defines, in the page, what posts the messages from one to another of many visits.
const postVisits = `
	const object = (n) => ({elementID: "e", widgetID: "w", userID: "u-" + n, chatID: "chat-" + n, type: "Chat", users: ` +
	`["u-" + n]});
	const types = ["WidgetShown", "WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "ChatStarted",
		"ChatOnline", "ChatFinished", "SurveyStarted", "SurveySubmitted", "WidgetHidden", "WidgetShown"];
	window.postVisits = (from, to) => {
		for (let n = from; n < to; n++) {
			postMessage({name: "CTLiveEvent", type: types[n % types.length], object: object(Math.floor(n / types.length))});
		}
	};
`

// interaction is what one does with the console, as a script.
type interaction struct{ name, script string }

// common are what one does with a recording and on the live page alike.
var common = []interaction{
	{"select the message before", `key("messages", "ArrowUp")`},
	{"select the first message", `key("messages", "Home")`},
	{"select the last message", `key("messages", "End")`},
	{"scroll the list", `scrollList(Math.random())`},
	{"filter by type", `field("filter-type", "ChatOnline", "change")`},
	{"filter by chat", `field("filter-chat", [...document.querySelector("#filter-chat").options].at(-2).value, "change")`},
	{"show all again", `field("filter-type", "", "change"); field("filter-chat", "", "change")`},
	{"point at the timeline", `point(Math.random())`},
	{"previous message on the timeline", `key("moment", "ArrowLeft")`},
	{"zoom in", `click("zoom-in")`},
	{"move to earlier", `click("earlier")`},
	{"zoom out", `click("zoom-out")`},
	{"the whole visit", `click("zoom-whole")`},
}

// BenchmarkConsole shows how long the console takes for what one does with it: with 1,000 messages, and
// with as many as it keeps, in a recording, and live while a widget is shown.
func BenchmarkConsole(b *testing.B) {
	e2e.UseWholeBrowser(b)
	for _, c := range []struct{ messages, goal int }{{1000, 50}, {visit.MaxMessages, 100}} {
		p := openConsole(b)
		name, count := writeVisits(b, c.messages)
		p.SetFiles(b, "#file", name)
		p.WaitFor(b, fmt.Sprintf(`document.querySelector("#position-text").innerText === "%d of %[1]d"`, count))
		p.measure(b, fmt.Sprintf("%d, a recording", c.messages), c.goal, slices.Concat(common, []interaction{
			{"step back", `click("back")`},
			{"step forward", `click("forward")`},
			{"move through it", `field("position", Math.floor(Math.random() * ` + fmt.Sprint(c.messages) + `), "input")`},
			{"back to the end", `field("position", 20000, "input")`},
			{"save it", `click("save")`},
		}))

		p = openConsole(b)
		p.Do(b, postVisits)
		for count := 1000; count <= c.messages; count += 1000 { // not all at once: a busy machine takes its time
			p.Do(b, fmt.Sprintf(`postVisits(%d, %d)`, count-1000, count))
			p.WaitFor(b, counter("Delivered")+fmt.Sprint(` >= `, count))
		}
		p.measure(b, fmt.Sprintf("%d, live", c.messages), c.goal, slices.Concat(common, []interaction{
			{"pause", `click("pause")`}, {"resume", `click("pause")`}, {"nothing", ``},
		}))
	}
}

// writeVisits writes a recording of at least so many messages, of one visit after the other.
func writeVisits(b *testing.B, atLeast int) (name string, count int) {
	b.Helper()
	name = filepath.Join(b.TempDir(), "ctlive-recording.jsonl")
	file, err := os.Create(name)
	require.NoError(b, err)
	w := recording.NewWriter(file)
	for chat := 0; count < atLeast; chat++ {
		for _, m := range ctlivetest.Visit(fmt.Sprintf("chat-%d", chat), fmt.Sprintf("user-%d", chat)) {
			m.Time = m.Time.Add(time.Duration(chat) * 11 * time.Second)
			require.NoError(b, w.Write(m))
			count++
		}
	}
	require.NoError(b, file.Close())
	return name, count
}

// measure prints a row for each interaction, with the goal in ms.
func (p console) measure(b *testing.B, where string, goal int, interactions []interaction) {
	b.Helper()
	p.Show(b) // a page that is not seen gets no frames
	p.Do(b, measure)
	const rounds = 9
	times := make([][]float64, len(interactions))
	for range rounds {
		for i, interaction := range interactions {
			times[i] = append(times[i], e2e.Eval[float64](b, p.Page, `measure(() => { `+interaction.script+` })`))
		}
	}
	for i, interaction := range interactions {
		slices.Sort(times[i])
		fmt.Printf("| %s: %s | %.0f | %.0f | %.0f | ≤ %d |\n", where, interaction.name, times[i][0], times[i][rounds/2],
			times[i][rounds-1], goal)
	}
}
