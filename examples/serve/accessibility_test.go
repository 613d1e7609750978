package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fromNPM reads a file of a package of testdata/npm.
func fromNPM(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "npm", "node_modules", name))
	require.NoError(t, err, "the packages from npm are missing: run make npm, or make test, which does")
	return string(content)
}

// look is how a page is shown: the width of the window in pixels, and "light" or "dark".
type look struct {
	width  int64
	scheme string
}

var looks = []look{{360, "light"}, {360, "dark"}, {768, "light"}, {768, "dark"}, {1440, "light"}, {1440, "dark"}}

func (p *page) setLook(t *testing.T, l look) {
	t.Helper()
	p.run(t,
		emulation.SetDeviceMetricsOverride(l.width, 900, 1, false),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}}))
}

// violation is what axe-core finds.
type violation struct {
	ID, Help string
	Targets  string
}

// checkAccessibility looks for violations of WCAG 2.2 A and AA with axe-core, in light and dark, narrow and wide, and for
// a page that is wider than its window.
func (p *page) checkAccessibility(t *testing.T, state string) {
	t.Helper()
	if !eval[bool](t, p, `"axe" in window`) {
		eval[any](t, p, fromNPM(t, "axe-core/axe.min.js")+"; undefined")
	}
	for _, l := range looks {
		p.setLook(t, l)
		found := eval[[]violation](t, p, `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], iframes: false}).then(({violations}) =>
			violations.map(({id, help, nodes}) => ({ID: id, Help: help, Targets: nodes.map(({target, failureSummary}) => target + " " + failureSummary).join("; ")})))`)
		assert.Empty(t, found, "%s, %d pixels, %s", state, l.width, l.scheme)
		assert.LessOrEqual(t, eval[int64](t, p, `document.documentElement.scrollWidth`), l.width, state)
	}
}
