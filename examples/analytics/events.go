//go:build js && wasm

package main

import (
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm/datalayer"
)

// whyWithheld says what the members would tell that are not pushed.
var whyWithheld = map[string]string{
	"userID": "tells who the visitor is",
	"chatID": "leads to what was said, and so to the visitor",
	"users":  "tells who the visitor and the agents are",
}

// waiting has the outcome cells of the events that are neither in the dataLayer nor given up, the oldest first.
var waiting []js.Value

// shownPushes is how much of the dataLayer the page shows.
var shownPushes int

// addEvent adds a row: the event, what would be sent of it, and what not.
func addEvent(m ctlive.Message) {
	outcome, sent, withheld := dom.New("td"), cell("Sent with it:"), cell("Withheld:")
	object := js.Global().Get("JSON").Call("parse", string(m.Raw)).Get("object")
	names := js.Global().Get("Object").Call("keys", object)
	for i := range names.Length() {
		name := names.Index(i).String()
		if slices.Contains(members, name) {
			value := js.Global().Get("JSON").Call("stringify", object.Get(name))
			sent.Call("append", dom.New("div", name+": ", dom.New("code", value)))
		} else {
			withheld.Call("append", dom.New("div", withheldText(name)))
		}
	}
	name := dom.New("th", datalayer.EventName(m.Event.EventType()))
	name.Set("scope", "row")
	dom.ByID("events").Call("append", dom.New("tr", name, outcome, sent, withheld))
	dom.Show("events-empty", false)
	waiting = append(waiting, outcome)
}

// cell is a cell of the table, with what it says of itself where there is no room for a heading.
func cell(label string) js.Value {
	td := dom.New("td")
	td.Get("dataset").Set("label", label)
	return td
}

func withheldText(member string) string {
	if why, ok := whyWithheld[member]; ok {
		return member + ": " + why
	}
	return member + ": not among the members that the page names"
}

// showOutcome says what has become of the events that were waiting, and shows what is new in the dataLayer. With the
// visitor's consent, the latest of them are there; what is not was given up by the layer.
func showOutcome(choice visitorChoice) {
	pushed := showPushes()
	switch choice {
	case granted:
		lost := max(len(waiting)-pushed, 0)
		settle(waiting[:lost], "lost")
		settle(waiting[lost:], "sent")
		waiting = nil
	case denied:
		settle(waiting, "withheld: declined")
		waiting = nil
	default:
		settle(waiting, "waiting for consent")
	}
	dom.SetText("state", stateText(choice))
}

func settle(outcomes []js.Value, text string) {
	for _, outcome := range outcomes {
		outcome.Set("textContent", text)
	}
}

func stateText(choice visitorChoice) string {
	switch choice {
	case granted:
		return "You have agreed: events are sent."
	case denied:
		return "You have declined: nothing is sent."
	}
	switch len(waiting) {
	case 0:
		return "Nothing is sent before you have decided."
	case 1:
		return "Nothing is sent before you have decided. 1 event waits."
	}
	return "Nothing is sent before you have decided. " + strconv.Itoa(len(waiting)) + " events wait."
}

// showPushes shows what was added to window.dataLayer, and returns how many events of CTLive are among that.
func showPushes() (events int) {
	queue := js.Global().Get("dataLayer")
	if !js.Global().Get("Array").Call("isArray", queue).Bool() {
		return 0
	}
	for ; shownPushes < queue.Length(); shownPushes++ {
		text := js.Global().Get("JSON").Call("stringify", queue.Index(shownPushes)).String()
		dom.ByID("pushes").Call("append", dom.New("li", dom.New("code", text)))
		dom.Show("pushes-empty", false)
		if strings.HasPrefix(text, `{"event":"ctlive_`) {
			events++
		}
	}
	return events
}

func showProblem(err error) {
	dom.ByID("problems").Call("append", dom.New("li", err.Error()))
	dom.Show("problems-empty", false)
}
