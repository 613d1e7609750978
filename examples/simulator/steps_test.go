//go:build unix

package simulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

func TestCallCanHaveAFormAndASurvey(t *testing.T) {
	p := open(t, serve(t, `data-data-collection="ClickToCall" data-survey="ClickToCall"`))
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.Press(t, "Contact us")
	p.Press(t, "Call us from here")
	p.fillIn(t, "Telephone", "555 0100")
	p.Press(t, "End the call")
	p.Click(t, e2e.CSS(`input[name="rating"][value="2"]`))
	p.Press(t, "Send")
	got := p.waitForEvents(t, "Loaded", "WidgetShown", "WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted",
		"SurveyStarted", "SurveySubmitted")
	assert.Equal(t, "ClickToCall", got[3].Object.Type)
	hasPrefixes(t, "CHAT_DEMO_", got[5].Object.ChatID)
	assert.Equal(t, got[5].Object, got[6].Object)
	assert.Equal(t, got[0].Object.UserID, got[5].Object.UserID)
}

func TestRestartChatDecidesWhatFollowsAChat(t *testing.T) {
	for restart, want := range map[string][]string{"": nil, "true": {"WidgetShown"}, "false": {"WidgetHidden"}} {
		t.Run("restart_chat "+restart, func(t *testing.T) {
			attributes := byHand
			if restart != "" {
				attributes += ` data-restart_chat="` + restart + `"`
			}
			p := open(t, serve(t, attributes))
			p.waitForEvents(t, "Loaded", "WidgetShown")
			chat := []string{"Loaded", "WidgetShown"}
			for range 2 {
				p.Do(t, `ctliveSimulator.show(); ctliveSimulator.back();
					ctliveSimulator.click("Chat"); ctliveSimulator.submit(); ctliveSimulator.end()`)
				chat = append(
					chat,
					"WidgetClicked",
					"DatacollectionStarted",
					"DatacollectionSubmitted",
					"ChatStarted",
					"ChatFinished",
				)
				chat = append(chat, want...)
				p.waitForEvents(t, chat...)
				if restart == "false" {
					assert.Equal(t, []string{}, p.widgets(t))
					chat = append(chat, "WidgetShown")
				}
			}
			if restart == "true" {
				p.Press(t, "Call us from here") // it is offered at once
			}
		})
	}
}

func TestWidgetHasTheChannelsOfItsService(t *testing.T) {
	p := open(t, serve(t, `data-channels="CallbackNow ClickToCall"`))
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.Do(t, `ctliveSimulator.open(); ctliveSimulator.click("Chat")`)
	assert.Equal(
		t,
		[]string{"Close", "Call me back now", "Call us from here", "Hide this widget"},
		e2e.Eval[[]string](
			t,
			p.Page,
			`[...document.querySelectorAll("[role=dialog] button")].map(({innerText}) => innerText)`,
		),
	)
	p.settle(t)
	p.waitForEvents(t, "Loaded", "WidgetShown")
}

// TestGlobalDoesAllThatAVisitorDoes does each of a visitor's steps with the global, with the second of two widgets.
func TestGlobalDoesAllThatAVisitorDoes(t *testing.T) {
	p := open(t, serve(t, join(twoServices, byHand)))
	p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	panel := func(text string) {
		t.Helper()
		p.WaitFor(t, `document.querySelector("#sales-panel").innerText.includes("`+text+`")`)
	}
	p.Do(t, `ctliveSimulator.open("sales")`)
	panel("How can we help?")
	p.WaitFor(t, `document.activeElement === document.querySelector("#sales-title")`)
	p.Do(t, `ctliveSimulator.close("sales")`)
	p.WaitFor(t, `document.querySelector("#sales-panel").hidden && document.activeElement.innerText === "Talk to sales"`)
	p.Do(t, `ctliveSimulator.click("CallbackNow", "sales")`)
	panel("Telephone")
	p.Do(t, `ctliveSimulator.submit()`) // of the one with an open form
	panel("We are calling you now.")
	p.Do(t, `ctliveSimulator.end()`)
	panel("The call has ended")
	p.Do(t, `ctliveSimulator.back("sales")`)
	panel("How can we help?")
	p.Do(t, `ctliveSimulator.click("Chat", "sales"); ctliveSimulator.submit();
		ctliveSimulator.write(" "); ctliveSimulator.write("My order?")`)
	panel("You: My order?")
	p.Do(t, `ctliveSimulator.join(); ctliveSimulator.write("It is late.")`) // of the one in a contact
	panel("I am Ada")
	panel("Ada: That should be fixed now.")
	p.Do(t, `ctliveSimulator.end()`)
	panel("How did we do?")
	p.Do(t, `ctliveSimulator.submit(); ctliveSimulator.hide("sales")`)
	p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown",
		"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted",
		"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "ChatStarted", "ChatOnline",
		"ChatFinished", "SurveyStarted", "SurveySubmitted", "WidgetHidden")
	assert.Equal(t, []string{"help"}, p.widgets(t))
	p.Do(t, `window.warned = []; console.warn = (text) => warned.push(text)`)
	p.Do(t, `ctliveSimulator.show("nothing"); ctliveSimulator.click("sales")`)
	assert.Equal(t, []string{
		"livechatsdk.js: no widget is in an element with the id nothing",
		`livechatsdk.js: "sales" is nothing that a widget offers; there are ` +
			"Chat, CallbackNow, CallbackLater, ClickToCall",
	}, e2e.Eval[[]string](t, p.Page, `warned`))
	p.Do(t, `ctliveSimulator.show("sales"); ctliveSimulator.visit(0, "sales")`)
	got := p.waitForEvents(t, append([]string{"Loaded", "Loaded", "WidgetShown", "WidgetShown",
		"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted",
		"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "ChatStarted", "ChatOnline",
		"ChatFinished", "SurveyStarted", "SurveySubmitted", "WidgetHidden"}, e2e.WholeVisit[1:]...)...)
	assert.Equal(t, "sales", got[25].Object.ElementID)
}

