package installation

import (
	"fmt"
	"slices"

	"example.com/ctlive-go/ctlive"
)

// widget is a widget that events have named.
type widget struct {
	elementID, widgetID string
	loaded, shown       bool
}

func (w widget) String() string { return clean(w.widgetID) + " in the element " + clean(w.elementID) }

// widgets returns the widgets of the visit. elementID and widgetID together tell them apart (inferred).
func (e Evidence) widgets() (all []*widget) {
	known := map[[2]string]*widget{}
	find := func(elementID, widgetID string) *widget {
		key := [2]string{elementID, widgetID}
		if known[key] == nil {
			known[key] = &widget{elementID: elementID, widgetID: widgetID}
			all = append(all, known[key])
		}
		return known[key]
	}
	for _, m := range e.Messages {
		switch event := m.Event.(type) {
		case ctlive.Loaded:
			find(event.ElementID, event.WidgetID).loaded = true
		case ctlive.WidgetShown:
			find(event.ElementID, event.WidgetID).shown = true
		}
	}
	return all
}

// loaded tells which widgets were made.
func (e Evidence) loaded() Result {
	const title subject = "Widgets say that they are loaded"
	var names []string
	for _, w := range e.widgets() {
		if w.loaded {
			names = append(names, w.String())
		}
	}
	script, frame := e.script(), e.frame()
	switch {
	case len(names) > 0:
		return title.passed(fmt.Sprintf("%s: %s.", count(len(names), "widget"), list(names)))
	case len(e.Messages) > 0 && e.Recorded:
		return title.notSeen("Other events came, and no Loaded. It comes first, so the recording began too "+
			"late; or a chat of the page before goes on (inferred).", beginEarlier)
	case len(e.Messages) > 0:
		return title.notSeen("Other events came, and no Loaded: a chat of the page before goes on (inferred), "+
			"or early.js is not in its place.", "")
	case script.Status == Failed || frame.Status == Failed:
		return title.notSeen("No event came: see what failed above.", "")
	case len(e.Refused) > 0:
		return title.notSeen("Events came, but from elsewhere: see below.", "")
	case e.Page == nil:
		return title.notSeen("There is no event in the recording.", "")
	case e.Page.Late:
		return title.notSeen("No event came while the page was recorded, which began when it was there "+
			"already.", beginEarlier)
	case script.Status == NotSeen || e.waiting():
		return title.notSeen("No event has come so far.", watchLonger)
	}
	return title.failed(fmt.Sprintf("No event came in %d seconds. No service of the tenant is for this page "+
		"(inferred): the script reads its services for the origin and the path of the page, here %s (seen).", patience,
		clean(e.Page.Origin+e.Page.Path)), e.noService())
}

func (e Evidence) noService() string {
	const ask = "Ask who configures the tenant to add this page to a service."
	if e.Recorded {
		return ask
	}
	return ask + " If only the live site is to have a widget, make a recording there: see “Check your own site”."
}

// count writes a number with its noun: "1 widget", "2 widgets".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// maxWidgets is how many widgets have a result of their own.
const maxWidgets = 20

// shown tells for each widget whether it was shown.
func (e Evidence) shown() (results []Result) {
	all := e.widgets()
	for _, w := range all[:min(len(all), maxWidgets)] {
		title := subject("The widget " + clean(w.widgetID) + " is shown")
		if w.shown {
			results = append(results, title.passed("It was shown in the element "+clean(w.elementID)+"."))
			continue
		}
		results = append(results, title.notSeen("It is loaded, and has not been shown.",
			"It may wait for a rule of its service: a time, a click, a movement of the mouse, an agent who is "+
				"free (documented). Do what its rules ask for, and ask who configures the tenant whether agents "+
				"are there at this hour."))
	}
	if len(all) == 0 {
		return []Result{subject("A widget is shown").notSeen("No widget has been loaded.", "")}
	}
	return results
}

// senders tells who posted what was refused.
func (e Evidence) senders() Result {
	const title subject = "Events come from the page itself"
	switch {
	case len(e.Refused) > 0:
		return title.failed("Refused events came from: "+list(e.Refused)+".",
			"The widgets run as scripts of the page, so that their events carry the page’s own origin "+
				"(inferred). If you do not know this address, a frame or a script of it forges events: find out "+
				"who put it on the page. If it is yours, a programmer can allow it, in Options.Origins and in "+
				"data-origins of early.js.")
	case e.Recorded && e.Page == nil:
		return title.notSeen("The recording has only what the program that made it accepted.", "")
	case len(e.Messages) == 0:
		return title.notSeen("No event came.", "")
	}
	return title.passed("All " + count(len(e.Messages), "event") + " came from " + clean(e.origin()) + ".")
}

func (e Evidence) origin() string { return e.Messages[0].Origin }

// readable tells whether the events have the form that this version knows.
func (e Evidence) readable() Result {
	const title subject = "Events have the form that is known"
	lost := 0
	if e.Page != nil {
		lost = e.Page.Lost
	}
	var unknown []string
	for _, m := range e.Messages {
		if u, ok := m.Event.(ctlive.Unknown); ok && !slices.Contains(unknown, string(u.Type)) {
			unknown = append(unknown, string(u.Type))
		}
	}
	switch bad := e.Unreadable + lost; {
	case bad > 0:
		return title.failed(count(bad, "message")+" could not be read.",
			"Show the console’s list of problems to a programmer: it names the member that is wrong.")
	case len(e.Messages) == 0:
		return title.notSeen("No event came.", "")
	case len(unknown) > 0:
		return title.passed("Some are of a type that this version does not know: " + list(unknown) + ".")
	}
	return title.passed("All " + count(len(e.Messages), "event") + " could be read.")
}
