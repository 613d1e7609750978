//go:build unix

package main_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

func TestMain(m *testing.M) { e2e.Main(m) }

func TestVisitReachesThePagesJavaScript(t *testing.T) {
	p := e2e.Open(t, e2e.Examples(t).Pages+"/customevents/")
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
	says("2 are in the chat")

	p.Press(t, "What has happened?")
	p.WaitFor(t, e2e.HasItem("past", "^ChatOnline"))
	past := p.Items(t, "past")
	require.Len(t, past, 3)
	for i, pattern := range []string{`^WidgetShown classic_popup$`, `^ChatStarted CHAT_`, `^ChatOnline CHAT_`} {
		assert.Regexp(t, pattern, past[i])
	}
	p.Press(t, "End the chat")
	p.WaitFor(t, e2e.HasItem("past", "^ChatFinished CHAT_"))
	says("The chat is over")
	assert.Len(t, p.Items(t, "past"), 4, "nothing comes twice")
}

func TestAccessibilityOfThePage(t *testing.T) {
	p := e2e.Open(t, e2e.Examples(t).Pages+"/customevents/")
	p.Press(t, "What has happened?")
	p.CheckAccessibility(t, "after a click")
}
