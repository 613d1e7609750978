//go:build unix

package main_test

import (
	"testing"

	"example.com/ctlive-go/internal/e2e"
)

func TestMain(m *testing.M) { e2e.Main(m) }

func TestVisitIsToldOfOnTheSmallestPage(t *testing.T) {
	p := e2e.Open(t, e2e.Examples(t).Pages+"/minimal/")
	says := func(text string) {
		t.Helper()
		p.WaitFor(t, `document.querySelector("#status").innerText.startsWith("`+text+`")`)
	}
	says("You can reach us")
	p.Press(t, "Contact us")
	p.Press(t, "Chat with us")
	p.Fill(t, "Name", "Grace")
	p.Fill(t, "Email", "grace@example.com")
	p.Press(t, "Send")
	says("We are looking for somebody")
	says("Somebody is with you")
	p.Press(t, "End the chat")
	says("The chat is over")
}

func TestAccessibilityInEachState(t *testing.T) {
	p := e2e.Open(t, e2e.Examples(t).Pages+"/minimal/")
	p.CheckAccessibility(t, "at the beginning")
	p.Press(t, "Contact us")
	p.CheckAccessibility(t, "the choices of the simulator")
	p.Press(t, "Chat with us")
	p.CheckAccessibility(t, "its form")
}
