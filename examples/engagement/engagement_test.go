//go:build unix

package main_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

func TestMain(m *testing.M) { e2e.Main(m) }

// open opens the shop and waits until its program runs.
func open(t *testing.T, origin string) *e2e.Page {
	t.Helper()
	p := e2e.Open(t, origin+"/engagement/")
	p.WaitFor(t, `document.querySelector("#cart").innerText === "Your cart is worth €0."`)
	return p
}

const (
	shown  = `document.querySelector("#ctlive-demo-widget")`
	saysSo = `document.querySelector("#widget").innerText.startsWith("You can reach us")`
)

func add(name string) e2e.Element { return e2e.CSS(`[aria-label="Add the ` + name + `"]`) }

func TestVisitorSeesTheWidgetOnceTheCartIsWorthEnough(t *testing.T) {
	p := open(t, e2e.Examples(t).Pages)
	p.WaitFor(t, `window.ctliveSimulator`)
	p.Click(t, add("lamp"))
	p.WaitFor(t, `document.querySelector("#cart").innerText === "Your cart is worth €65."`)
	p.Do(t, `await new Promise((resume) => { addEventListener("message", resume, {once: true}); postMessage("", "/"); })`)
	assert.False(t, e2e.Eval[bool](t, p, `!!`+shown), "€65 are not enough")
	p.KeysIn(t, add("kettle"), e2e.Enter)
	p.WaitFor(t, shown)
	p.WaitFor(t, saysSo)
	p.Click(t, add("chair")) // the widget is there already
	p.WaitFor(t, `document.querySelector("#cart").innerText === "Your cart is worth €220."`)
	p.ClickThroughVisit(t)
}

func TestDecisionHoldsForTheVendorsScriptThatComesLater(t *testing.T) {
	const sdk = `<script async src="/livechat/demo/lib/livechatsdk.js" ` +
		`data-engagement-function="ctliveEngagement"></script>`
	p := open(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(html, sdk, "", 1), policy
	}))
	p.Click(t, add("chair"))
	p.WaitFor(t, `document.querySelector("#cart").innerText === "Your cart is worth €120."`)
	p.Do(t, `const script = document.createElement("script");
		script.src = "/livechat/demo/lib/livechatsdk.js";
		script.dataset.engagementFunction = "ctliveEngagement";
		document.head.append(script);`)
	p.WaitFor(t, shown)
	p.WaitFor(t, saysSo)
}

func TestDecisionIsForThePageThatIsLoaded(t *testing.T) {
	p := open(t, e2e.Examples(t).Pages)
	p.Click(t, add("chair"))
	p.WaitFor(t, shown)
	p.Reload(t)
	p.WaitFor(t, `document.querySelector("#cart").innerText === "Your cart is worth €0." && window.ctliveSimulator`)
	assert.False(t, e2e.Eval[bool](t, p, `!!`+shown))
	p.Click(t, add("chair"))
	p.WaitFor(t, shown)
}

func TestMissingScriptIsNamedOnThePage(t *testing.T) {
	e2e.ExpectProblems("window.ctliveEngagement is no function")
	p := open(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(html, `<script src="/engagement.js"></script>`, "", 1), policy
	}))
	p.WaitFor(t, `document.querySelector("#problem").innerText.includes('add <script src="engagement.js"></script>')`)
}

func TestDecisionWorksUnderTrustedTypes(t *testing.T) {
	p := open(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return html, policy + "; require-trusted-types-for 'script'; trusted-types 'none'"
	}))
	p.Click(t, add("chair"))
	p.WaitFor(t, shown)
}

func TestAccessibilityInEachState(t *testing.T) {
	p := open(t, e2e.Examples(t).Pages)
	p.CheckAccessibility(t, "with an empty cart")
	p.Click(t, add("chair"))
	p.WaitFor(t, saysSo)
	p.Press(t, "Contact us")
	p.CheckAccessibility(t, "with the widget")
}
