//go:build unix

package simulator_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

func TestRulesHoldTheWidgetBack(t *testing.T) {
	p := open(t, "about:blank")
	for name, c := range map[string]struct {
		attributes string
		meet       func(*testing.T, tab) // does what the rule waits for; nil: it is time
	}{
		"time": {`data-engagement-timeout="500"`, nil},
		"a click on a selector": {
			`data-engagement-on-click=".more"`, func(t *testing.T, p tab) { p.Click(t, e2e.CSS(".more")) },
		},
		"a click by keyboard": {
			`data-engagement-on-click=".more"`, func(t *testing.T, p tab) { p.KeysIn(t, e2e.CSS(".more"), e2e.Enter) },
		},
		"the mouse over a selector": {
			`data-engagement-on-move=".area"`, func(t *testing.T, p tab) { p.Click(t, e2e.CSS(".area")) },
		},
		"the focus on a selector": {`data-engagement-on-move=".area"`, func(t *testing.T, p tab) {
			p.Show(t) // there is no focus in a tab that is not seen
			p.Focus(t, e2e.CSS(".area"))
		}},
		"an agent who is busy": {
			`data-check-media="never"`, func(t *testing.T, p tab) { p.Do(t, `ctliveSimulator.free()`) },
		},
		"an agent who is busy a while": {`data-check-media="500"`, nil},
		"a function of the page": {`data-engagement-function="decide"`, func(t *testing.T, p tab) {
			p.Do(t, `decided(true)`)
		}},
		"the first of two": {`data-engagement-on-click=".more" data-engagement-function="decide"`, func(t *testing.T, p tab) {
			p.Click(t, e2e.CSS(".more"))
		}},
		"a busy agent, then a click": {`data-check-media="never" ` +
			`data-engagement-on-click=".more"`, func(t *testing.T, p tab) {
			p.Click(t, e2e.CSS(".more")) // too early
			p.Do(t, `ctliveSimulator.free()`)
			p.settle(t)
			p.waitForEvents(t, "Loaded")
			p.Click(t, e2e.CSS(".more"))
		}},
		"time, before any other rule": {`data-engagement-timeout="500" data-engagement-on-click=".more"`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p.Navigate(t, serve(t, c.attributes))
			if c.meet != nil {
				p.waitForEvents(t, "Loaded")
				p.WaitFor(t, `commands.includes("contactInfo")`)
				p.settle(t)
				assert.Len(t, p.events(t), 1)
				c.meet(t, p)
			}
			p.waitForEvents(t, "Loaded", "WidgetShown")
			p.Press(t, "Contact us")
		})
	}
}

func TestWidgetThatIsHeldBackCanBeShownByAScriptAndIsNotShownTwice(t *testing.T) {
	p := open(t, serve(t, `data-check-media="never"`))
	p.waitForEvents(t, "Loaded")
	p.Do(t, `ctliveSimulator.show(); ctliveSimulator.hide(); ctliveSimulator.free()`)
	p.settle(t)
	p.waitForEvents(t, "Loaded", "WidgetShown", "WidgetHidden")
}

func TestEngagementFunctionThatRejectsShowsNothing(t *testing.T) {
	p := open(t, serve(t, `data-engagement-function="refuse"`))
	p.waitForEvents(t, "Loaded")
	p.settle(t)
	p.waitForEvents(t, "Loaded")
}

func TestEngagementFunctionThatIsMissingIsAnErrorThatNamesIt(t *testing.T) {
	e2e.ExpectProblems("engagementFunction: window.missing is no function")
	p := open(t, serve(t, `data-engagement-function="missing"`))
	p.waitForEvents(t, "Loaded")
	p.settle(t)
	p.waitForEvents(t, "Loaded")
}

func TestRuleOfOneServiceHoldsNoOther(t *testing.T) {
	p := open(
		t,
		serve(t, attribute("data-services", `[{"elementID": "held", "checkMedia": "never"}, {"elementID": "free"}]`)),
	)
	got := p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown")
	assert.Equal(t, "free", got[2].Object.ElementID)
	p.Do(t, `ctliveSimulator.free()`)
	got = p.waitForEvents(t, "Loaded", "Loaded", "WidgetShown", "WidgetShown")
	assert.Equal(t, "held", got[3].Object.ElementID)
}

func TestRulesDoNotHoldBackAChatThatGoesOn(t *testing.T) {
	p := open(t, serve(t, `data-check-media="never"`))
	p.waitForEvents(t, "Loaded")
	p.Do(t, `ctliveSimulator.show(); ctliveSimulator.click("Chat"); ctliveSimulator.submit()`)
	p.settle(t)
	p.follow(t)
	p.waitForEvents(t, "Loaded", "WidgetShown", "ChatOnline")
}
