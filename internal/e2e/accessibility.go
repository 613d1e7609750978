//go:build unix

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/site"
)

// FromNPM reads a file of a package that make npm has installed.
func FromNPM(t testing.TB, name string) string {
	t.Helper()
	tools, err := site.FindToolchain()
	require.NoError(t, err)
	content, err := os.ReadFile(filepath.Join(tools.Module, "internal", "e2e", "npm", "node_modules", name))
	require.NoError(t, err, "the packages from npm are missing: run make npm, or make test, which does")
	return string(content)
}

var looks = []Look{
	{Width: 360, Scheme: "light"}, {Width: 360, Scheme: "dark"},
	{Width: 768, Scheme: "light"}, {Width: 768, Scheme: "dark"},
	{Width: 1440, Scheme: "light"}, {Width: 1440, Scheme: "dark"},
}

// violation is what axe-core finds.
type violation struct {
	ID, Help string
	Targets  string
}

// CheckAccessibility looks for violations of WCAG 2.2 A and AA with axe-core, in light and dark, narrow and
// wide, and for a page that is wider than its window.
func (p *Page) CheckAccessibility(t testing.TB, state string) {
	t.Helper()
	if !Eval[bool](t, p, `"axe" in window`) {
		p.Do(t, FromNPM(t, "axe-core/axe.min.js")+"; undefined")
	}
	for _, l := range looks {
		p.SetLook(t, l)
		found := Eval[[]violation](
			t,
			p,
			`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], iframes: false}).then(({violations}) =>
			violations.map(({id, help, nodes}) => ({ID: id, Help: help, Targets: nodes.map(({target, failureSummary}) => `+
				`target + " " + failureSummary).join("; ")})))`,
		)
		assert.Empty(t, found, "%s, %d pixels, %s", state, l.Width, l.Scheme)
		assert.LessOrEqual(t, Eval[int64](t, p, `document.documentElement.scrollWidth`), l.Width, state)
	}
}
