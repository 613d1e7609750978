//go:build unix

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProblemOfAPageIsHeardUntilItsTestHasEnded(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<script>go()</script>")
	})
	server := httptest.NewServer(withProblemScript(page))
	defer server.Close()
	answer, err := http.Get(server.URL + "/")
	require.NoError(t, err)
	html, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	script := regexp.MustCompile(`^<script src="(.+)"></script><script>go\(\)</script>$`).FindSubmatch(html)
	require.NotNil(t, script, string(html))
	tell := func(problem string) {
		answer, err := http.Post(server.URL+string(script[1]), "text/plain", strings.NewReader(problem))
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
	}

	tell("while the test runs")
	problems.test++
	tell("while the next test runs")
	assert.Equal(t, []string{"while the test runs"}, problems.told)
	problems.told = nil
}
