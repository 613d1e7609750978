//go:build unix

package e2e

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/engine"
)

// The keys that are no characters, for Keys.
const (
	Tab        = engine.KeyTab
	Enter      = engine.KeyEnter
	Escape     = engine.KeyEscape
	PageUp     = engine.KeyPageUp
	PageDown   = engine.KeyPageDown
	End        = engine.KeyEnd
	Home       = engine.KeyHome
	ArrowLeft  = engine.KeyArrowLeft
	ArrowUp    = engine.KeyArrowUp
	ArrowRight = engine.KeyArrowRight
	ArrowDown  = engine.KeyArrowDown
)

// Element is a JavaScript expression for an element of a page, or undefined or null while there is none.
type Element string

// CSS is the first element that a selector finds.
func CSS(selector string) Element {
	return Element(`document.querySelector(` + strconv.Quote(selector) + `)`)
}

// Button is the button with a label, of those that can be seen.
func Button(label string) Element {
	return Element(`[...document.querySelectorAll("button")].find((button) =>
		button.textContent.trim().replace(/\s+/g, " ") === ` + strconv.Quote(label) + ` &&
		button.checkVisibility({visibilityProperty: true}))`)
}

// Field is the input field whose label begins with a text, of those that can be seen.
func Field(label string) Element {
	return Element(`[...document.querySelectorAll("label")].find((label) =>
		label.textContent.trim().startsWith(` + strconv.Quote(label) + `) && label.checkVisibility({visibilityProperty: true})
	)?.querySelector("input")`)
}

// Press clicks the button with a label.
func (p *Page) Press(t testing.TB, label string) {
	t.Helper()
	p.Click(t, Button(label))
}

// Click waits until an element can be clicked, and clicks in its middle, as a visitor's mouse does.
func (p *Page) Click(t testing.TB, e Element) {
	t.Helper()
	var at point
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		at = Eval[point](t, p, `(`+middle+`)(`+string(e)+`)`)
		if at.Obstacle == "" {
			break
		}
		if time.Now().After(deadline) {
			require.FailNow(t, "can't click "+string(e)+": "+at.Obstacle+"; the page says:\n"+p.allText())
		}
	}
	require.NoError(t, p.tab.Click(at.X, at.Y))
}

// point is a place in the window, or what stands in the way.
type point struct {
	X, Y     float64
	Obstacle string
}

// middle is a JavaScript function that brings an element into sight and returns the point in its middle. The
// element must stand still for two frames.
const middle = `async (element) => {
	if (!element) return {Obstacle: "it is not on the page"};
	if (element.matches(":disabled")) return {Obstacle: "it is disabled"};
	const find = () => {
		const box = element.getBoundingClientRect(), X = box.left + box.width / 2, Y = box.top + box.height / 2;
		const top = document.elementFromPoint(X, Y);
		return element.contains(top) ? {X, Y} : {Obstacle: "it can't be seen, or is behind " + top?.outerHTML.slice(0, 100)};
	};
	if (find().Obstacle) element.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
	const before = find();
	// A hidden page has no frames.
	for (let n = 0; n < 2; n++) await new Promise((next) => { requestAnimationFrame(next); setTimeout(next, 200); });
	const after = find();
	return before.X === after.X && before.Y === after.Y ? after : {Obstacle: "it moves"};
}`

// Fill types into the field whose label begins with a text.
func (p *Page) Fill(t testing.TB, label, text string) {
	t.Helper()
	p.WaitFor(t, string(Field(label)))
	p.Focus(t, Field(label))
	p.Keys(t, text)
}

// Focus gives an element the keyboard's focus.
func (p *Page) Focus(t testing.TB, e Element) {
	t.Helper()
	p.Do(t, string(e)+`.focus()`)
}

// Keys types on the keyboard, into the element that has the focus.
func (p *Page) Keys(t testing.TB, keys string) {
	t.Helper()
	require.NoError(t, p.tab.Keys(keys))
}

// KeysIn gives an element the focus and types.
func (p *Page) KeysIn(t testing.TB, e Element, keys string) {
	t.Helper()
	p.Focus(t, e)
	p.Keys(t, keys)
}

// Choose sets the value of a field, as a choice from a list does.
func (p *Page) Choose(t testing.TB, e Element, value string) {
	t.Helper()
	p.Do(t, `((field) => {
		field.value = `+strconv.Quote(value)+`;
		for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));
	})(`+string(e)+`)`)
}

// SetFiles chooses files in a field for files, found by a selector.
func (p *Page) SetFiles(t testing.TB, selector string, names ...string) {
	t.Helper()
	require.NoError(t, p.tab.SetFiles(selector, names))
}
