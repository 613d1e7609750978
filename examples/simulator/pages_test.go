//go:build unix

package simulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

// byHand has an agent that joins when the test says so.
const byHand = `data-agent-delay="never"`

// startChat begins a chat as a visitor does.
func (p tab) startChat(t *testing.T) {
	t.Helper()
	p.Press(t, "Contact us")
	p.Press(t, "Chat with us")
	p.fillIn(t, "Email", "grace@example.com")
	p.WaitFor(t, `document.querySelector("[role=log]")`)
}

func TestVisitorsChatGoesOnOverPageLoads(t *testing.T) {
	p := open(t, serve(t, join(twoServices, byHand)))
	p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	p.startChat(t)
	one := p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown",
		"WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "ChatStarted")
	chatID, userID := one[7].Object.ChatID, one[7].Object.UserID
	hasPrefixes(t, "CHAT_DEMO_", chatID)
	hasPrefixes(t, "USER_DEMO_", userID)
	p.Fill(t, "Message", "Is somebody there?")
	p.Press(t, "Send")
	p.says(t, "Is somebody there?")

	p.follow(t) // while the visitor waits
	p.says(t, "Is somebody there?")
	assert.Equal(t, []string{"help"}, p.widgets(t), "no other widget is there")
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.Do(t, `ctliveSimulator.join()`)
	two := p.waitForEvents(t, "Loaded", "WidgetShown", "ChatOnline")
	assert.Equal(t, chatID, two[2].Object.ChatID)
	assert.Equal(t, []string{userID, "USER_ada@agents.example"}, two[2].Object.Users)
	p.settle(t)

	p.Reload(t) // while they talk
	three := p.waitForEvents(t, "Loaded", "WidgetShown", "ChatOnline")
	assert.Equal(t, two, three)
	p.says(t, "I am Ada")
	p.Press(t, "End the chat")
	p.Click(t, e2e.CSS(`input[name="rating"][value="3"]`))
	p.Press(t, "Send")
	end := p.waitForEvents(t, "Loaded", "WidgetShown", "ChatOnline", "ChatFinished", "SurveyStarted", "SurveySubmitted")
	for _, e := range end[3:] {
		assert.Equal(t, []string{chatID, userID}, []string{e.Object.ChatID, e.Object.UserID}, e.Type)
	}
	assert.True(t, *end[3].Object.IsSurveyConfigured)
	p.settle(t)

	p.follow(t) // when all is over
	four := p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	assert.Equal(t, []string{"help", "sales"}, p.widgets(t))
	assert.Equal(t, userID, four[0].Object.UserID, "it is the same visitor")
}

func TestAgentWhoIsOnTheWayJoinsOnTheNextPage(t *testing.T) {
	p := open(t, serve(t, `data-agent-delay="3000"`))
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.startChat(t)
	p.settle(t)
	p.follow(t)
	p.waitForEvents(t, "Loaded", "WidgetShown", "ChatOnline")
	p.says(t, "I am Ada")
	const greetings = `document.querySelector("[role=log]").innerText.split("I am Ada").length - 1`
	assert.Equal(t, 1, e2e.Eval[int](t, p.Page, greetings))
}

func TestWhatAResumedPagePostsCanBeChosen(t *testing.T) {
	for name, c := range map[string]struct {
		resumed string
		want    []string
	}{
		"all": {"Loaded WidgetShown ChatStarted ChatOnline",
			[]string{"Loaded", "WidgetShown", "ChatStarted", "ChatOnline"}},
		"that the chat goes on": {"ChatOnline", []string{"ChatOnline"}},
		"nothing":               {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, serve(t, join(byHand, attribute("data-resumed", c.resumed))))
			p.waitForEvents(t, "Loaded", "WidgetShown")
			p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit(); ctliveSimulator.join()`)
			p.settle(t)
			p.follow(t)
			p.says(t, "I am Ada")
			p.Press(t, "End the chat")
			p.waitForEvents(t, append(c.want, "ChatFinished", "SurveyStarted")...)
		})
	}
}

func TestVisitorAnswersTheSurveyOnTheNextPage(t *testing.T) {
	p := open(t, serve(t, byHand))
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit(); ctliveSimulator.join(); ctliveSimulator.end()`)
	p.settle(t)
	p.follow(t)
	p.Click(t, e2e.CSS(`input[name="rating"][value="1"]`))
	p.Press(t, "Send")
	got := p.waitForEvents(t, "Loaded", "WidgetShown", "SurveyStarted", "SurveySubmitted")
	hasPrefixes(t, "CHAT_DEMO_", got[2].Object.ChatID, got[3].Object.ChatID)
}

