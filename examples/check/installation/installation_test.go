package installation

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

const (
	site   = "https://www.example.com"
	vendor = "https://ctlive.example.net"
	sdk    = vendor + "/livechat/t/lib/livechatsdk.js"
)

// healthy is the evidence of a visit on a page with all that it should have.
func healthy() Evidence {
	page := Page{
		Origin: site, Path: "/help", Browser: "A browser", Seconds: 20, Go: true,
		Scripts:    []Script{{Src: sdk, State: "loaded"}},
		Early:      Early{Tag: "before", Ran: true},
		Frames:     []string{vendor + "/livechat/t/lib/core/liveChatConnector.html"},
		Connectors: []string{vendor},
		Policy: []string{"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' " + vendor + "; frame-src " + vendor +
			"; style-src 'unsafe-inline' " + vendor + "; connect-src " + vendor + " wss://ctlive.example.net; img-src data: " +
			vendor + "; media-src data: " + vendor},
	}
	messages := ctlivetest.Visit("CHAT_1", "USER_1")
	for n := range messages {
		messages[n].Origin = site
	}
	return FromRecording(messages, 0, &page)
}

// silent takes the messages away.
func silent(e *Evidence) { e.Messages, e.Page.Connectors = nil, nil }

func TestCheckPassesAHealthyInstallation(t *testing.T) {
	for _, r := range Check(healthy()) {
		assert.Equal(t, Passed, r.Status, "%+v", r)
		assert.Empty(t, r.ToDo, r.Title)
	}
	live := healthy()
	live.Recorded = false
	assert.Equal(t, len(Check(live)), Count(Check(live), Passed))
}

