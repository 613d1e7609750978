//go:build unix

package e2e

import "testing"

// WholeVisit has the events of the protocol's whole visit, as ClickThroughVisit makes the simulator send them.
var WholeVisit = []string{
	"Loaded", "WidgetShown", "WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted",
	"ChatStarted", "ChatOnline", "ChatFinished", "SurveyStarted", "SurveySubmitted", "WidgetHidden",
}

// ClickThroughVisit does on a page with the simulator what a visitor does in a whole visit.
func (p *Page) ClickThroughVisit(t testing.TB) {
	t.Helper()
	p.Press(t, "Contact us")
	p.Press(t, "Chat with us")
	p.Fill(t, "Name", "Grace")
	p.Fill(t, "Email", "grace@example.com")
	p.Press(t, "Send")
	p.WaitFor(t, `document.querySelector("[role=log]").innerText.includes("I am Ada")`)
	p.Press(t, "End the chat")
	p.Click(t, CSS(`input[name="rating"][value="3"]`))
	p.Press(t, "Send")
	p.Press(t, "Hide this widget")
}
