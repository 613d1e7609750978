//go:build unix

package main_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

// timeline is the picture as data: the texts, and how many bars of each state there are.
type timeline struct {
	Names []string
	Bars  map[string]int
	Marks int
}

func (p console) timeline(t *testing.T) timeline {
	t.Helper()
	return e2e.Eval[timeline](t, p.Page, `(() => {
		const count = (path) => path.getAttribute("d").split("M").length - 1;
		const Bars = {}, bars = [...document.querySelectorAll("#drawing .bar")];
		for (const bar of bars) Bars[bar.classList[1]] = (Bars[bar.classList[1]] ?? 0) + count(bar);
		const marks = [...document.querySelectorAll("#drawing .mark:not(.chosen)")].map(count);
		return {Names: [...document.querySelectorAll("#drawing .name")].map((name) => name.textContent), Bars, Marks: `+
		`marks.reduce((a, b) => a + b, 0)};
	})()`)
}

func TestTimelineZoomsAndFollowsTheVisit(t *testing.T) {
	p := openConsole(t)
	p.Do(t, `ctliveSimulator.visit(300)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	assert.Contains(t, p.Text(t, "zoom-text"), "the visit so far")
	all := p.timeline(t)
	p.Click(t, e2e.CSS("#zoom-in"))
	p.Click(t, e2e.CSS("#zoom-in"))
	p.WaitFor(t, `!document.querySelector("#zoom-text").innerText.includes("whole")`)
	assert.Less(t, p.timeline(t).Marks, all.Marks, "it shows the end of the visit")
	at := p.Text(t, "zoom-text")
	p.Press(t, "Show the widget")
	p.WaitFor(t, `document.querySelector("#zoom-text").innerText !== "`+at+`"`) // it follows
	for range 3 {
		p.Click(t, e2e.CSS("#earlier"))
	}
	at = p.Text(t, "zoom-text")
	p.Do(t, `ctliveSimulator.click("ClickToCall")`)
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 13`)
	assert.Equal(t, at, p.Text(t, "zoom-text"), "who looks at an earlier time is left there")
	p.KeysIn(t, e2e.CSS("#moment"), e2e.Home)
	p.WaitFor(t, `document.querySelector("#zoom-text").innerText.startsWith("0.0 s to")`) // the keys take the view along
	p.Keys(t, "-"+"-"+"-"+"-")
	p.WaitFor(t, `document.querySelector("#zoom-text").innerText.includes("the visit so far")`)
	p.Keys(t, "+")
	p.WaitFor(t, `document.querySelector("#zoom-text").innerText.startsWith("0.0 s to")`)
	p.Press(t, "Whole visit")
	p.WaitFor(t, `document.querySelector("#zoom-text").innerText.includes("the visit so far")`)
}

func TestTimelineExplainsTheMomentUnderThePointer(t *testing.T) {
	p := openConsole(t)
	p.Do(t, `ctliveSimulator.visit(300)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	move := func(part string) {
		p.Do(t, `(() => {
			const picture = document.querySelector("#picture"), box = picture.getBoundingClientRect();
			picture.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + box.width * `+part+`, clientY: `+
			`box.top + 50, bubbles: true}));
		})()`)
	}
	move("0.05")
	p.WaitFor(t, `document.querySelector("#pointer").getAttribute("visibility") === "visible"`)
	assert.Regexp(t, `^At \d+\.\d s: widget classic_popup has been shown for \d\.\d s\.$`, p.Text(t, "moment-text"))
	move("1")
	p.WaitFor(t, `document.querySelector("#moment-text").innerText.includes("nothing is shown and nobody chats")`)
	p.Do(t, `document.querySelector("#picture").dispatchEvent(new PointerEvent("pointerleave"))`) // as after a touch
	p.Do(
		t,
		`document.querySelector("#picture").dispatchEvent(new MouseEvent("click", {clientX: innerWidth, bubbles: true}))`,
	)
	p.WaitFor(t, `document.querySelector("#detail-title").innerText === "WidgetHidden"`)
	p.WaitFor(t, `document.querySelector("#moment-text").innerText.startsWith("WidgetHidden of widget classic_popup.")`)
}

func TestTimelineDrawsTheLanesWithTheLatestMessages(t *testing.T) {
	p := openConsole(t)
	p.Do(
		t,
		`(() => { for (let n = 0; n < 40; n++) postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: `+
			`"c" + n}}) })()`,
	)
	p.WaitFor(t, counter("Delivered")+` === "42"`)
	p.WaitFor(t, `document.querySelector("#drawing").textContent.includes("chat c39")`)
	names := p.timeline(t).Names
	assert.Len(t, names, 25)
	assert.NotContains(t, names, "chat c0")
	assert.Contains(t, names[24], "and 17 more")
}

func TestTimelineShowsOneClock(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	for range 20 {
		says := e2e.Eval[string](
			t,
			p.Page,
			`document.querySelector("#zoom-text").innerText + " | " + document.querySelector("#moment-text").innerText`,
		)
		assert.Regexp(t, `^the visit so far, (\d+\.\d s|\d+:\d+) \| At `, says)
		seen := strings.TrimPrefix(strings.Split(says, " | ")[0], "the visit so far, ")
		assert.Contains(t, says, "At "+seen+": ")
	}
}

func TestTimelineMarksMessagesThatCoincideWithTheirNumber(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.WaitFor(t, `document.querySelector("#drawing .number").textContent === "2"`)
	assert.Equal(t, 1, p.timeline(t).Marks)
}
