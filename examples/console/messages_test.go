//go:build unix

package main_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

func TestMessagesUpToFiftyAreInTheDocumentAndOfMoreThoseThatAreSeen(t *testing.T) {
	p := openConsole(t)
	post := func(from, to int) {
		p.Do(
			t,
			`(() => { for (let n = `+strconv.Itoa(
				from,
			)+`; n < `+strconv.Itoa(
				to,
			)+`; n++) postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {chatID: "c", n}}) })()`,
		)
	}
	post(2, 50)
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 50`)
	last := p.rows(t)[49]
	assert.Equal(t, "AgentTyping", last.Type)
	assert.Contains(t, last.Text, "unknown to this version")
	assert.Equal(t, "c", last.About)
	assert.Equal(t, "n 49", last.Rest)

	post(50, 10_000)
	p.WaitFor(t, counter("Delivered")+` === "10000"`)
	p.WaitFor(t, `[...document.querySelectorAll("#messages [role=option]")].at(-1).innerText.includes("n 9999")`)
	assert.Less(t, len(p.rows(t)), 50)
	assert.Equal(
		t,
		"10000",
		e2e.Eval[string](t, p.Page, `document.querySelector("#messages [role=option]").getAttribute("aria-setsize")`),
	)
	p.Do(t, `void (document.querySelector("#messages").scrollTop = document.querySelector("#messages").scrollHeight / 2)`)
	p.WaitFor(t, `document.querySelector("#messages [role=option]").getAttribute("aria-posinset") < 5000`)
	assert.Less(t, len(p.rows(t)), 50)
	assert.True(t, e2e.Eval[bool](t, p.Page, `(() => {
		const box = document.querySelector("#messages").getBoundingClientRect(), middle = box.top + box.height / 2;
		const at = [...document.querySelectorAll("#messages [role=option]")].find((row) => `+
		`row.getBoundingClientRect().bottom > middle);
		return Math.abs(at.getAttribute("aria-posinset") - 5000) < 20;
	})()`), "what is seen is where one has scrolled to")
	p.KeysIn(t, e2e.CSS("#messages"), e2e.Home)
	p.WaitFor(t, `document.querySelector("#detail-title").innerText.startsWith("Loaded")`)
	p.WaitFor(
		t,
		`document.activeElement.id === "messages" && `+
			`document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).innerText.includes("Loaded")`,
	)
	p.Keys(t, e2e.End)
	p.WaitFor(t, `document.querySelector("#detail-members").innerText.includes("9999")`)
	p.Keys(t, e2e.ArrowUp+e2e.PageUp+e2e.PageDown)
	p.WaitFor(t, `document.querySelector("#detail-members").innerText.includes("9998")`)
}

func TestDetailTellsAllOfAMessage(t *testing.T) {
	p := openConsole(t)
	p.Do(
		t,
		`postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "c", queue: {"length": 3}}, version: 7})`,
	)
	p.waitForTypes(t, "Loaded", "WidgetShown", "ChatStarted")
	p.Click(t, e2e.CSS(`#messages [role=option]:last-child`))
	p.WaitFor(t, `!document.querySelector("#detail").hidden`)
	assert.Equal(t, "ChatStarted", p.Text(t, "detail-title"))
	says := strings.ReplaceAll(p.Text(t, "detail-members"), "\n", " ")
	assert.Contains(t, says, `origin `+e2e.Examples(t).Pages)
	assert.Contains(t, says, `queue {"length":3}`)
	p.Click(t, e2e.CSS(`#detail summary`))
	assert.Contains(t, p.Text(t, "detail-raw"), `"version": 7`)
}

func TestMessagesWithLongTextsWidenNothing(t *testing.T) {
	p := openConsole(t)
	long := strings.Repeat("x", 300)
	p.Do(
		t,
		`postMessage({name: "CTLiveEvent", type: "`+long+`", object: {`+long+`: 1, chatID: "`+long+`", text: `+
			`"y".repeat(50000)}})`,
	)
	p.WaitFor(t, counter("Delivered")+` === "3"`)
	p.KeysIn(t, e2e.CSS("#messages"), e2e.End)
	p.WaitFor(t, `document.querySelector("#detail-title").innerText.startsWith("xxx")`)
	assert.Less(
		t,
		e2e.Eval[int](t, p.Page, `[...document.querySelectorAll("#messages .rest")].at(-1).textContent.length`),
		400,
	)
	p.CheckAccessibility(t, "with long texts")
}

