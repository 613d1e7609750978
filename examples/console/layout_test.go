//go:build unix

package main_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

// seen is a JavaScript function that says what can't be seen of elements, without scrolling: "" for nothing.
const seen = `(selectors) => selectors.filter((selector) => {
	const element = [...document.querySelectorAll(selector)].at(-1), box = element.getBoundingClientRect();
	for (let around = element.parentElement; around; around = around.parentElement) {
		const clip = around.getBoundingClientRect();
		if (getComputedStyle(around).overflowY !== "visible" && (box.bottom > clip.bottom + 1 || box.top < clip.top - 1)) ` +
	`return true;
	}
	return box.height === 0 || box.top < 0 || box.bottom > innerHeight;
}).join(" ")`

func TestFirstViewShowsWhatOneWatches(t *testing.T) {
	p := openConsoleWithBeacon(t, e2e.NewCollector(t))
	p.Do(t, `ctliveSimulator.visit(100)`)
	p.waitForTypes(t, e2e.WholeVisit...)
	for _, look := range []e2e.Look{{Width: 1280, Height: 800, Scheme: "light"}, {Width: 1440, Height: 900,
		Scheme: "dark"}} {
		t.Run(fmt.Sprint(look), func(t *testing.T) {
			p.SetLook(t, look)
			for _, selected := range []bool{false, true} {
				if selected {
					p.KeysIn(t, e2e.CSS("#messages"), e2e.End)
					p.WaitFor(t, `!document.querySelector("#detail").hidden`)
				}
				p.WaitFor(
					t,
					`(`+seen+`)(["#controls", "#picture", "#moment-text", "#messages [role=option]", "#chats li", "#funnel div", `+
						`"#going div", "#withheld summary"]) === ""`,
				)
				assert.LessOrEqual(
					t,
					e2e.Eval[int64](t, p.Page, `document.documentElement.scrollHeight`),
					look.Height,
					"the page itself is not scrolled",
				)
			}
		})
	}
	p.Do(t, `ctliveSimulator.show(); ctliveSimulator.click("Chat"); ctliveSimulator.submit(); ctliveSimulator.submit()`)
	t.Run("narrow", func(t *testing.T) {
		p.SetLook(t, e2e.Look{Width: 360, Height: 740, Scheme: "light"})
		p.WaitFor(t, `document.querySelector("#chat-now").innerText.includes("talking for")`)
		assert.Empty(t, e2e.Eval[string](t, p.Page, `(`+seen+`)(["#state", "#menu", "#count", "#chat-now", "#moment"])`))
		assert.Less(
			t,
			e2e.Eval[float64](t, p.Page, `document.querySelector("#glance").getBoundingClientRect().bottom`),
			200.0,
		)
	})
}

func TestWidgetCoversNothingThatOneWatches(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.Do(t, `ctliveSimulator.click("Chat"); ctliveSimulator.submit()`)
	p.WaitFor(t, `document.querySelector("#chat-now").innerText.includes("talking for")`)
	covered := func(selectors string) string {
		return `(() => {
			const parts = [...document.querySelectorAll(".ctlive-demo-panel, .ctlive-demo-button")].map((part) => ` +
			`part.getBoundingClientRect());
			return ` + selectors + `.filter((selector) => {
				const box = document.querySelector(selector).getBoundingClientRect();
				return parts.some((part) => box.left < part.right && box.right > part.left && box.top < part.bottom && ` +
			`box.bottom > part.top);
			}).join(" ");
		})()`
	}
	for _, c := range []struct {
		look      e2e.Look
		selectors string
	}{
		{e2e.Look{Width: 1280, Height: 800, Scheme: "light"}, `["header", "#timeline", "#list", "#side", "#chats"]`},
		{
			e2e.Look{Width: 1440, Height: 900, Scheme: "light"}, `["header", "#timeline", "#list", "#side", "#chats", ` +
				`"#widgets"]`,
		},
		{e2e.Look{Width: 360, Height: 740, Scheme: "light"}, `["#state", "#count", ` +
			`"#chat-now"]`}, // the last: here the page scrolls
	} {
		p.SetLook(t, c.look)
		p.WaitFor(t, covered(c.selectors)+` === ""`)
	}
	p.Do(t, `scrollTo(0, document.documentElement.scrollHeight)`)
	p.WaitFor(t, covered(`["#foreign"]`)+` === ""`) // the end of the page can be seen too
	p.Do(t, `ctliveSimulator.hide()`)
	p.WaitFor(t, `getComputedStyle(document.documentElement).getPropertyValue("--room-height") === "0px"`)
}

func TestRowsShowLongIDsWhole(t *testing.T) {
	p := openConsole(t)
	p.Do(t, `(() => {
		const userID = "USER_DEMO_01234567-89ab-cdef-0123-456789abcdef", chatID = userID.replace("USER", "CHAT");
		postMessage({name: "CTLiveEvent", type: "WidgetClicked", object: {elementID: "e", widgetID: "classic_popup", `+
		`userID, type: "CallbackLater"}});
		postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID, userID}});
	})()`)
	p.waitForTypes(t, "Loaded", "WidgetShown", "WidgetClicked", "ChatStarted")
	const (
		userID = "USER_DEMO_01234567-89ab-cdef-0123-456789abcdef"
		chatID = "CHAT_DEMO_01234567-89ab-cdef-0123-456789abcdef"
	)
	for _, width := range []int64{360, 768, 1280, 1440} {
		for _, selected := range []bool{false, true} {
			if selected {
				p.KeysIn(t, e2e.CSS("#messages"), e2e.End)
				p.WaitFor(t, `!document.querySelector("#detail").hidden`)
			} else {
				p.Press(t, "Clear")
				p.Do(t, `postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: "`+chatID+`", userID: "`+
					userID+`"}}); postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {chatID: "`+chatID+`", users: ["`+
					userID+`", "USER_ada@agents.example"]}})`)
				rows := p.waitForTypes(t, "ChatStarted", "ChatOnline")
				assert.Equal(t, userID+" +1", rows[1].Who)
			}
			p.SetLook(t, e2e.Look{Width: width, Height: 800, Scheme: "light"})
			p.WaitFor(t, `[...document.querySelectorAll("#messages .who")].every((who) => {
				const row = who.closest("[role=option]").getBoundingClientRect(), box = who.getBoundingClientRect();
				return who.scrollHeight <= who.clientHeight + 1 && who.scrollWidth <= who.clientWidth + 1 && box.bottom <= `+
				`row.bottom + 1 && box.top >= row.top - 1;
			})`)
		}
		p.SetLook(t, e2e.Look{Width: 1280, Height: 800, Scheme: "light"})
	}
}

func TestMenuHoldsTheControlsOnANarrowScreen(t *testing.T) {
	p := openConsole(t)
	p.SetLook(t, e2e.Look{Width: 360, Height: 740, Scheme: "light"})
	hidden := `!document.querySelector("#pause").checkVisibility()`
	p.WaitFor(t, hidden)
	p.KeysIn(t, e2e.CSS("#menu"), e2e.Enter)
	p.WaitFor(t, `document.querySelector("#pause").checkVisibility()`)
	p.Keys(t, e2e.Escape)
	p.WaitFor(t, hidden+` && document.activeElement.id === "menu"`)
	p.Keys(t, e2e.Enter)
	p.Keys(t, e2e.Tab+e2e.Enter)
	p.WaitFor(t, `document.querySelector("#state").innerText.startsWith("Paused at ")`)
	p.WaitFor(t, hidden+` && document.activeElement.id === "menu"`)
	p.Keys(t, e2e.Enter)
	p.CheckAccessibility(t, "with the menu")
}
