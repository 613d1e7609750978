//go:build js && wasm

// A page that hands the events of its contact widget to analytics: to window.dataLayer, which Google Tag
// Manager reads, once the visitor has agreed, and without what tells who the visitor is. It shows each event as
// it is sent, and what was withheld and why.
package main

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/datalayer"
)

// members are what is pushed of an event: all that identifies no person.
var members = []string{"elementID", "widgetID", "type", "isSurveyConfigured"}

func main() {
	var d ctlive.Dispatcher
	d.OnError(showProblem)
	choice := undecided
	layer := datalayer.Attach(&d, &datalayer.Options{
		Members: members,
		Consent: func() bool { return choice == granted },
	})
	d.OnMessage(func(m ctlive.Message) { // after the layer, which has pushed the event by now, or holds it
		addEvent(m)
		showOutcome(choice)
	})
	askVisitor(func(decision visitorChoice) {
		choice = decision
		if choice == granted {
			layer.Flush()
		} else {
			layer.Stop()
		}
		showOutcome(choice)
	})
	dom.OnClick("visit", func() { dom.Simulator("visit", 300) })
	if _, err := wasm.Listen(&d, nil); err != nil {
		showProblem(err)
	}
	select {} // the handlers live as long as main does
}