func TestFiltersShowWhatPassesThem(t *testing.T) {
	p := openConsole(t)
	p.Do(t, `ctliveSimulator.visit(300)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	choose := func(id, script string) {
		t.Helper()
		p.Do(t, `(() => {
			const field = document.querySelector("#`+id+`");
			field.value = `+script+`;
			field.dispatchEvent(new Event("change", {bubbles: true}));
		})()`)
	}
	filtered := func(want ...string) {
		t.Helper()
		p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === `+strconv.Itoa(len(want)))
		assert.Equal(t, append([]string{}, want...), append([]string{}, types(p.rows(t))...))
	}
	choose("filter-chat", "field.options[1].value")
	filtered("ChatStarted", "ChatOnline", "ChatFinished", "SurveyStarted", "SurveySubmitted")
	assert.Equal(t, "5 of 11 pass the filters.", p.Text(t, "filtered"))
	choose("filter-type", `"ChatOnline"`)
	filtered("ChatOnline")
	choose("filter-chat", `""`)
	choose("filter-type", `""`)
	choose("filter-widget", `"classic_popup"`)
	filtered("Loaded", "WidgetShown", "WidgetClicked", "DatacollectionStarted", "DatacollectionSubmitted", "WidgetHidden")
	p.Do(t, `ctliveSimulator.show()`)
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 7`)
	p.Do(t, `postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "other"}})`)
	p.WaitFor(t, `document.querySelector("#filtered").innerText === "7 of 13 pass the filters."`)
	choose("filter-chat", `"other"`)
	filtered()
}

func TestMessagesCanBeClickedWhileOthersCome(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.Do(t, `(() => {
		const row = document.querySelector("#messages [role=option]");
		window.stays = () => row.isConnected;
		for (let n = 0; n < 100; n++) postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {n}});
	})()`)
	p.WaitFor(t, counter("Delivered")+` === "102"`)
	p.Do(t, `(() => {
		window.row = [...document.querySelectorAll("#messages [role=option]")].at(-1);
		postMessage({name: "CTLiveEvent", type: "AgentTyping", object: {n: 100}});
	})()`)
	p.WaitFor(t, `[...document.querySelectorAll("#messages [role=option]")].at(-1) !== row`)
	assert.True(t, e2e.Eval[bool](t, p.Page, `row.isConnected`), "the rows that are there stay")
	assert.True(t, e2e.Eval[bool](t, p.Page, `!stays()`), "but for those that are out of sight")
}

func TestMessagesStayWhereOneReads(t *testing.T) {
	p := openConsole(t)
	p.Do(
		t,
		`(() => { for (let n = 2; n < 300; n++) postMessage({name: "CTLiveEvent", type: n % 3 ? "AgentTyping" : `+
			`"AgentPaused", object: {n}}) })()`,
	)
	p.WaitFor(t, counter("Delivered")+` === "300"`)
	p.KeysIn(t, e2e.CSS("#messages"), e2e.Home)
	p.WaitFor(t, `document.querySelector("#messages").scrollTop === 0`)
	p.Do(t, `dispatchEvent(new Event("resize")); postMessage({name: "CTLiveEvent", type: "AgentTyping"})`)
	p.WaitFor(t, counter("Delivered")+` === "301"`)
	assert.Zero(
		t,
		e2e.Eval[int](t, p.Page, `document.querySelector("#messages").scrollTop`),
		"a resize, as of a phone's address bar, moves nothing",
	)
	p.Do(
		t,
		`void (document.querySelector("#messages").scrollTop = 150 * document.querySelector("#messages `+
			`[role=option]").offsetHeight)`,
	)
	p.WaitFor(
		t,
		`[...document.querySelectorAll("#messages [role=option]")].some((row) => row.innerText.includes("n 150"))`,
	)
	p.Do(
		t,
		`[...document.querySelectorAll("#messages [role=option]")].find((row) => row.innerText.includes("n 150")).click()`,
	)
	p.WaitFor(t, `document.querySelector("#detail-title").innerText.startsWith("AgentPaused")`)
	p.Choose(t, e2e.CSS("#filter-type"), "AgentPaused")
	p.WaitFor(
		t,
		`document.getElementById(document.querySelector("#messages").getAttribute("aria-activedescendant"))
			?.innerText.includes("n 150")`,
	)
	assert.True(t, e2e.Eval[bool](t, p.Page, `(() => {
		const box = document.querySelector("#messages").getBoundingClientRect();
		const row = document.querySelector("[aria-selected=true]").getBoundingClientRect();
		return row.top >= box.top - 1 && row.bottom <= box.bottom + 1;
	})()`), "a filter that keeps the selected message keeps it in sight")
}

func TestStepBackInARecordingLeavesWhatStays(t *testing.T) {
	p := openConsole(t)
	p.Do(t, `ctliveSimulator.visit(10)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	p.openRecording(t, p.saveRecording(t))
	p.waitForTypes(t, e2e.WholeVisit...)
	p.KeysIn(t, e2e.CSS("#messages"), e2e.Home)
	p.WaitFor(t, `document.querySelector("#detail-title").innerText.startsWith("Loaded")`)
	p.Do(t, `window.stay = [...document.querySelectorAll("#messages [role=option], #detail-members div")].slice(0, 10)`)
	p.Press(t, "Step back")
	p.waitForTypes(t, e2e.WholeVisit[:10]...)
	assert.True(t, e2e.Eval[bool](t, p.Page, `stay.every((element) => element.isConnected)`))
	assert.Equal(t, "10", e2e.Eval[string](t, p.Page, `stay[0].getAttribute("aria-setsize")`))
	p.Press(t, "Back to the live page")
	p.WaitFor(t, `document.querySelector("#detail").hidden && !stay[0].isConnected`)
}