func TestCheckFindsTheFault(t *testing.T) {
	const script, frame, loaded, shown = "The vendor’s script is loaded", "Its connector frame is allowed",
		"Widgets say that they are loaded", "A widget is shown"
	const early, policy, wasm, rest = "early.js is in its place", "The policy allows the vendor’s script and frame",
		"The policy allows a Go program", "The policy allows what widgets may need besides"
	const senders, readable = "Events come from the page itself", "Events have the form that is known"
	for name, c := range map[string]struct {
		change func(*Evidence)
		title  string
		status Status
		says   string
	}{
		"no script": {
			func(e *Evidence) { silent(e); e.Page.Scripts = nil }, script, Failed, "no script livechatsdk.js",
		},
		"a script of another name": {func(e *Evidence) { e.Page.Scripts = nil }, script, NotSeen, "may have another name"},
		"two scripts": {
			func(e *Evidence) { e.Page.Scripts = append(e.Page.Scripts, e.Page.Scripts...) }, script, Failed, "2 times",
		},
		"a script that is not found": {
			func(e *Evidence) { silent(e); e.Page.Scripts[0] = Script{sdk, "failed", 404} }, script, Failed, "answered 404",
		},
		"a script that is blocked": {func(e *Evidence) {
			silent(e)
			e.Page.Scripts[0].State = "failed"
			e.Page.Violations = []Violation{{"script-src-elem", sdk}}
		}, script, Failed, "policy blocked it"},
		"a script that fails": {
			func(e *Evidence) { silent(e); e.Page.Scripts[0].State = "failed" }, script, Failed, "could not be loaded " +
				"from " + sdk,
		},
		"a script before the recording": {
			func(e *Evidence) { e.Page.Scripts[0].State, e.Page.Late = "", true }, script, Passed, "Its events came",
		},
		"a script that may still come": {
			func(e *Evidence) { silent(e); e.Page.Scripts[0].State, e.Page.Seconds = "", 2 }, script, NotSeen, "not come yet",
		},
		"a script that does not come": {
			func(e *Evidence) { silent(e); e.Page.Scripts[0].State = "" }, script, Failed, "within 10 seconds",
		},
		"a script nobody knows of": {
			func(e *Evidence) { silent(e); e.Page.Scripts[0].State, e.Page.Late = "", true }, script, NotSeen, "so late",
		},
		"a frame that is blocked": {
			func(e *Evidence) { silent(e); e.Page.Violations = []Violation{{"frame-src", vendor + "/x"}} }, frame, Failed,
			"blocked a frame",
		},
		"a frame of somebody else": {
			func(e *Evidence) { e.Page.Violations = []Violation{{"frame-src", "https://ads.example.org/"}} }, frame, Passed,
			"says that it is loaded",
		},
		"a frame that is silent": {silent, frame, Failed, "has not said that it is loaded"},
		"a frame that may still come": {
			func(e *Evidence) { silent(e); e.Page.Seconds = 3 }, frame, NotSeen, "not said yet",
		},
		"a frame of before": {
			func(e *Evidence) { silent(e); e.Page.Late = true }, frame, NotSeen, "came too late to see",
		},
		"a frame of before, with events": {
			func(e *Evidence) { e.Page.Connectors, e.Page.Late = nil, true }, frame, Passed, "events came, which wait for it",
		},
		"no frame": {
			func(e *Evidence) { e.Page.Connectors, e.Page.Frames = nil, nil }, frame, NotSeen, "no such frame",
		},
		"a forged connector": {
			func(e *Evidence) { silent(e); e.Page.Connectors = []string{"https://evil.example.org"} }, frame, Failed,
			"has not said",
		},

		"no service": {
			func(e *Evidence) { e.Messages = nil }, loaded, Failed, "No service of the tenant is for this page (inferred)",
		},
		"no event yet": {
			func(e *Evidence) { e.Messages, e.Page.Seconds = nil, 4 }, loaded, NotSeen, "so far",
		},
		"no event of a late recording": {
			func(e *Evidence) { e.Messages, e.Page.Late = nil, true }, loaded, NotSeen, "there already",
		},
		"no event, and the frame failed": {silent, loaded, NotSeen, "see what failed above"},
		"no event but refused ones": {
			func(e *Evidence) { e.Messages, e.Refused = nil, []string{vendor} }, loaded, NotSeen, "from elsewhere",
		},
		"no Loaded": {
			func(e *Evidence) { e.Messages = e.Messages[1:] }, loaded, NotSeen, "recording began too late",
		},
		"no event, and no widget": {func(e *Evidence) { e.Messages = nil }, shown, NotSeen, "No widget has been loaded"},
		"a widget that waits": {func(e *Evidence) {
			e.Messages = []ctlive.Message{{Event: ctlive.Loaded{ElementID: "e", WidgetID: "w"}},
				{Event: ctlive.WidgetShown{ElementID: "e2", WidgetID: "w"}}}
		}, "The widget w is shown", NotSeen, "has not been shown"},

		"a refused origin": {
			func(e *Evidence) { e.Refused = []string{"https://evil.example.org"} }, senders, Failed, "https://evil.example.org",
		},
		"no event at all":         {silent, senders, NotSeen, "No event came"},
		"an unreadable message":   {func(e *Evidence) { e.Unreadable = 1 }, readable, Failed, "1 message could not"},
		"messages that were lost": {func(e *Evidence) { e.Page.Lost = 2 }, readable, Failed, "2 messages could not"},
		"a type that is new": {
			func(e *Evidence) { e.Messages = append(e.Messages, ctlive.Message{Event: ctlive.Unknown{Type: "New"}}) }, readable,
			Passed, "does not know: New",
		},

		"no early.js": {func(e *Evidence) { e.Page.Early = Early{} }, early, Failed, "has no early.js"},
		"no early.js and no program": {
			func(e *Evidence) { e.Page.Early, e.Page.Go = Early{}, false }, early, NotSeen, "no Go program that would need it",
		},
		"no early.js in a late recording": {
			func(e *Evidence) { e.Page.Early, e.Page.Late = Early{}, true }, early, NotSeen, "too late to see",
		},
		"early.js too late": {
			func(e *Evidence) { e.Page.Early.Tag = "after" }, early, Failed, "after the vendor’s",
		},
		"early.js with async":        {func(e *Evidence) { e.Page.Early.Deferred = true }, early, Failed, "async, defer"},
		"early.js that does not run": {func(e *Evidence) { e.Page.Early.Ran = false }, early, Failed, "has not run"},
		"early.js in another script": {func(e *Evidence) { e.Page.Early.Tag = "" }, early, NotSeen, "part of another script"},

		"no policy": {
			func(e *Evidence) { e.Page.Policy = []string{} }, policy, Passed, "no Content-Security-Policy",
		},
		"a policy nobody knows": {func(e *Evidence) { e.Page.Policy = nil }, policy, NotSeen, "did not say"},
		"a policy without the vendor": {
			func(e *Evidence) { e.Page.Policy = []string{"default-src 'self'"} }, policy, Failed, "in script-src, frame-src",
		},
		"a policy without the frame": {
			func(e *Evidence) { e.Page.Policy = []string{"frame-src 'self'"} }, policy, Failed, "in frame-src",
		},
		"a policy with a nonce": {
			func(e *Evidence) { e.Page.Policy = []string{"script-src 'nonce-a'"} }, policy, Passed, "by a nonce",
		},
		"a violation of a policy nobody knows": {
			func(e *Evidence) { e.Page.Policy, e.Page.Violations = nil, []Violation{{"frame-src", vendor}} }, policy, Failed,
			"in frame-src",
		},
		"no WebAssembly": {
			func(e *Evidence) { e.Page.Policy = []string{"script-src 'self'"} }, wasm, Failed, "does not allow WebAssembly",
		},
		"no WebAssembly, and no program": {
			func(e *Evidence) {
				e.Page.Policy, e.Page.Go = []string{"script-src " +
					"'self'"}, false
			}, wasm, NotSeen, "no Go program yet",
		},
		"WebAssembly that was blocked": {
			func(e *Evidence) { e.Page.Policy, e.Page.Violations = nil, []Violation{{"script-src", "wasm-eval"}} }, wasm,
			Failed, "does not allow WebAssembly",
		},
		"no connections": {
			func(e *Evidence) {
				e.Page.Policy = []string{"connect-src " +
					"'self'"}
			}, rest, NotSeen, "connect-src " + vendor + ", connect-src wss://ctlive.example.net",
		},
		"no inline styles": {
			func(e *Evidence) { e.Page.Policy = []string{"style-src " + vendor} }, rest, NotSeen, "style-src 'unsafe-inline'",
		},
		"Trusted Types": {
			func(e *Evidence) { e.Page.Policy = []string{"require-trusted-types-for 'script'"} }, rest, NotSeen, "Trusted Types",
		},
		"a style that was blocked": {func(e *Evidence) {
			e.Page.Violations = []Violation{{"style-src-attr", "inline"}, {"style-src-attr", "inline"}}
		}, rest, Failed, "It blocked: style-src-attr of inline."},
		"eval that was blocked": {
			func(e *Evidence) { e.Page.Violations = []Violation{{"script-src", "eval"}} }, rest, Failed, "script-src of eval",
		},
		"a foreign image that was blocked": {
			func(e *Evidence) { e.Page.Violations = []Violation{{"img-src", "https://ads.example.org/x.png"}} }, rest, Passed,
			"allows styles",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := healthy()
			c.change(&e)
			var found []Result
			for _, r := range Check(e) {
				if r.Title == c.title {
					found = append(found, r)
				}
			}
			require.NotEmpty(t, found, "there is no result %q", c.title)
			assert.Equal(t, c.status, found[0].Status, found[0].Text)
			assert.Contains(t, found[0].Text, c.says)
			if c.status == Failed {
				assert.NotEmpty(t, found[0].ToDo)
			}
		})
	}
}

