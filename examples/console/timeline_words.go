//go:build js && wasm

package main

import (
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

const nothingYet = "Nothing has happened yet."

// toldMessage is what a screen reader was told.
type toldMessage struct {
	of                  *visit.Visit
	number, first, next int
}

// explain says in words what was going on at the moment under the pointer, or else at the selected
// message, or else at the end of what is seen. To a screen reader it tells the message, which does
// not change with time.
func (t *timeline) explain(v *visit.Visit, selected int) {
	t.tell(v)
	text, visibility := "", "hidden"
	switch {
	case v.Changes() == 0:
		text = nothingYet
	case !t.pointed.IsZero():
		text, visibility = v.At(t.pointed)+t.troubleText(v), "visible"
		x := coordinate(t.view.x(t.pointed))
		dom.WithAttributes(dom.ByID("pointer"), "x1", x, "x2", x, "y2", "100%")
	case selected != none:
		text = v.AtMessage(selected)
	default:
		text = v.At(t.end(v))
	}
	dom.WithAttributes(dom.ByID("pointer"), "visibility", visibility)
	dom.SetText("moment-text", text)
	dom.SetText("zoom-text", t.seenText(v))
}

// end is the last moment of the visit that is seen.
func (t *timeline) end(v *visit.Visit) time.Time {
	if _, end := v.Span(t.now); end.Before(t.view.to) {
		return end // the picture shows a second at least
	}
	return t.view.to
}

// troubleText tells what was not delivered near the moment under the pointer.
func (t *timeline) troubleText(v *visit.Visit) (text string) {
	x := t.view.x(t.pointed)
	for _, trouble := range v.Troubles() {
		if at := t.view.x(trouble.Time); at > x-crossReach && at < x+crossReach {
			text = " " + trouble.String() + " at " + visit.Duration(trouble.Time.Sub(t.view.start)) + "."
		}
	}
	return text
}

// tell tells a screen reader the selected message, or the latest, as the value of the slider.
func (t *timeline) tell(v *visit.Visit) {
	number := t.current(v)
	told := toldMessage{v, number, v.First(), v.Next()}
	if told == t.told {
		return
	}
	t.told = told
	text := nothingYet
	if v.Next() > v.First() {
		text = v.AtMessage(number)
	}
	dom.WithAttributes(t.element, "aria-valuemin", min(v.First()+1, v.Next()), "aria-valuemax", v.Next(),
		"aria-valuenow", number+1, "aria-valuetext", text)
}

func (t *timeline) seenText(v *visit.Visit) string {
	if t.zoom == 0 {
		return "the visit so far, " + visit.Duration(t.end(v).Sub(t.view.start))
	}
	return visit.Duration(t.view.from.Sub(t.view.start)) + " to " + visit.Duration(t.view.to.Sub(t.view.start))
}
