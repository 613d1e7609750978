//go:build unix

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/engine"
)

// Page is a tab, and the page in it.
type Page struct {
	tab     engine.Tab
	visitor engine.Visitor
}

// Open opens an address in a tab of a visitor who comes for the first time. When the test ends, the page must
// have had no problem: no uncaught error, no error or warning on the console, no Go program that panicked or broke, no
// violation of the Content-Security-Policy, nothing that could not be loaded.
func Open(t testing.TB, address string) *Page {
	t.Helper()
	browser, err := browser()
	require.NoError(t, err)
	visitor, err := browser.NewVisitor()
	require.NoError(t, err)
	t.Cleanup(func() { closeUnheard(visitor.Close) })
	return (&Page{visitor: visitor}).NewTab(t, address)
}

// NewTab opens an address in another tab of the same visitor. It comes to the foreground, and hides the
// visitor's others, except in WebKit and in Chromium's headless shell, where they stay visible.
func (p *Page) NewTab(t testing.TB, address string) *Page {
	t.Helper()
	tab, err := p.visitor.NewTab()
	require.NoError(t, err)
	checkProblems(t, tab)
	opened := &Page{tab: tab, visitor: p.visitor}
	opened.Navigate(t, address)
	return opened
}

// Close closes the tab before the test ends. The page sees that it goes.
func (p *Page) Close(t testing.TB) {
	t.Helper()
	var err error
	closeUnheard(func() { err = p.tab.Close() })
	require.NoError(t, err)
}

// Navigate goes to an address and waits until it is loaded.
func (p *Page) Navigate(t testing.TB, address string) {
	t.Helper()
	require.NoError(t, p.tab.Navigate(address))
}

// Reload loads the page again and waits until it is loaded.
func (p *Page) Reload(t testing.TB) {
	t.Helper()
	require.NoError(t, p.tab.Reload())
}

// Back goes back in the history of the tab, and waits until another page is there, loaded or from the browser's cache.
func (p *Page) Back(t testing.TB) {
	t.Helper()
	p.leave(t, "history.back()")
}

// Forward goes forward in the history of the tab, and waits as Back does.
func (p *Page) Forward(t testing.TB) {
	t.Helper()
	p.leave(t, "history.forward()")
}

var departures atomic.Int64

// leave runs a script that leads to another page, and waits for that.
func (p *Page) leave(t testing.TB, script string) {
	t.Helper()
	mark := strconv.FormatInt(departures.Add(1), 10)
	p.Do(t, "window.e2eLeft = "+mark+"; setTimeout(() => "+script+")") // later, so that the page can still answer
	p.WaitFor(t, "window.e2eLeft !== "+mark+` && document.readyState === "complete"`)
}

// Do runs JavaScript in the page, as the body of an async function.
func (p *Page) Do(t testing.TB, script string) {
	t.Helper()
	_, err := p.tab.Evaluate(script)
	require.NoError(t, err, script)
}

// Eval evaluates a JavaScript expression in the page, and awaits a promise.
func Eval[T any](t testing.TB, p *Page, expression string) T {
	t.Helper()
	text, err := p.tab.Evaluate("return " + expression)
	require.NoError(t, err, expression)
	var result T
	require.NoError(t, json.Unmarshal(text, &result), expression)
	return result
}

// WaitFor waits until a JavaScript expression is true. One that throws, as it may while the page changes, is not.
func (p *Page) WaitFor(t testing.TB, expression string) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var text []byte
		text, err = p.tab.Evaluate("return !!(" + expression + ")")
		if string(text) == "true" {
			return
		}
	}
	require.FailNow(t, expression+" did not come true", "its error: %v\nthe page says:\n%s", err, p.allText())
}

// allText is what the page says, for the message of a test that fails.
func (p *Page) allText() string {
	text, _ := p.tab.Evaluate("return document.body.innerText")
	return string(text)
}

// Text is what an element with this id says.
func (p *Page) Text(t testing.TB, id string) string {
	t.Helper()
	return Eval[string](t, p, `document.getElementById("`+id+`").innerText`)
}

// Items are the entries of a list with this id.
func (p *Page) Items(t testing.TB, id string) []string {
	t.Helper()
	return Eval[[]string](t, p, `[...document.querySelectorAll("#`+id+` li")].map((item) => item.innerText)`)
}

// HasItem is a condition for WaitFor: an entry of a list with this id matches a regular expression.
func HasItem(id, pattern string) string {
	return `[...document.querySelectorAll("#` + id + ` li")].some((item) => /` + pattern + `/.test(item.innerText))`
}

// Download calls start, which makes the page save a file that the visitor has not saved before, and returns its name.
func (p *Page) Download(t testing.TB, start func()) (name string) {
	t.Helper()
	before := p.downloads(t)
	start()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		for name := range p.downloads(t) {
			if !before[name] {
				return name
			}
		}
	}
	require.FailNow(t, "nothing was saved")
	return ""
}

// downloads has the files that the visitor has saved, and that are complete.
func (p *Page) downloads(t testing.TB) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	files, err := os.ReadDir(p.visitor.Downloads())
	require.NoError(t, err)
	for _, file := range files {
		partial := strings.HasPrefix(file.Name(), ".") || strings.HasSuffix(file.Name(), ".part") ||
			strings.HasSuffix(file.Name(), ".crdownload")
		if info, err := file.Info(); err == nil && info.Mode().IsRegular() && info.Size() > 0 && !partial {
			found[filepath.Join(p.visitor.Downloads(), file.Name())] = true
		}
	}
	return found
}

// Show brings the tab to the foreground: there are no frames and no picture of a page that is hidden.
func (p *Page) Show(t testing.TB) {
	t.Helper()
	require.NoError(t, p.tab.Show())
}

// Screenshot returns a picture of what can be seen of the page, as PNG.
func (p *Page) Screenshot(t testing.TB) []byte {
	t.Helper()
	picture, err := p.tab.Screenshot()
	require.NoError(t, err)
	return picture
}

// Look is how a page is shown.
type Look struct {
	Width, Height int64  // of the window, in CSS pixels; a Height of 0 is 900
	Scheme        string // "light" or "dark"
}

// SetLook changes how the page is shown. WebKit can't.
func (p *Page) SetLook(t testing.TB, l Look) {
	t.Helper()
	if l.Height == 0 {
		l.Height = 900
	}
	tab, ok := p.tab.(engine.LookSetter)
	require.True(t, ok, "%s can't do this, Chromium and Firefox can", engine.Chosen())
	require.NoError(t, tab.SetLook(l.Width, l.Height, l.Scheme))
}

// Crash ends the process of the page, as a crash does. The tab can only be closed then. Chromium alone can.
func (p *Page) Crash(t testing.TB) {
	t.Helper()
	require.NoError(t, p.chromium(t).Crash())
}

// MainThread returns how much processor time the page's main thread has taken until now. Chromium alone tells.
func (p *Page) MainThread(t testing.TB) time.Duration {
	t.Helper()
	busy, err := p.chromium(t).MainThread()
	require.NoError(t, err)
	return busy
}

// Throttle limits what the page loads to so many bytes in a second, or does not limit it where that is
// negative, and makes it load everything anew. Chromium alone can.
func (p *Page) Throttle(t testing.TB, bytesPerSecond float64) {
	t.Helper()
	require.NoError(t, p.chromium(t).Throttle(bytesPerSecond))
}

func (p *Page) chromium(t testing.TB) *engine.ChromiumTab {
	t.Helper()
	tab, ok := p.tab.(*engine.ChromiumTab)
	require.True(t, ok, "%s can't do this, Chromium alone can", engine.Chosen())
	return tab
}