func TestCheckOfARecordingWithoutAPageSaysWhatItCannotSee(t *testing.T) {
	e := FromRecording(ctlivetest.Visit("c", "u"), 0, nil)
	e.Messages[0].Early = true
	got := map[string]Status{}
	for _, r := range Check(e) {
		got[r.Title] = r.Status
	}
	assert.Equal(t, map[string]Status{
		"The vendor’s script is loaded": Passed, "Its connector frame is allowed": NotSeen, "Widgets say that they are " +
			"loaded": Passed,
		"The widget widget-1 is shown": Passed, "Events come from the page itself": NotSeen, "Events have the form that " +
			"is known": Passed,
		"early.js is in its place": Passed, "The policy allows the vendor’s script and frame": NotSeen, "The policy " +
			"allows a Go program": NotSeen,
	}, got)
	for _, r := range Check(Evidence{}) {
		assert.Equal(t, NotSeen, r.Status, r.Title)
	}
}

func TestFromRecordingTellsRefusedOrigins(t *testing.T) {
	messages := []ctlive.Message{
		{Event: ctlive.Loaded{}, Origin: site}, {Event: ctlive.Loaded{}, Origin: "https://a.example"},
		{Event: ctlive.Loaded{}, Origin: "https://a.example"}, {Event: ctlive.Loaded{}},
	}
	e := FromRecording(messages, 0, &Page{Origin: site})
	assert.Len(t, e.Messages, 1)
	assert.Equal(t, []string{"https://a.example", ""}, e.Refused)
	assert.Len(t, FromRecording(messages, 0, nil).Messages, 4)
}

func TestCheckOfManyWidgetsEnds(t *testing.T) {
	e := healthy()
	e.Messages = nil
	for n := range 10_000 {
		e.Messages = append(
			e.Messages,
			ctlive.Message{Event: ctlive.Loaded{WidgetID: strings.Repeat("w", n%200) + strconv.Itoa(n)}, Origin: site},
		)
	}
	assert.Len(t, Check(e), 9+maxWidgets)
	assert.Less(t, len(Report(e, e.Messages[0].Time)), 20_000)
}
