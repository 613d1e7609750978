//go:build unix

package simulator_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
)

func TestServicesThatAreNoneAreNamed(t *testing.T) {
	p := open(t, serve(t, ""))
	for services, want := range map[string]string{
		`[{`: "no JSON: ", `{}`: "no list of objects", `[null]`: "no list of objects", `["help"]`: "no list of objects",
		`[[]]`: "no list of objects",
	} {
		assert.Contains(t, e2e.Eval[string](t, p.Page, `import("/livechat/demo/lib/core/settings.js")
			.then(({ readSettings }) => readSettings({ services: `+strconv.Quote(services)+` }))
			.catch((error) => error.message)`), "livechatsdk.js: data-services is "+want)
	}
}

func TestSettingsThatAreWrongAreNamed(t *testing.T) {
	p := open(t, serve(t, ""))
	warned := e2e.Eval[[]string](t, p.Page, `import("/livechat/demo/lib/core/settings.js").then(({ readSettings }) => {
		const warned = [];
		console.warn = (text) => warned.push(text);
		readSettings({
			agentDelay: "1", agentDelai: "1", elementId: "help", dataCollection: "", survey: "Chat Call",
			services: '[{"constructor": "a"}, {"channels": "chat"}]',
		});
		return warned;
	})`)
	assert.Equal(t, []string{
		"livechatsdk.js: data-agent-delai is no setting; see the simulator's README.md",
		"livechatsdk.js: data-element-id is no setting; see the simulator's README.md",
		`livechatsdk.js: "Call" is no value of data-survey; there are Chat, ClickToCall`,
		"livechatsdk.js: constructor in data-services is no setting; see the simulator's README.md",
		`livechatsdk.js: "chat" is no value of channels in data-services; there are ` +
			"Chat, CallbackNow, CallbackLater, ClickToCall",
	}, warned)
}

func TestServicesOfOneDefinitionAreToldApartByTheirElement(t *testing.T) {
	p := open(t, serve(t, join(twoServices, byHand, `data-widget-id="banner"`)))
	got := p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	for i, elementID := range []string{"help", "sales", "help", "sales"} {
		assert.Equal(t, elementID, got[i].Object.ElementID)
		assert.Equal(t, "banner", got[i].Object.WidgetID)
		assert.Equal(t, got[0].Object.UserID, got[i].Object.UserID)
	}
	hasPrefixes(t, "USER_DEMO_", got[0].Object.UserID)

	p.Press(t, "Contact us")
	p.Press(t, "Call me back now") // its form stays open
	p.Press(t, "Talk to sales")
	p.Press(t, "Chat with us")
	p.fillIn(t, "Email", "grace@example.com")
	p.Press(t, "Contact us")
	p.fillIn(t, "Telephone", "555 0100")
	p.WaitFor(t, `document.querySelector("#help-panel").innerText.includes("One contact at a time")`)
	got = p.waitForEvents(
		t,
		"Loaded",
		"Loaded",
		"WidgetShown",
		"WidgetShown",
		"WidgetClicked",
		"DatacollectionStarted",
		"WidgetClicked",
		"DatacollectionStarted",
		"DatacollectionSubmitted",
		"ChatStarted",
	)
	for i, want := range []string{"help CallbackNow", "help CallbackNow", "sales Chat", "sales Chat", "sales Chat"} {
		assert.Equal(t, want, got[4+i].Object.ElementID+" "+got[4+i].Object.Type)
	}
}

func TestServiceIsForThePagesThatItsRulesMatch(t *testing.T) {
	rules := attribute("data-services", `[
		{"elementID": "first", "rules": ["/one/$", "/three/$"]},
		{"elementID": "second", "rules": "/two", "label": "Talk to sales"},
		{"elementID": "all"}
	]`)
	origin := serve(t, join(rules, byHand))
	p := open(t, origin+"/one/")
	p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	assert.Equal(t, []string{"first", "all"}, p.widgets(t))
	p.follow(t)
	p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	assert.Equal(t, []string{"second", "all"}, p.widgets(t))
	p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit()`)
	p.settle(t)
	p.Navigate(t, origin+"/one/")
	p.waitForEvents(t, "Loaded", "WidgetShown")
	assert.Equal(t, []string{"second"}, p.widgets(t), "a chat goes on where its service would not be")
	p.Navigate(t, origin+"/bare/")
	p.waitForEvents(t, "Loaded", "WidgetShown")
	assert.Equal(t, []string{"second"}, p.widgets(t), "and where the page does not name it")
	assert.Equal(
		t,
		"Talk to sales",
		e2e.Eval[string](t, p.Page, `document.querySelector(".ctlive-demo-button").innerText`),
	)
}

func TestPageWithoutServicesGetsNothing(t *testing.T) {
	p := open(t, serve(t, attribute("data-services", `[]`)))
	p.WaitFor(t, `commands.includes("contactInfo")`)
	p.settle(t)
	assert.Empty(t, p.events(t))
}

func TestNothingHappensWhereTheConnectorIsBlocked(t *testing.T) {
	e2e.ExpectProblems("frame-src", "liveChatConnector.html")
	p := open(t, serveWith(t, "", site.Policy+"; frame-src 'none'"))
	p.WaitFor(t, `document.querySelector("iframe") && window.ctliveSimulator`)
	p.Do(t, `ctliveSimulator.show()`)
	p.Do(t, `await new Promise((resume) => { addEventListener("message", resume); postMessage("{}", "/"); })`)
	assert.Empty(t, p.events(t))
	assert.Equal(t, []string{}, p.widgets(t))
}

func TestConnectorAndPageTalkInJSONStrings(t *testing.T) {
	p := open(t, serve(t, ""))
	p.waitForEvents(t, "Loaded", "WidgetShown")
	assert.Equal(t, []string{"connectorLoaded", "contactInfo"}, e2e.Eval[[]string](t, p.Page, `commands`))
	assert.Equal(t, []string{"getContact"}, e2e.Eval[[]string](t, p.Page, `told`))
	const forged = `{"command": "contactInfo", "userID": "forged",
		"contact": {"state": "survey", "service": {"elementID": "forged"}}}`
	for _, text := range []string{`{"command": "other"}`, `null`, forged} {
		p.Do(t, `for (const target of [window, document.querySelector("iframe").contentWindow]) {
			target.postMessage(`+strconv.Quote(text)+`, "/");
		}`)
	}
	p.settle(t)
	p.Do(t, `ctliveSimulator.hide()`)
	got := p.waitForEvents(t, "Loaded", "WidgetShown", "WidgetHidden")
	hasPrefixes(t, "USER_DEMO_", got[2].Object.UserID)
}
