//go:build unix

package e2e

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/site"
)

// ExampleSite is a server of the example pages.
type ExampleSite struct {
	Pages, Frame string       // origins
	Handler      http.Handler // of the pages
}

// Examples builds the example pages and serves them, once for all tests of a package.
func Examples(t testing.TB) ExampleSite {
	t.Helper()
	found, err := examples()
	require.NoError(t, err)
	return found
}

var examples = sync.OnceValues(func() (ExampleSite, error) {
	frame := httptest.NewUnstartedServer(nil)
	frameURL := "http://" + frame.Listener.Addr().String()
	built, err := site.Build(site.Options{FrameURL: frameURL})
	if err != nil {
		return ExampleSite{}, err
	}
	frame.Config.Handler = tellingOfProblems(built.Frame)
	frame.Start()
	AtExit(frame.Close)
	pages := NewServer(built.Pages)
	AtExit(pages.Close)
	return ExampleSite{strings.Replace(pages.URL, "127.0.0.1", "localhost", 1), frameURL, built.Pages}, nil
})

// Serve serves the example pages from another origin, until the test ends: change gets the HTML of each page and its
// Content-Security-Policy, and returns what is served instead.
func (s ExampleSite) Serve(
	t testing.TB,
	change func(html, policy string) (changedHTML, changedPolicy string),
) (origin string) {
	server := NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		changeHTML(w, r, s.Handler, func(html string, header http.Header) string {
			const name = "Content-Security-Policy"
			html, policy := change(html, header.Get(name))
			header.Set(name, policy)
			return html
		})
	}))
	t.Cleanup(server.Close)
	return server.URL
}
