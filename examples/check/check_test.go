//go:build unix

package main_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

func TestMain(m *testing.M) { e2e.Main(m) }

// The scripts that stand in the page.
const (
	earlyTag = `<script src="/early.js"></script>`
	sdkTag   = `<script async src="/livechat/demo/lib/livechatsdk.js"></script>`
)

// The titles of the results.
const (
	script   = "The vendor’s script is loaded"
	frame    = "Its connector frame is allowed"
	loaded   = "Widgets say that they are loaded"
	shown    = "The widget w is shown"
	senders  = "Events come from the page itself"
	readable = "Events have the form that is known"
	early    = "early.js is in its place"
	policy   = "The policy allows the vendor’s script and frame"
	program  = "The policy allows a Go program"
	rest     = "The policy allows what widgets may need besides"
)

// vendorScript is a script as the vendor's: it has a frame of its own host, and posts nothing before that frame has
// answered. Its query says what it posts then.
const vendorScript = `(() => {
	const address = new URL(document.currentScript.src);
	const post = (type, object) => window.postMessage({name: "CTLiveEvent", type, object}, "/");
	const widget = {elementID: "e", widgetID: "w", userID: "USER_T_1"};
	addEventListener("message", ({origin, data}) => {
		if (origin !== address.origin || data !== '{"command":"connectorLoaded"}') return;
		for (const type of address.searchParams.getAll("post")) post(type, widget);
	});
	const frame = document.createElement("iframe");
	frame.hidden = true;
	frame.title = "Connector";
	frame.src = new URL("core/liveChatConnector.html", address).href;
	document.documentElement.append(frame);
})();`

// newVendor serves the script from an origin of its own.
func newVendor(t *testing.T) (origin string) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/livechat/t/lib/livechatsdk.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, vendorScript)
	})
	mux.HandleFunc("/livechat/t/lib/core/liveChatConnector.html", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(
			w,
			`<!doctype html><title>Connector</title><script>parent.postMessage('{"command":"connectorLoaded"}', "*")</script>`,
		)
	})
	server := e2e.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// page is the check page in a tab.
type page struct{ *e2e.Page }

// openAt opens the check page of a server, and waits until its program listens.
func openAt(t testing.TB, origin string) page {
	t.Helper()
	p := page{e2e.Open(t, origin+"/check/")}
	p.WaitFor(t, `document.documentElement.dataset.ctlive === "listening"`)
	return p
}

// healthyAt opens the check page with the vendor's script, and a policy that allows it. change makes it another one.
func healthyAt(t *testing.T, vendor string, change func(html, policy string) (string, string)) page {
	t.Helper()
	return openAt(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		html = strings.Replace(
			html,
			sdkTag,
			`<script async src="`+vendor+`/livechat/t/lib/livechatsdk.js?post=Loaded&amp;post=WidgetShown"></script>`,
			1,
		)
		policy = strings.Replace(
			policy,
			"script-src",
			"style-src 'self' 'unsafe-inline' "+vendor+"; connect-src 'self' "+vendor+" "+
				strings.Replace(
					vendor,
					"http",
					"ws",
					1,
				)+"; img-src 'self' data: "+vendor+"; media-src data: "+vendor+"; script-src "+vendor,
			1,
		)
		return change(html, strings.Replace(policy, "frame-src", "frame-src "+vendor, 1))
	}))
}

// entry is a JavaScript expression for the result with a title.
func entry(title string) string {
	return `[...document.querySelectorAll("#results li")].find((li) => li.querySelector("h3 > :last-child").innerText ` +
		`=== ` + strconv.Quote(
		title,
	) + `)`
}

// waitFor waits until a check has ended like this, and says a text.
func (p page) waitFor(t testing.TB, title, status, says string) {
	t.Helper()
	p.WaitFor(
		t,
		entry(title)+`?.className === "`+status+`" && `+entry(title)+`.innerText.includes(`+strconv.Quote(says)+`)`,
	)
}

func TestVisitOfAHealthyInstallationPasses(t *testing.T) {
	vendor := newVendor(t)
	p := healthyAt(t, vendor, func(html, policy string) (string, string) { return html, policy })
	p.waitFor(t, script, "passed", "It came from "+vendor+"/livechat/t/lib/livechatsdk.js.")
	p.waitFor(t, frame, "passed", "The frame of "+vendor)
	p.waitFor(t, loaded, "passed", "1 widget: w in the element e.")
	for _, title := range []string{shown, senders, readable, early, policy, program, rest} {
		p.waitFor(t, title, "passed", "")
	}
	p.WaitFor(t, `document.querySelector("#summary").innerText === "10 passed, 0 failed, 0 not seen."`)
	assert.Contains(t, p.Text(t, "state"), vendor)
}

