//go:build unix

package main_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

func TestProblemsNameARefusedOriginAndHowToAllowIt(t *testing.T) {
	p := openConsole(t)
	at := e2e.Examples(t)
	p.Press(t, "Forge an event")
	p.WaitFor(t, counter("Rejected")+` === "1"`)
	p.WaitFor(t, `document.querySelector("#problems li")`)
	says := p.Text(t, "problems")
	assert.Contains(t, says, `refused a CTLive message from "`+at.Frame+`"`)
	assert.Contains(t, says, `wasm.Options{Origins: []string{"`+at.Pages+`", "`+at.Frame+`"}}`)
	p.WaitFor(t, `document.querySelector("#trouble").innerText === "1 problem"`)
	p.Press(t, "Forge an event")
	p.WaitFor(t, counter("Rejected")+` === "2"`)
	assert.Equal(t, e2e.WholeVisit[:2], types(p.rows(t)))
	p.Press(t, "Clear")
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length === 0`)
	p.WaitFor(t, e2e.HasItem("problems", "refused so far: 2"))
	assert.Len(t, p.Items(t, "problems"), 1, "each origin is told of once: that is not cleared")
}

func TestProblemsNameTheMemberThatIsMalformed(t *testing.T) {
	p := openConsole(t)
	for range 2 {
		p.Do(t, `postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}})`)
	}
	p.WaitFor(t, counter("Malformed")+` === "2"`)
	p.WaitFor(
		t,
		e2e.HasItem("problems", `ChatOnline: object.users\[0\] is a number, want a string \(2 times, the first at `),
	)
	p.Click(t, e2e.CSS(`#problems summary`))
	assert.Contains(t, p.Text(t, "problems"), `{"name":"CTLiveEvent","type":"ChatOnline","object":{"users":[1]}}`)
	assert.Len(t, p.Items(t, "problems"), 1)
}

func TestProblemsTellOfDroppedMessages(t *testing.T) {
	const flood = `<script>addEventListener("DOMContentLoaded", () => {
		for (let n = 0; n < 1100; n++) postMessage({name: "CTLiveEvent", type: "ChatStarted", object: {chatID: String(n)}});
	})</script>`
	p := openConsoleAt(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(
				html,
				"</head>",
				flood+"</head>",
				1,
			), strings.Replace(
				policy,
				"script-src",
				"script-src 'unsafe-inline'",
				1,
			)
	})+"/")
	p.WaitFor(t, `Number(`+counter("Dropped")+`) >= 100`)
	p.WaitFor(t, e2e.HasItem("problems", "messages were dropped"))
}

func TestHintsSayWhyNothingComes(t *testing.T) {
	const early, sdk = `<script src="/early.js"></script>`, `<script async ` +
		`src="/livechat/demo/lib/livechatsdk.js"></script>`
	const silent = `<script async src="/wasm_exec.js?livechatsdk.js"></script>` // another script under that name
	cases := map[string]struct {
		scripts  string // in place of early.js and the SDK
		before   string // what the page does as soon as the program runs
		says     []string
		problems []string // on the browser's console
	}{
		"no SDK": {early, "", []string{"There is no script livechatsdk.js on the page.", "No message was " +
			"refused or malformed either"}, nil},
		"not found": {
			early + `<script async src="/x/livechatsdk.js"></script>`,
			"",
			[]string{"could not be loaded: the server answered 404"},
			[]string{"/x/livechatsdk.js"},
		},
		"blocked": {
			early + `<script async src="http://127.0.0.1:9/livechatsdk.js"></script>`,
			"",
			[]string{"a Content-Security-Policy, an extension, a firewall or a wrong address may block it"},
			[]string{"127.0.0.1:9/livechatsdk.js", "Content Security Policy"},
		},
		"silent": {early + silent, "", []string{"has been loaded. Perhaps no service of the tenant matches this page's " +
			"address"}, nil},
		"the SDK's frame blocked": {early + sdk, "", []string{"frame-src in the page's Content-Security-Policy may block it"},
			[]string{"Content Security Policy", "liveChatConnector"}},
		"rules": {early + strings.Replace(sdk, "async", `async data-engagement-on-click="#none"`, 1), "",
			[]string{"The SDK is loaded, and no widget has been shown since: the rules of its service hold it back."}, nil},
		"no early.js":       {silent, "", []string{"There is no script early.js on the page"}, nil},
		"early.js too late": {silent + early, "", []string{"The script early.js stands after the SDK's"}, nil},
		"the wrong origin": {
			early + silent,
			`document.querySelector("#forge").click()`,
			[]string{"1 messages came from origins that may not post"},
			nil,
		},
		"loaded only": {
			early + silent,
			`postMessage({name: "CTLiveEvent", type: "Loaded", object: {widgetID: "w"}})`,
			[]string{"The SDK is loaded, and no widget has been shown since"},
			nil,
		},
		"malformed": {
			early + silent,
			`postMessage({name: "CTLiveEvent", type: 5})`,
			[]string{"1 messages came that could not be read"},
			nil,
		},
	}
	pages := map[string]console{}
	for name, c := range cases {
		p := openConsoleAt(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
			html = strings.Replace(html, early, "", 1)
			if name == "the SDK's frame blocked" {
				policy = strings.Replace(policy, "frame-src 'self' ", "frame-src ", 1)
			}
			return strings.Replace(html, sdk, c.scripts, 1), policy
		})+"/")
		e2e.ExpectProblems(c.problems...)
		assert.Empty(t, p.Text(t, "hints"), "not at once")
		p.Do(t, `void (`+cmp.Or(c.before, "0")+`)`)
		pages[name] = p
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p := pages[name]
			p.WaitFor(t, `document.querySelector("#hints").innerText !== ""`)
			assert.Equal(
				t,
				name != "loaded only" && name != "rules",
				strings.Contains(p.Text(t, "hints"), "Nothing has come for 10 seconds"),
			)
			assert.Contains(t, p.Text(t, "hints"), "Why is nothing happening?")
			for _, says := range c.says {
				assert.Contains(t, p.Text(t, "hints"), says)
			}
			assert.Equal(
				t,
				!strings.Contains(c.scripts, early) || name == "early.js too late",
				strings.Contains(p.Text(t, "hints"), "early.js"),
			)
		})
	}
	p := pages["silent"]
	p.CheckAccessibility(t, "with hints")
	p.Do(t, `postMessage({name: "CTLiveEvent", type: "WidgetShown"})`)
	p.WaitFor(t, `document.querySelector("#hints").innerText === ""`)
	p.WaitFor(t, `document.querySelector("#trouble").hidden`)
}

