//go:build unix

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { Main(m) }

func TestProblemIsHeardUntilItsPageIsClosed(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<script>go()</script>")
	})
	server := httptest.NewServer(withProblemScript(page))
	defer server.Close()
	var path string // that the page posts its problems to
	tell := func(t *testing.T, problem string) {
		answer, err := http.Post(server.URL+path, "text/plain", strings.NewReader(problem))
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
	}
	t.Run("a test", func(t *testing.T) {
		checkProblems(t, nil)
		answer, err := http.Get(server.URL + "/")
		require.NoError(t, err)
		html, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		script := regexp.MustCompile(`^<script src="(.+)"></script><script>go\(\)</script>$`).FindSubmatch(html)
		require.NotNil(t, script, string(html))
		path = string(script[1])

		ExpectProblems("while the test runs")
		tell(t, "while the test runs")
		closeUnheard(func() { tell(t, "while a tab is closed") })
		assert.Equal(t, []string{"while the test runs"}, problems.told)
	})
	tell(t, "while the next test runs")
	assert.Empty(t, problems.told)
}

func TestGoProgramThatPanicsIsAProblem(t *testing.T) {
	server := NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<!doctype html><script>console.log(Symbol()); console.log("panic: on purpose")</script>`)
	}))
	defer server.Close()
	p := Open(t, server.URL+"/")
	ExpectProblems("panic: on purpose")
	require.Eventually(t, func() bool {
		problems.Lock()
		defer problems.Unlock()
		return slices.ContainsFunc(toldIn(p.tab), func(problem string) bool {
			return strings.Contains(problem, "panic: on purpose")
		})
	}, time.Minute, 10*time.Millisecond)
}
