//go:build js && wasm

// A page that hands the events of its contact widget to analytics: to window.dataLayer, which Google Tag
// Manager reads, once the visitor has agreed, and without what tells who the visitor is. It shows each event as
// it is sent, and what was withheld and why. If the page names a server, they go there too, on the same terms.
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
	var d, counted ctlive.Dispatcher // all messages, and those that are counted
	d.OnError(showProblem)
	counted.OnError(showProblem)
	visitor := newVisitor()
	choice := undecided
	agreed := func() bool { return choice == granted }
	layer := datalayer.Attach(&counted, &datalayer.Options{Members: members, Consent: agreed})
	server := newServer(&counted, agreed)
	dom.OnClick("change", server.forget) // the page is loaded anew then
	d.OnMessage(func(m ctlive.Message) {
		event := addEvent(m)
		if !visitor.follow(m) {
			event.settle("not sent: an earlier page has had it")
			return
		}
		waiting = append(waiting, event)
		counted.Dispatch(m) // the layer pushes the event, or holds it
		showOutcome(choice)
	})
	askVisitor(func(decision visitorChoice) {
		choice = decision
		if choice == granted {
			visitor.keep()
			layer.Flush()
			server.flush()
		} else {
			layer.Stop()
			server.forget()
		}
		showOutcome(choice)
	})
	if choice != granted { // it may have been withdrawn on an earlier page
		visitor.forget()
	}
	dom.OnClick("visit", func() { dom.Simulator("visit", 300) })
	if _, err := wasm.Listen(&d, nil); err != nil {
		showProblem(err)
	}
	select {} // the handlers live as long as main does
}