func TestNoticeSaysTheNewestProblemUntilItIsDismissed(t *testing.T) {
	p := openConsole(t)
	at := e2e.Examples(t)
	notice := `document.querySelector("#notice").innerText`
	assert.Empty(t, e2e.Eval[string](t, p.Page, notice))
	p.Press(t, "Forge an event")
	p.WaitFor(t, notice+`.includes('refused a CTLive message from "`+at.Frame+`"')`)
	allow := `To allow this one, pass &wasm.Options{Origins: []string{"` + at.Pages + `", "` + at.Frame +
		`"}} to wasm.Listen, and add data-origins="` + at.Frame + `" to the tag of early.js.`
	assert.Contains(t, p.Text(t, "notice"), allow)
	p.Do(t, `postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}})`)
	p.WaitFor(t, notice+`.includes("object.users[0] is a number, want a string")`)
	assert.NotContains(t, p.Text(t, "notice"), "To allow")
	p.Do(t, `ctliveSimulator.visit()`)
	p.waitForTypes(t, e2e.WholeVisit...)
	assert.Contains(t, p.Text(t, "notice"), "object.users[0]", "what goes well takes it away no more than time does")
	p.Press(t, "Dismiss")
	p.WaitFor(t, notice+` === ""`)
	assert.Equal(
		t,
		"moment",
		e2e.Eval[string](t, p.Page, `document.activeElement.id`),
		"the focus is not lost with the button",
	)
	assert.Equal(t, "2 problems", p.Text(t, "trouble"))
	p.Do(t, `postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}})`)
	p.WaitFor(t, notice+`.includes("(2 times, the first at ")`)
}

func TestTimelineMarksWhatWasNotDelivered(t *testing.T) {
	p := openConsole(t)
	p.waitForTypes(t, "Loaded", "WidgetShown")
	p.Press(t, "Forge an event")
	p.WaitFor(t, `document.querySelector("#drawing .cross")`)
	assert.Equal(t, []string{"widget classic_popup", "1 not delivered: click to see why"}, p.timeline(t).Names)
	p.Do(t, `(() => {
		const box = document.querySelector("#drawing .cross").getBoundingClientRect();
		document.querySelector("#picture").dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + box.width / `+
		`2, clientY: box.top, bubbles: true}));
	})()`)
	p.WaitFor(t, `/1 message was refused at [0-9.]+ s[.]$/.test(document.querySelector("#moment-text").innerText)`)
	p.WaitFor(t, e2e.HasItem("problems", `refused .*first at [0-9.]+ s; refused so far: 1\)`))
	assert.Empty(t, e2e.Eval[string](t, p.Page, `location.hash`))
	p.Do(t, `(() => {
		const box = document.querySelector("#drawing .cross").getBoundingClientRect();
		document.querySelector("#picture").dispatchEvent(new MouseEvent("click", {clientX: box.left + box.width / 2,
			clientY: box.top + box.height / 2, bubbles: true}));
	})()`)
	p.WaitFor(t, `location.hash === "#why"`)
}
