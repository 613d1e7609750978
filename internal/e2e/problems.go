//go:build unix

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/engine"
)

// Chromium tells of the problems of a page. In the others a script tells the server of them, which NewServer
// puts before the page's own.

// problemPath is where the script is, and where it posts to.
const problemPath = "/e2e-problems.js"

const problemScript = `(() => {
	const address = document.currentScript.src; // it has the number of the test
	const tell = (problem) => {
		try {
			const request = new XMLHttpRequest();
			request.open("POST", address, false); // it has arrived before the page goes on
			request.send(location.href + ": " + problem);
		} catch { } // the server is closed, or the page is leaving
	};
	addEventListener("error", (event) => tell(event.target === window
		? "uncaught error: " + event.message + " at " + event.filename + ":" + event.lineno
		: "can't load " + (event.target.src ?? event.target.href)), true);
	addEventListener("unhandledrejection", (event) => tell("unhandled rejection: " + event.reason));
	addEventListener("securitypolicyviolation", (event) => tell("violation of the Content Security Policy: " + ` +
	`event.effectiveDirective + " " + event.blockedURI));
	for (const level of ["error", "warn", "assert"]) {
		const say = console[level];
		console[level] = (...values) => {
			say.apply(console, values);
			if (level !== "assert" || !values[0]) tell("console." + level + ": " + values.join(" "));
		};
	}
	const log = console.log;
	console.log = (...values) => {
		log.apply(console, values);
		const text = typeof values[0] === "string" ? values[0] : "";
		if (/^(panic|fatal error): /.test(text)) tell("the Go program has ended: " + text);
	};
})();`

// problems has what the pages of the running test have told. A page that is being closed is not heard, nor one of an
// earlier test: Firefox ends a script that runs while its tab is closed, and the Go program breaks.
var problems struct {
	sync.Mutex
	test     int // how many tests have ended
	closing  int // how many tabs or visitors are being closed
	told     []string
	expected []string // parts of those that the test makes
	tabs     int      // of the test
}

// NewServer starts a server whose pages tell of their problems. The caller closes it.
func NewServer(handler http.Handler) *httptest.Server {
	return httptest.NewServer(tellingOfProblems(handler))
}

func tellingOfProblems(handler http.Handler) http.Handler {
	if engine.Chosen() == engine.Chromium {
		return handler
	}
	return withProblemScript(handler)
}

func withProblemScript(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != problemPath:
			script := `<script src="` + problemPath + "?test=" + runningTest() + `"></script>`
			changeHTML(w, r, handler, func(html string, _ http.Header) string {
				return strings.Replace(html, "<script", script+"<script", 1)
			})
		case r.Method == http.MethodPost:
			problem, _ := io.ReadAll(r.Body)
			hear(r.URL.Query().Get("test"), string(problem))
		default:
			w.Header().Set("Content-Type", "text/javascript")
			_, _ = io.WriteString(w, problemScript)
		}
	})
}

func runningTest() string {
	problems.Lock()
	defer problems.Unlock()
	return strconv.Itoa(problems.test)
}

func hear(test, problem string) {
	problems.Lock()
	defer problems.Unlock()
	if test == strconv.Itoa(problems.test) && problems.closing == 0 {
		problems.told = append(problems.told, problem)
	}
}

// closeUnheard closes a tab or a visitor.
func closeUnheard(end func()) {
	count := func(change int) {
		problems.Lock()
		defer problems.Unlock()
		problems.closing += change
	}
	count(1)
	defer count(-1)
	end()
}

// changeHTML serves what a handler does, but changes the pages among it. The function gets the header too, to
// change it.
func changeHTML(
	w http.ResponseWriter,
	r *http.Request,
	handler http.Handler,
	change func(html string, header http.Header) string,
) {
	if !strings.HasSuffix(r.URL.Path, "/") && !strings.HasSuffix(r.URL.Path, ".html") {
		handler.ServeHTTP(w, r)
		return
	}
	r.Header.Del("Accept-Encoding")
	r.Header.Del("If-None-Match")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, r)
	html := change(answer.Body.String(), answer.Header())
	for name, values := range answer.Header() {
		if name != "Content-Length" && name != "Etag" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(answer.Code)
	_, _ = io.WriteString(w, html)
}

// ExpectProblems names parts of problems that the test makes on purpose, on any of its pages.
func ExpectProblems(parts ...string) {
	problems.Lock()
	defer problems.Unlock()
	problems.expected = append(problems.expected, parts...)
}

// toldIn returns what was told: in the tab, or in engines that do not say it of a tab, in all of them.
func toldIn(tab engine.Tab) []string {
	if chromium, ok := tab.(*engine.ChromiumTab); ok {
		return chromium.Problems()
	}
	return problems.told
}

// checkProblems fails the test when it ends, if a page in the tab has had a problem.
func checkProblems(t testing.TB, tab engine.Tab) {
	problems.Lock()
	defer problems.Unlock()
	problems.tabs++
	t.Cleanup(func() {
		problems.Lock()
		defer problems.Unlock()
		unexpected := slices.DeleteFunc(toldIn(tab), func(problem string) bool {
			return slices.ContainsFunc(problems.expected, func(part string) bool { return strings.Contains(problem, part) })
		})
		assert.Empty(t, unexpected, "the problems of the pages")
		problems.told = nil
		if problems.tabs--; problems.tabs == 0 {
			problems.test++
			problems.expected = nil
		}
	})
}
