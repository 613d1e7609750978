package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fromNPM reads a file of a package of testdata/npm.
func fromNPM(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "npm", "node_modules", name))
	require.NoError(t, err, "the packages from npm are missing: run make npm, or make test, which does")
	return string(content)
}

// look is how a page is shown: the width of the window in pixels, and "light" or "dark".
type look struct {
	width  int64
	scheme string
}

var looks = []look{{360, "light"}, {360, "dark"}, {768, "light"}, {768, "dark"}, {1440, "light"}, {1440, "dark"}}

func (p *page) setLook(t *testing.T, l look) {
	t.Helper()
	p.run(t,
		emulation.SetDeviceMetricsOverride(l.width, 900, 1, false),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}}))
}

// violation is what axe-core finds.
type violation struct {
	ID, Help string
	Targets  string
}

// checkAccessibility looks for violations of WCAG 2.2 A and AA with axe-core, in light and dark, narrow and wide, and for
// a page that is wider than its window.
func (p *page) checkAccessibility(t *testing.T, state string) {
	t.Helper()
	if !eval[bool](t, p, `"axe" in window`) {
		eval[any](t, p, fromNPM(t, "axe-core/axe.min.js")+"; undefined")
	}
	for _, l := range looks {
		p.setLook(t, l)
		found := eval[[]violation](t, p, `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], iframes: false}).then(({violations}) =>
			violations.map(({id, help, nodes}) => ({ID: id, Help: help, Targets: nodes.map(({target, failureSummary}) => target + " " + failureSummary).join("; ")})))`)
		assert.Empty(t, found, "%s, %d pixels, %s", state, l.width, l.scheme)
		assert.LessOrEqual(t, eval[int64](t, p, `document.documentElement.scrollWidth`), l.width, state)
	}
}

func TestTheConsoleViolatesNoWCAGInAnyState(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.checkAccessibility(t, "at the beginning")
	p.press(t, "Clear the messages")
	p.waitFor(t, `document.querySelector("#messages").hidden`)
	p.checkAccessibility(t, "with nothing to show")

	p.press(t, "Run a whole visit")
	p.waitForTypes(t, wholeVisit[2:]...)
	eval[any](t, p, `(() => {
		postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}});
		postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {chatID: "c-" + "0123456789".repeat(20)}});
		postMessage({name: "CTLiveEvent", type: "ChatFinished", object: {chatID: "never started"}});
	})()`)
	p.press(t, "Let another origin forge an event")
	p.waitFor(t, item("problems", "refused"))
	p.pressKey(t, "messages", kb.End)
	p.run(t, chromedp.Click("#detail summary"), chromedp.Click("#problems summary"))
	p.press(t, "Zoom in")
	p.waitFor(t, `document.querySelector("#anomalies").innerText.includes("Out of order: ")`)
	p.checkAccessibility(t, "with all there is to show")

	p.press(t, "Pause")
	p.checkAccessibility(t, "paused")
	p.press(t, "Resume (0 new)")
	p.run(t, chromedp.SetValue("#filter-type", "ChatOnline"))
	eval[any](t, p, `document.querySelector("#filter-type").dispatchEvent(new Event("change"))`)
	p.waitFor(t, `!document.querySelector("#filtered").hidden`)
	p.checkAccessibility(t, "filtered")

	name := p.saveRecording(t)
	p.openRecording(t, name)
	p.checkAccessibility(t, "with a recording")
	p.run(t, chromedp.SetValue("#speed", "1"))
	p.press(t, "Play")
	p.waitFor(t, `document.querySelector("#play").innerText === "Pause"`)
	p.checkAccessibility(t, "while a recording plays")
}

func TestTheOtherPagesViolateNoWCAG(t *testing.T) {
	at := examples(t)
	for _, address := range []string{at.pages + "/minimal/", at.frame + "/"} {
		p := openPage(t, address)
		p.checkAccessibility(t, address)
	}
	p := openPage(t, at.pages+"/minimal/")
	p.press(t, "Contact us")
	p.checkAccessibility(t, "the choices of the simulator")
	p.press(t, "Chat with us")
	p.checkAccessibility(t, "its form")
}
