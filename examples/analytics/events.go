//go:build js && wasm

package main

import (
	"errors"
	"slices"
	"strconv"
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

// maxWaiting is how many events the layer holds, and maxPushes how many entries of the dataLayer the page shows.
const (
	maxWaiting = 256
	maxPushes  = 100
)

// waiting are the events that the layer holds or has just pushed, the oldest first.
var waiting []row

// row is an event in the table.
type row struct {
	name    string
	outcome js.Value
}

func (r row) settle(outcome string) { r.outcome.Set("textContent", outcome) }

// lost are the names of events that could not be pushed.
var lost []string

// addEvent adds a row: the event, what would be sent of it, and what not.
func addEvent(m ctlive.Message) row {
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
	name := datalayer.EventName(m.Event.EventType())
	heading := dom.New("th", name)
	heading.Set("scope", "row")
	dom.ByID("events").Call("append", dom.New("tr", heading, outcome, sent, withheld))
	dom.Show("events-empty", false)
	return row{name, outcome}
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

// showOutcome says what has become of the events that were waiting, and shows the dataLayer.
func showOutcome(choice visitorChoice) {
	if len(waiting) > maxWaiting {
		waiting[0].settle("given up: too many wait")
		waiting = waiting[1:]
	}
	for _, event := range waiting {
		switch i := slices.Index(lost, event.name); {
		case choice == denied:
			event.settle("withheld: declined")
		case choice == undecided:
			event.settle("waiting for consent")
		case i >= 0:
			event.settle("lost")
			lost = slices.Delete(lost, i, i+1)
		default:
			event.settle("sent")
		}
	}
	if choice != undecided {
		waiting = nil
	}
	dom.SetText("state", stateText(choice))
	showPushes()
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

// showPushes shows the latest entries of window.dataLayer.
func showPushes() {
	queue := js.Global().Get("dataLayer")
	if !js.Global().Get("Array").Call("isArray", queue).Bool() {
		return
	}
	var items []any
	for i := max(queue.Length()-maxPushes, 0); i < queue.Length(); i++ {
		items = append(items, dom.New("li", dom.New("code", entryText(queue.Index(i)))))
	}
	dom.Replace(dom.ByID("pushes"), items)
	dom.Show("pushes-empty", len(items) == 0)
}

// entryText is an entry as JSON. Other scripts push what has none, such as elements of the page.
func entryText(entry js.Value) (text string) {
	defer func() {
		if recover() != nil {
			text = "(an entry of another script)"
		}
	}()
	return js.Global().Get("JSON").Call("stringify", entry).String()
}

// showProblem shows an error, and notes which event it has cost.
func showProblem(err error) {
	var pushError *datalayer.PushError
	if errors.As(err, &pushError) {
		lost = append(lost, pushError.Name)
	}
	dom.ByID("problems").Call("append", dom.New("li", err.Error()))
	dom.Show("problems-empty", false)
}
