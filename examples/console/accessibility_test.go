//go:build unix

package main_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

func TestKeysOfTheBrowserStayItsOwn(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	prevented := func(id, key, modifier string) bool {
		return e2e.Eval[bool](
			t,
			p.Page,
			`!document.querySelector("#`+id+`").dispatchEvent(new KeyboardEvent("keydown", `+
				`{key: "`+key+`", `+modifier+`: true, cancelable: true, bubbles: true}))`,
		)
	}
	for _, modifier := range []string{"ctrlKey", "metaKey", "altKey"} {
		assert.False(t, prevented("moment", "-", modifier))
		assert.False(t, prevented("messages", "Home", modifier))
	}
	assert.True(t, prevented("moment", "-", "repeat"))
	assert.True(t, prevented("messages", "Home", "repeat"))
	assert.False(t, prevented("messages", "Tab", "repeat"))
}

func TestScreenReaderIsNotFlooded(t *testing.T) {
	p := openConsole(t)
	p.Do(t, `(() => {
		window.said = [];
		window.begun = performance.now();
		new MutationObserver(() => `+
		`said.push(document.querySelector("#news").textContent)).observe(document.querySelector("#news"), {childList: `+
		`true, characterData: true, subtree: true});
		for (let n = 0; n < 40; n++) setTimeout(() => postMessage({name: "CTLiveEvent", type: "AgentTyping", object: `+
		`{n}}), 50 * n);
	})()`)
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 42`)
	assert.Empty(t, p.Text(t, "notice"))
	p.WaitFor(t, `said.at(-1)?.startsWith("42 so far, the latest AgentTyping at ")`)
	assert.Empty(
		t,
		e2e.Eval[string](t, p.Page, `said.length <= 2 + (performance.now() - begun) / 3000 ? "" : said.join(" | ")`),
	)
	assert.Empty(
		t,
		e2e.Eval[[]string](
			t,
			p.Page,
			`[...document.querySelectorAll("[aria-live], [role=status], [role=log], [role=alert]")].map(({id}) => `+
				`id).filter((id) => !["news", "state", "hints", "notice", "notice-times", "saved", "skipped", ""].includes(id))`,
		),
	)
}

func TestAccessibilityInEachState(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.CheckAccessibility(t, "at the beginning")
	p.Press(t, "Clear")
	p.WaitFor(t, `document.querySelector("#messages").hidden`)
	p.CheckAccessibility(t, "with nothing to show")

	p.Do(t, `ctliveSimulator.visit(300)`)
	p.waitForTypes(t, e2e.WholeVisit[2:]...)
	p.Do(t, `(() => {
		postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}});
		postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {chatID: "c-" + "0123456789".repeat(20)}});
		for (const _ of [1, 2]) postMessage({name: "CTLiveEvent", type: "WidgetHidden", object: {widgetID: "hidden twice"}});
	})()`)
	p.Press(t, "Forge an event")
	p.WaitFor(t, e2e.HasItem("problems", "refused"))
	p.KeysIn(t, e2e.CSS("#messages"), e2e.End)
	p.Click(t, e2e.CSS("#detail summary"))
	p.Click(t, e2e.CSS("#problems summary"))
	p.Click(t, e2e.CSS("#zoom-in"))
	p.WaitFor(t, `document.querySelector("#anomalies").innerText.includes("Out of order: ")`)
	p.CheckAccessibility(t, "with all there is to show")

	p.Press(t, "Pause")
	p.CheckAccessibility(t, "paused")
	p.Press(t, "Resume (0 new)")
	p.Choose(t, e2e.CSS("#filter-type"), "ChatOnline")
	p.WaitFor(t, `!document.querySelector("#filtered").hidden`)
	p.CheckAccessibility(t, "filtered")

	name := p.saveRecording(t)
	p.openRecording(t, name)
	p.CheckAccessibility(t, "with a recording")
	p.Choose(t, e2e.CSS("#speed"), "1")
	p.Press(t, "Play")
	p.WaitFor(t, `document.querySelector("#play").innerText === "Pause"`)
	p.CheckAccessibility(t, "while a recording plays")
}

func TestAccessibilityOfThePageThatGoesOn(t *testing.T) {
	p := openSite(t, `data-agent-delay="never"`)
	p.startChat(t)
	p.follow(t, "/two/")
	p.waitForTypes(t, "Loaded", "WidgetShown") // of the chat's widget, so that an agent can join
	p.Do(t, `ctliveSimulator.join()`)
	p.WaitFor(t, e2e.HasItem("chats", `^CHAT_DEMO_.*: online, resumed after a page load`))
	p.CheckAccessibility(t, "with a chat from page one")
}