func TestWidgetWorksByKeyboardOnTheNextPageToo(t *testing.T) {
	p := open(t, serve(t, join(twoServices, byHand)))
	p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	focused := func(text string) {
		t.Helper()
		p.WaitFor(t, `document.activeElement.innerText?.trim() === "`+text+`"`)
	}
	p.KeysIn(t, e2e.Button("Talk to sales"), e2e.Enter)
	focused("How can we help?")
	p.Keys(t, e2e.Tab+e2e.Tab+e2e.Enter)
	focused("Chat with us")
	p.Keys(t, e2e.Tab+e2e.Tab+"Grace"+e2e.Tab+"grace@example.com"+e2e.Enter)
	focused("Chat")
	p.settle(t)
	p.KeysIn(t, e2e.CSS("a"), e2e.Enter)
	p.WaitFor(t, `location.pathname === "/two/"`)
	p.says(t, "An agent will be with you")
	p.Do(t, `ctliveSimulator.join()`)
	assert.True(t, e2e.Eval[bool](t, p.Page, `document.activeElement === document.body`), "the page keeps the focus")
	p.KeysIn(t, e2e.Field("Message"), "Hello"+e2e.Enter)
	p.says(t, "Hello")
	p.says(t, "Let me look that up")
	p.Keys(t, e2e.Tab+e2e.Tab)
	focused("End the chat")
	p.Keys(t, e2e.Enter)
	focused("How did we do?")
	p.Keys(t, e2e.Tab+e2e.Tab+" "+e2e.Tab+e2e.Enter)
	focused("Thank you")
	p.Keys(t, e2e.Tab+e2e.Tab+e2e.Tab+e2e.Enter)
	p.waitForEvents(
		t,
		"Loaded",
		"WidgetShown",
		"ChatOnline",
		"ChatFinished",
		"SurveyStarted",
		"SurveySubmitted",
		"WidgetHidden",
	)
}

func TestAccessibilityInEachState(t *testing.T) {
	p := open(t, serve(t, join(twoServices, byHand)))
	p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	p.CheckAccessibility(t, "two widgets")
	p.Do(t, `ctliveSimulator.open()`)
	p.CheckAccessibility(t, "the choices")
	p.Do(t, `ctliveSimulator.click("CallbackLater", "sales")`)
	p.CheckAccessibility(t, "a form")
	p.Do(
		t,
		`ctliveSimulator.submit(); ctliveSimulator.click("Chat", "help"); ctliveSimulator.submit(); ctliveSimulator.join()`,
	)
	p.Do(t, `ctliveSimulator.write("x".repeat(300))`)
	p.CheckAccessibility(t, "a chat")
	p.Do(t, `ctliveSimulator.click("Chat", "sales")`)
	p.CheckAccessibility(t, "one contact at a time")
	p.settle(t)
	p.follow(t)
	p.says(t, "xxx")
	p.CheckAccessibility(t, "a chat that goes on")
	p.Do(t, `ctliveSimulator.end()`)
	p.CheckAccessibility(t, "a survey")
}
