//go:build !js

package e2e

import (
	"io"
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
	handler      http.Handler // of the pages
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
	built, err := site.Build(frameURL, "")
	if err != nil {
		return ExampleSite{}, err
	}
	frame.Config.Handler = built.Frame
	frame.Start()
	pages := httptest.NewServer(built.Pages)
	AtExit(frame.Close)
	AtExit(pages.Close)
	return ExampleSite{strings.Replace(pages.URL, "127.0.0.1", "localhost", 1), frameURL, built.Pages}, nil
})

// Serve serves the example pages from another origin, until the test ends: change gets the HTML of each page and its
// Content-Security-Policy, and returns what is served instead.
func (s ExampleSite) Serve(t testing.TB, change func(html, policy string) (changedHTML, changedPolicy string)) (origin string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/") {
			s.handler.ServeHTTP(w, r)
			return
		}
		r.Header.Del("Accept-Encoding")
		answer := httptest.NewRecorder()
		s.handler.ServeHTTP(answer, r)
		html, policy := change(answer.Body.String(), answer.Header().Get("Content-Security-Policy"))
		w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
		w.Header().Set("Content-Security-Policy", policy)
		_, _ = io.WriteString(w, html)
	}))
	t.Cleanup(server.Close)
	return server.URL
}
