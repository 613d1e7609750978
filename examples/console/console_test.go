//go:build unix

package main_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/internal/e2e"
)

const listening = `document.documentElement.dataset.ctlive === "listening"`

func TestMain(m *testing.M) { e2e.Main(m) }

// console is the console in a tab.
type console struct{ *e2e.Page }

// openConsole opens the console, and waits until the simulator has posted Loaded and WidgetShown.
func openConsole(t testing.TB) console {
	t.Helper()
	p := openConsoleAt(t, e2e.Examples(t).Pages+"/")
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length >= 2`)
	return p
}

// openConsoleAt opens a console that is served elsewhere, and waits until its program listens.
func openConsoleAt(t testing.TB, address string) console {
	t.Helper()
	p := console{e2e.Open(t, address)}
	p.WaitFor(t, listening)
	return p
}

// row is a message as the console lists it.
type row struct{ Type, About, Who, Rest, Text string }

func (p console) rows(t *testing.T) []row {
	t.Helper()
	return e2e.Eval[[]row](t, p.Page, `[...document.querySelectorAll("#messages [role=option]")].map((row) =>
		({Type: row.querySelector("b").firstChild.textContent, Text: row.innerText, About: `+
		`row.querySelector(".about").textContent,
			Who: row.querySelector(".who").textContent, Rest: row.querySelector(".rest").textContent}))`)
}

func types(rows []row) (all []string) {
	for _, r := range rows {
		all = append(all, r.Type)
	}
	return all
}

// waitForTypes waits until the console shows so many messages, and compares their types.
func (p console) waitForTypes(t *testing.T, want ...string) []row {
	t.Helper()
	p.WaitFor(t, `document.querySelectorAll("#messages [role=option]").length >= `+strconv.Itoa(len(want)))
	rows := p.rows(t)
	assert.Equal(t, want, types(rows))
	return rows
}

// counter is an expression for one of the console's counters.
func counter(name string) string { return description("counters", name) }

// description is an expression for what a list of descriptions says of a name.
func description(id, name string) string {
	return `[...document.querySelectorAll("#` + id + ` div")].find((d) => d.firstChild.textContent ` +
		`=== "` + name + `")?.lastChild.innerText.trim()`
}

func TestConsoleWorksUnderTrustedTypes(t *testing.T) {
	address := e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return html, policy + "; require-trusted-types-for 'script'; trusted-types 'none'"
	})
	p := openConsoleAt(t, address+"/")
	p.WaitFor(t, `window.ctliveSimulator`)
	p.Do(t, `ctliveSimulator.visit(10)`)
	p.waitForTypes(t, e2e.WholeVisit...)
}

func TestControlsAreDisabledUntilTheProgramRuns(t *testing.T) {
	p := e2e.Open(t, e2e.Examples(t).Serve(t, func(html, policy string) (string, string) {
		return strings.Replace(html, `<script defer src="/load.js"`, `<script defer data-src="/load.js"`, 1), policy
	})+"/")
	const buttons = `[...document.querySelectorAll("header button, #view button")]`
	assert.True(t, e2e.Eval[bool](t, p, buttons+`.every((button) => button.matches(":disabled"))`))
	assert.Equal(t, "The Go program is loading.", p.Text(t, "state"))
	loaded := openConsole(t)
	assert.True(t, e2e.Eval[bool](t, loaded.Page, buttons+`.every((button) => button.matches(":enabled"))`))
}