func TestVisitorsCallsAndCallBacksEndAtAPageLoad(t *testing.T) {
	for _, channel := range []string{"ClickToCall", "CallbackNow"} {
		t.Run(channel, func(t *testing.T) {
			p := open(t, serve(t, twoServices))
			p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
			p.Do(t, `ctliveSimulator.click("`+channel+`"); ctliveSimulator.submit()`)
			p.WaitFor(t, `/calling you now|talking to Ada/.test(document.querySelector("#help-panel").innerText)`)
			p.settle(t)
			p.follow(t)
			p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
			assert.Equal(t, []string{"help", "sales"}, p.widgets(t))
			p.settle(t)
			const heard = `told.filter(Boolean)`
			assert.Equal(t, []string{"getContact", "contactRemoved"}, e2e.Eval[[]string](t, p.Page, heard))

			p.Reload(t)
			p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
			p.settle(t)
			assert.Equal(t, []string{"getContact"}, e2e.Eval[[]string](t, p.Page, heard), "it is over")
		})
	}
}

func TestCallBackForLaterIsNoContactThatGoesOn(t *testing.T) {
	p := open(t, serve(t, ""))
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.Do(t, `ctliveSimulator.click("CallbackLater"); ctliveSimulator.submit()`)
	p.settle(t)
	p.follow(t)
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.settle(t)
	assert.NotContains(t, e2e.Eval[[]any](t, p.Page, `told`), "contactRemoved")
}

// TestPageThatComesBackAsItWasLeftFollowsTheChat tells a page what the browser tells one that it keeps while the
// visitor is on another. Not every browser keeps pages while it is driven.
func TestPageThatComesBackAsItWasLeftFollowsTheChat(t *testing.T) {
	const leave, comeBack = `dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}))`,
		`dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`
	p := open(t, "about:blank")
	for name, c := range map[string]struct {
		meanwhile string // on the other page, in what the connector keeps
		want      []string
	}{
		"it waits":          {``, []string{"ChatOnline"}},
		"it is online":      {`kept.contact.state = "online"`, []string{"Loaded", "WidgetShown", "ChatOnline"}},
		"it has ended":      {`kept.contact = null`, []string{"Loaded", "WidgetShown"}},
		"there is another":  {`kept.contact.chatID = "CHAT_DEMO_other"`, []string{"Loaded", "WidgetShown", "ChatOnline"}},
		"its survey is due": {`kept.contact.state = "survey"`, []string{"Loaded", "WidgetShown", "SurveyStarted"}},
	} {
		t.Run(name, func(t *testing.T) {
			p.Navigate(t, serve(t, `data-agent-delay="300"`))
			p.waitForEvents(t, "Loaded", "WidgetShown")
			p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit(); `+leave)
			p.settle(t)
			p.Do(t, `
				const [key] = Object.keys(sessionStorage), kept = JSON.parse(sessionStorage[key]);
				`+c.meanwhile+`;
				sessionStorage[key] = JSON.stringify(kept);
				events.length = 0;`)
			p.Do(t, `await new Promise((resume) => setTimeout(resume, 400))`) // the agent would have joined
			p.settle(t)
			assert.Empty(t, p.events(t), "nothing happens on a page that is kept")
			p.Do(t, comeBack)
			p.waitForEvents(t, c.want...)
		})
	}
}

func TestWidgetThatAnotherChatReplacesIsJoinedByNoAgent(t *testing.T) {
	p := open(t, serve(t, `data-agent-delay="1000"`))
	p.waitForEvents(t, "Loaded", "WidgetShown")
	p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit()`)
	p.settle(t)
	p.Do(t, `
		const [key] = Object.keys(sessionStorage), kept = JSON.parse(sessionStorage[key]);
		kept.contact.chatID = "CHAT_DEMO_other";
		sessionStorage[key] = JSON.stringify(kept);
		events.length = 0;
		dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))`)
	p.waitForEvents(t, "Loaded", "WidgetShown", "ChatOnline")
	p.settle(t)
	got := p.waitForEvents(t, "Loaded", "WidgetShown", "ChatOnline")
	assert.Equal(t, "CHAT_DEMO_other", got[2].Object.ChatID)
}

func TestAnotherTabFindsTheChatOnlyIfTheBrowserKeepsIt(t *testing.T) {
	for keep, want := range map[string][]string{"tab": {"help", "sales"}, "browser": {"help"}} {
		t.Run(keep, func(t *testing.T) {
			origin := serve(t, join(twoServices, byHand, attribute("data-keep", keep)))
			p := open(t, origin)
			p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
			p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit()`)
			p.settle(t)
			other := tab{p.NewTab(t, origin+"/other/")}
			other.WaitFor(t, `document.querySelectorAll(".ctlive-demo > div").length > 0 &&
				(document.querySelector("[role=log]") || events.length === 4)`)
			assert.Equal(t, want, other.widgets(t))
		})
	}
}