func TestVisitOfABrokenInstallationNamesTheFault(t *testing.T) {
	const nowhere = "http://127.0.0.1:9" // a port where nothing listens
	vendor := newVendor(t)
	type edit func(html, policy string) (string, string)
	replace := func(from, to string) edit {
		return func(html, policy string) (string, string) { return strings.Replace(html, from, to, 1), policy }
	}
	for name, c := range map[string]struct {
		change              edit
		title, status, says string
		problems            []string // on the browser's console
	}{
		"a script that is not found": {
			replace("/livechat/t/lib/", "/x/"), script, "failed", "/x/livechatsdk.js", []string{"/x/livechatsdk.js", "404"},
		},
		"a script that the policy blocks": {replace(vendor, nowhere), script, "failed", "Add " + nowhere + " to script-src",
			[]string{nowhere, "Content Security Policy"}},
		"a frame that the policy blocks": {func(html, policy string) (string, string) {
			return html, strings.Replace(policy, "frame-src "+vendor, "frame-src", 1)
		}, frame, "failed", "Add " + vendor + " to frame-src", []string{"Content Security " +
			"Policy", "liveChatConnector", "chromewebdata", "ERR_BLOCKED_BY_CSP"}},
		"a policy without the vendor's frame": {func(html, policy string) (string, string) {
			return html, strings.Replace(policy, "frame-src "+vendor, "frame-src", 1)
		}, policy, "failed", "It does not allow " + vendor + " in frame-src.", []string{"Content Security " +
			"Policy", "liveChatConnector", "chromewebdata", "ERR_BLOCKED_BY_CSP"}},
		"no policy": {
			func(html, _ string) (string, string) { return html, "" }, policy, "passed", "The page has no " +
				"Content-Security-Policy", nil,
		},
		"no early.js": {replace(earlyTag, ""), early, "failed", "The page has no early.js", nil},
		"early.js too late": {
			replace(earlyTag, `<script defer src="/early.js"></script>`), early, "failed", "Its tag has async, defer or a " +
				"type", nil,
		},
		"no script": {
			replace(`<script async src="`+vendor, `<script async data-src="`), script, "failed", "no script livechatsdk.js", nil,
		},
		"no service": {
			replace("?post=Loaded&amp;post=WidgetShown", ""), loaded, "failed", "No service of the tenant is for this page " +
				"(inferred)", nil,
		},
		"a widget with a rule": {
			replace("&amp;post=WidgetShown", ""), shown, "not-seen", "It may wait for a rule of its service", nil,
		},
		"a type that is new": {
			replace("post=Loaded", "post=Moved&amp;post=Loaded"), readable, "passed", "does not know: Moved.", nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e2e.ExpectProblems(c.problems...)
			p := healthyAt(t, vendor, c.change)
			p.waitFor(t, c.title, c.status, c.says)
			if c.status != "passed" {
				p.WaitFor(t, entry(c.title)+`.innerText.includes("To do: ")`)
			}
		})
	}
}

func TestVisitWithForgedEventsNamesTheirOrigin(t *testing.T) {
	p := healthyAt(t, newVendor(t), func(html, policy string) (string, string) { return html, policy })
	at := e2e.Examples(t)
	p.waitFor(t, senders, "passed", "All 2 events came from ")
	p.Do(t, `await new Promise((loaded) => {
		const frame = document.createElement("iframe");
		frame.id = "foreign";
		frame.title = "A page of another origin";
		frame.src = `+strconv.Quote(at.Frame+"/")+`;
		frame.onload = loaded;
		document.body.append(frame);
	})`)
	p.Do(
		t,
		`document.querySelector("#foreign").contentWindow.postMessage({forge: {name: "CTLiveEvent", type: "ChatStarted", `+
			`object: {chatID: "c"}}}, "*")`,
	)
	p.waitFor(t, senders, "failed", "Refused events came from: "+at.Frame+".")
	p.Do(t, `postMessage({name: "CTLiveEvent", type: "ChatOnline", object: {users: [1]}})`)
	p.waitFor(t, readable, "failed", "1 message could not be read.")
}

func TestVisitWithTheSimulatorPasses(t *testing.T) {
	p := openAt(t, e2e.Examples(t).Pages)
	for _, title := range []string{script, loaded, senders, readable, early, policy, program} {
		p.waitFor(t, title, "passed", "")
	}
	p.WaitFor(t, `document.querySelectorAll("#results .failed").length === 0`)
}
