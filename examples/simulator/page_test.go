//go:build unix

package simulator_test

import (
	"html"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
)

func TestMain(m *testing.M) { e2e.Main(m) }

// policy is that of the example pages. The connector's frame is of the same origin.
const policy = site.Policy + "; frame-src 'self'"

// page has the simulator, with the attributes of its tag, and a link to /two/.
const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>A page</title>
  <script src="/test.js"></script>
  <script async src="/livechat/demo/lib/livechatsdk.js" ATTRIBUTES></script>
</head>
<body>
  <main>
    <h1>A page</h1>
    <p><a href="/two/">To page two</a></p>
    <p><button type="button" class="more"><span>Show more</span></button></p>
    <p class="area" tabindex="0">An area</p>
  </main>
</body>
</html>`

// testScript keeps what is posted to the page's window, the events and the commands of the connector, and the commands
// that the page posts to the connector. decide and refuse are engagementFunctions.
const testScript = `const events = [], commands = [], told = [];
addEventListener("message", ({data}) => {
	if (typeof data !== "string") {
		events.push(data);
		return;
	}
	const command = JSON.parse(data)?.command;
	commands.push(command);
	if (command === "connectorLoaded") {
		const frame = document.querySelector("iframe").contentWindow;
		frame.addEventListener("message", ({data}) => told.push(JSON.parse(data)?.command));
	}
});
let decided;
const decision = new Promise((resolve) => decided = resolve);
window.decide = () => decision;
window.refuse = () => Promise.reject(new Error("no"));`

// serve serves the page on "/", "/one/", "/two/" and so on, until the test ends. attributes are those of the
// simulator's tag; on "/bare/" it has none.
func serve(t *testing.T, attributes string) (origin string) {
	t.Helper()
	return serveWith(t, attributes, policy)
}

func serveWith(t *testing.T, attributes, policy string) (origin string) {
	t.Helper()
	const lib = "/livechat/demo/lib/"
	mux := http.NewServeMux()
	mux.Handle(lib, http.StripPrefix(lib, http.FileServer(http.Dir("."))))
	serveText := func(path, contentType, text string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType+"; charset=utf-8")
			_, _ = io.WriteString(w, text)
		})
	}
	serveText("/", "text/html", strings.Replace(page, "ATTRIBUTES", attributes, 1))
	serveText("/bare/", "text/html", strings.Replace(page, "ATTRIBUTES", "", 1))
	serveText("/test.js", "text/javascript", testScript)
	serveText("/favicon.ico", "image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	server := e2e.NewServer(site.WithHeaders(mux, policy))
	t.Cleanup(server.Close)
	return server.URL
}

// tab is a page with the simulator, and what was posted on it.
type tab struct{ *e2e.Page }

func open(t *testing.T, address string) tab {
	t.Helper()
	return tab{e2e.Open(t, address)}
}

// event is a message of the simulator's. Members that it does not have are empty.
type event struct {
	Type   string
	Object struct {
		ElementID, WidgetID, UserID, Type, ChatID string
		Users                                     []string
		IsSurveyConfigured                        *bool
	}
}

// waitForEvents waits until the page has got so many events, and compares their types, in order.
func (p tab) waitForEvents(t *testing.T, want ...string) []event {
	t.Helper()
	p.WaitFor(t, `events.length >= `+strconv.Itoa(len(want)))
	got := p.events(t)
	var types []string
	for _, e := range got {
		types = append(types, e.Type)
	}
	assert.Equal(t, want, types)
	return got
}

func (p tab) events(t *testing.T) []event {
	t.Helper()
	return e2e.Eval[[]event](t, p.Page, `events`)
}

// settle waits until all has come that was posted so far, to the page and to the connector.
func (p tab) settle(t *testing.T) {
	t.Helper()
	p.Do(t, `const frame = document.querySelector("iframe").contentWindow;
	await Promise.all([window, frame].map((target) => new Promise((resume) => {
		target.addEventListener("message", function settled(event) {
			if (event.data !== "{}") return;
			target.removeEventListener("message", settled);
			resume();
		});
		target.postMessage("{}", "/");
	})))`)
}

// follow clicks the link to page two, and waits for that page.
func (p tab) follow(t *testing.T) {
	t.Helper()
	p.Click(t, e2e.CSS("a"))
	p.WaitFor(t, `location.pathname === "/two/" && window.ctliveSimulator`)
}

// widgets are the ids of the elements that hold the widgets that are shown.
func (p tab) widgets(t *testing.T) []string {
	t.Helper()
	return e2e.Eval[[]string](t, p.Page, `[...document.querySelectorAll(".ctlive-demo > div")].map(({id}) => id)`)
}

// fillIn completes the form of the simulator.
func (p tab) fillIn(t *testing.T, reach, address string) {
	t.Helper()
	p.Fill(t, "Name", "Grace")
	p.Fill(t, reach, address)
	p.Press(t, "Send")
}

// says waits until the conversation has a text.
func (p tab) says(t *testing.T, text string) {
	t.Helper()
	p.WaitFor(t, `document.querySelector("[role=log]").innerText.includes(`+strconv.Quote(text)+`)`)
}

// attribute writes an attribute of the simulator's tag.
func attribute(name, value string) string { return name + `="` + html.EscapeString(value) + `" ` }

// twoServices are two services that share a widget's definition.
var twoServices = attribute(
	"data-services",
	`[{"elementID": "help"}, {"elementID": "sales", "label": "Talk to sales"}]`,
)

func hasPrefixes(t *testing.T, prefix string, ids ...string) {
	t.Helper()
	for _, id := range ids {
		assert.Regexp(t, "^"+prefix+"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id)
	}
}

func join(texts ...string) string { return strings.Join(texts, " ") }
