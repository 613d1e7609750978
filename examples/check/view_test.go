//go:build unix

package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/internal/e2e"
)

// visitOfTheConsole writes a recording as the console saves it, without a note of the page.
func visitOfTheConsole(t *testing.T) (name string) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "ctlive-recording.jsonl"))
	require.NoError(t, err)
	w := recording.NewWriter(file)
	for _, m := range ctlivetest.Visit("CHAT_T_1", "USER_T_1") {
		require.NoError(t, w.Write(m))
	}
	require.NoError(t, file.Close())
	return file.Name()
}

func TestVisitThatTheConsoleRecordedIsJudged(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	p.SetFiles(t, "#file", visitOfTheConsole(t))
	p.waitFor(t, loaded, "passed", "1 widget: ")
	p.waitFor(t, frame, "not-seen", "Make one with the recorder")
	p.waitFor(t, senders, "not-seen", "only what the program that made it accepted")
	assert.Empty(t, p.Text(t, "file-problem"))
}

func TestFileThatIsNoRecordingIsToldOf(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	name := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(name, []byte("no recording\n"), 0o600))
	p.SetFiles(t, "#file", name)
	p.WaitFor(t, `document.querySelector("#file-problem").innerText.startsWith("There is no message in notes.txt")`)
	assert.Contains(t, p.Text(t, "state"), "This page", "the page goes on showing itself")
	p.SetFiles(t, "#file", visitOfTheConsole(t))
	p.WaitFor(t, `document.querySelector("#file-problem").innerText === ""`)
}

func TestReportIsCopiedWithoutIDsOfPersons(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	p.SetFiles(t, "#file", visitOfTheConsole(t))
	p.WaitFor(t, `document.querySelector("#state").innerText.startsWith("A recording")`)
	p.Do(
		t,
		`Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => { window.copied = text; }}})`,
	)
	p.Press(t, "Copy the report")
	p.WaitFor(t, `document.querySelector("#copied").innerText === "The report is copied: paste it into a ticket."`)
	report := e2e.Eval[string](t, p.Page, `window.copied`)
	assert.Contains(t, report, "CTLive: check of an installation\nMade:     ")
	assert.Contains(t, report, "PASSED    Widgets say that they are loaded\n          1 widget: ")
	assert.NotContains(t, report, "CHAT_T")
	assert.NotContains(t, report, "USER_T")
	p.SetFiles(t, "#file", visitOfTheConsole(t))
	p.WaitFor(t, `document.querySelector("#copied").innerText === ""`)

	p.Press(t, "Copy the recorder")
	p.WaitFor(t, `document.querySelector("#recorder-copied").innerText.startsWith("The recorder is copied")`)
	text, err := os.ReadFile("record.js")
	require.NoError(t, err)
	assert.Equal(t, string(text), e2e.Eval[string](t, p.Page, `window.copied`))
}

func TestReportIsSelectedWhereItCannotBeCopied(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	for name, clipboard := range map[string]string{
		"refused": `{writeText: async () => { throw new Error("no"); }}`,
		"absent":  `undefined`,
	} {
		t.Run(name, func(t *testing.T) {
			p.Do(
				t,
				`Object.defineProperty(navigator, "clipboard", {value: `+clipboard+`, configurable: true}); `+
					`getSelection().removeAllRanges()`,
			)
			p.Press(t, "Copy the report")
			p.WaitFor(t, `getSelection().toString().startsWith("CTLive: check of an installation")`)
			p.WaitFor(
				t,
				`document.querySelector("#copied").innerText.includes("Ctrl+C") && document.activeElement.id === "report"`,
			)
			p.Do(t, `postMessage({name: "CTLiveEvent", type: "Moved"})`)
			p.waitFor(t, readable, "passed", "does not know: Moved")
			assert.True(
				t,
				e2e.Eval[bool](t, p.Page, `getSelection().toString().startsWith("CTLive: check")`),
				"what comes takes no selection away",
			)
			p.Do(t, `getSelection().removeAllRanges()`)
			p.WaitFor(t, `document.querySelector("#report").textContent.includes("does not know: Moved")`)
		})
	}
}

func TestCheckWorksUnderTrustedTypes(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return html, policy + "; require-trusted-types-for 'script'; trusted-types 'none'"
	}))
	p.waitFor(t, loaded, "passed", "1 widget: ")
	p.waitFor(t, rest, "not-seen", "scripts without Trusted Types")
}

func TestPagesOfTheConsoleAndTheCheckLinkToEachOther(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	p.Click(t, e2e.CSS(`nav a`))
	p.WaitFor(t, `document.title.endsWith("CTLive console")`)
	p.Click(t, e2e.CSS(`a[href="/check/"]`))
	p.WaitFor(t, `document.title === "Check an installation - CTLive"`)
}

func TestCheckWorksByKeyboard(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	p.waitFor(t, loaded, "passed", "")
	p.Do(
		t,
		`Object.defineProperty(navigator, "clipboard", {value: {writeText: async (text) => { window.copied = text; }}})`,
	)
	p.KeysIn(t, e2e.CSS("nav a"), e2e.Tab+e2e.Enter)
	p.WaitFor(t, `window.copied?.startsWith("CTLive: check")`)
	p.Keys(t, e2e.Tab)
	p.WaitFor(t, `document.activeElement.id === "open"`)
	p.KeysIn(t, e2e.CSS("#report-title ~ details summary"), e2e.Enter)
	p.WaitFor(t, `document.querySelector("#report").checkVisibility()`)
}

func TestScreenReaderHearsTheResultOnce(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	p.waitFor(t, loaded, "passed", "")
	p.WaitFor(t, `ctliveRecording.page().seconds > 10`)
	p.Do(t, `(() => {
		window.changes = 0;
		window.looks = 0;
		const page = ctliveRecording.page;
		ctliveRecording.page = () => { looks++; return page(); };
		new MutationObserver((all) => changes += all.length).observe(document.querySelector("main"), {childList: true, `+
		`characterData: true, subtree: true});
	})()`)
	p.WaitFor(t, `looks > 4`)
	assert.Zero(t, e2e.Eval[int](t, p.Page, `changes`), "what stays as it is is not written again")
}

func TestAccessibilityInEachState(t *testing.T) {
	vendor := newVendor(t)
	p := openAt(t, e2e.Examples(t).Pages)
	p.waitFor(t, loaded, "passed", "")
	p.Do(t, `ctliveSimulator.hide()`)
	p.CheckAccessibility(t, "with the simulator")
	p.Do(t, `for (const details of document.querySelectorAll("details")) details.open = true`)
	p.Press(t, "Copy the report")
	p.WaitFor(t, `document.querySelector("#copied").innerText !== ""`)
	p.CheckAccessibility(t, "with all that is folded")
	p.SetFiles(t, "#file", visitOfTheConsole(t))
	p.WaitFor(t, `document.querySelector("#state").innerText.startsWith("A recording")`)
	p.CheckAccessibility(t, "with a recording")

	broken := healthyAt(t, vendor, func(html, policy string) (string, string) {
		return strings.Replace(html, earlyTag, "", 1), policy
	})
	broken.waitFor(t, early, "failed", "")
	broken.Do(t, `postMessage({name: "CTLiveEvent", type: "Mo" + "v".repeat(150) + "ed"})`)
	broken.waitFor(t, readable, "passed", "does not know")
	broken.CheckAccessibility(t, "with a fault")
}
