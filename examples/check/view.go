//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"
	"time"

	"example.com/ctlive-go/examples/check/installation"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/examples/internal/files"
)

// render brings the page up to date.
func (c *check) render() {
	evidence := c.live
	if c.recorded != nil {
		evidence = *c.recorded
	}
	dom.Show("back", c.recorded != nil)
	dom.SetText("state", c.state(evidence))
	results := installation.Check(evidence)
	dom.SetText("summary", installation.Summary(results)+".")
	another := c.report == ""
	if c.renderResults(results) || another {
		c.report = installation.Report(evidence, time.Now())
	}
	if another || !isSelected("report") {
		dom.SetText("report", c.report)
	}
}

// isSelected reports whether somebody has selected text of an element: a change would take the selection away.
func isSelected(id string) bool {
	selection := js.Global().Call("getSelection")
	return !selection.Get("isCollapsed").Bool() && selection.Call("containsNode", dom.ByID(id), true).Bool()
}

// state says what is judged.
func (c *check) state(evidence installation.Evidence) string {
	if c.recorded != nil {
		return "A recording: " + c.fileName
	}
	if page := evidence.Page; page != nil && len(page.Scripts) > 0 {
		return "This page, with the script " + page.Scripts[0].Src
	}
	return "This page"
}

// symbols stand beside the words, so that no result is told by its colour alone.
var symbols = map[installation.Status]string{
	installation.NotSeen: "–", installation.Passed: "✓", installation.Failed: "✗",
}

// renderResults changes the entries of the list that say something else now, and reports whether there were any.
func (c *check) renderResults(results []installation.Result) (changed bool) {
	list := dom.ByID("results")
	for n, r := range results {
		switch {
		case n >= len(c.shown):
			list.Call("append", item(r))
		case c.shown[n] != r:
			list.Get("children").Index(n).Call("replaceWith", item(r))
		default:
			continue
		}
		changed = true
	}
	for range len(c.shown) - len(results) {
		list.Get("lastElementChild").Call("remove")
		changed = true
	}
	c.shown = results
	return changed
}

func item(r installation.Result) js.Value {
	word := r.Status.String()
	symbol := dom.WithAttributes(dom.New("span", symbols[r.Status]), "aria-hidden", "true")
	status := dom.New("span", symbol, " "+strings.ToUpper(word[:1])+word[1:])
	dom.WithAttributes(status, "class", "status")
	li := dom.New("li", dom.New("h3", status, dom.New("span", r.Title)), dom.New("p", r.Text))
	dom.WithAttributes(li, "class", strings.ReplaceAll(word, " ", "-"))
	if r.ToDo != "" {
		li.Call("append", dom.New("p", dom.New("b", "To do: "), r.ToDo))
	}
	return li
}

// connectCopy lets a button copy the text of an element, and says in another that it did. Where the browser does not
// allow that, the text is selected instead.
func connectCopy(button, text, says, done string) {
	dom.OnClick(button, func() {
		dom.SetText(says, "")
		clipboard := js.Global().Get("navigator").Get("clipboard") // absent where the page is not served securely
		if clipboard.IsUndefined() {
			selectText(text, says)
			return
		}
		promise := clipboard.Call("writeText", dom.ByID(text).Get("textContent"))
		go func() {
			if _, err := files.Await(promise); err != nil {
				selectText(text, says)
				return
			}
			dom.SetText(says, done)
		}()
	})
}

func selectText(id, says string) {
	element := dom.ByID(id)
	element.Call("closest", "details").Set("open", true)
	js.Global().Call("getSelection").Call("selectAllChildren", element)
	element.Call("focus")
	dom.SetText(says, "The browser did not allow that. The text is selected: copy it with Ctrl+C, or ⌘C.")
}

// fillRecorder shows the text of record.js.
func fillRecorder() {
	response, err := files.Await(js.Global().Call("fetch", "record.js"))
	if err == nil {
		response, err = files.Await(response.Call("text"))
	}
	if err != nil {
		dom.SetText("recorder", "It can’t be loaded: "+err.Error())
		return
	}
	dom.SetText("recorder", response.String())
}
