//go:build !js

package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Page is a page in a tab of its own.
type Page struct {
	tab      *chromiumTab
	expected []string // parts of problems that the test makes
}

// Open opens an address in a tab, as a visitor who comes for the first time. When the test ends, the page must have had
// no problem: no uncaught error, no error or warning on the console, no violation of the Content-Security-Policy.
func Open(t testing.TB, address string) *Page {
	t.Helper()
	return OpenWith(t, address, "")
}

// OpenWith runs a script before any of the page's own.
func OpenWith(t testing.TB, address, script string) *Page {
	t.Helper()
	tab, err := openChromium(script)
	require.NoError(t, err)
	p := &Page{tab: tab}
	t.Cleanup(func() {
		tab.close()
		unexpected := slices.DeleteFunc(tab.said(), func(problem string) bool {
			return slices.ContainsFunc(p.expected, func(part string) bool { return strings.Contains(problem, part) })
		})
		assert.Empty(t, unexpected, "the problems of %s", address)
	})
	p.Navigate(t, address)
	return p
}

// Expect names parts of problems that the test makes on purpose.
func (p *Page) Expect(parts ...string) { p.expected = append(p.expected, parts...) }

// Navigate goes to an address and waits until it is loaded.
func (p *Page) Navigate(t testing.TB, address string) {
	t.Helper()
	require.NoError(t, p.tab.navigate(address))
}

// Reload loads the page again.
func (p *Page) Reload(t testing.TB) {
	t.Helper()
	require.NoError(t, p.tab.reload())
}

// Back goes back in the history of the tab. It does not wait for the page: WaitFor does.
func (p *Page) Back(t testing.TB) {
	t.Helper()
	require.NoError(t, p.tab.back())
}

// Close closes the tab before the test ends.
func (p *Page) Close() { p.tab.close() }

// Throttle limits what the page loads to so many bytes in a second, or does not limit it where that is negative, and
// makes it load everything anew.
func (p *Page) Throttle(t testing.TB, bytesPerSecond float64) {
	t.Helper()
	require.NoError(t, p.tab.throttle(bytesPerSecond))
}

// Do runs JavaScript in the page, and awaits a promise.
func (p *Page) Do(t testing.TB, script string) {
	t.Helper()
	_, err := p.tab.evaluate(script)
	require.NoError(t, err)
}

// Eval evaluates JavaScript in the page, and awaits a promise.
func Eval[T any](t testing.TB, p *Page, script string) T {
	t.Helper()
	text, err := p.tab.evaluate(script)
	require.NoError(t, err)
	var result T
	require.NoError(t, json.Unmarshal(text, &result), script)
	return result
}

// WaitFor waits until a JavaScript expression is true. One that throws, as it may while the page changes, is not.
func (p *Page) WaitFor(t testing.TB, expression string) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if Eval[bool](t, p, `(() => { try { return !!(`+expression+`) } catch { return false } })()`) {
			return
		}
	}
	require.FailNow(t, expression+" did not come true; the page says:\n"+Eval[string](t, p, "document.body.innerText"))
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

// Download calls start, which makes the page save a file, and returns the file's name in a directory of the test's.
func (p *Page) Download(t testing.TB, start func()) (name string) {
	t.Helper()
	name, err := p.tab.download(t.TempDir(), start)
	require.NoError(t, err)
	return name
}

// BringToFront shows the tab: there are no frames and no picture of a page that is not seen.
func (p *Page) BringToFront(t testing.TB) {
	t.Helper()
	require.NoError(t, p.tab.bringToFront())
}

// Screenshot returns a picture of what can be seen of the page, as PNG.
func (p *Page) Screenshot(t testing.TB) []byte {
	t.Helper()
	picture, err := p.tab.screenshot()
	require.NoError(t, err)
	return picture
}

// Look is how a page is shown.
type Look struct {
	Width, Height int64  // of the window, in CSS pixels; a Height of 0 is 900
	Scheme        string // "light" or "dark"
}

// SetLook changes how the page is shown.
func (p *Page) SetLook(t testing.TB, l Look) {
	t.Helper()
	require.NoError(t, p.tab.setLook(l))
}
