//go:build !js || !wasm

package engagement_test

import (
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/engagement"
)

var update = flag.Bool("update", false, "write engagement.js")

func TestScriptIsTheFile(t *testing.T) {
	if *update {
		require.NoError(t, os.WriteFile("engagement.js", []byte(engagement.Script), 0o644))
	}
	file, err := os.ReadFile("engagement.js")
	require.NoError(t, err)
	assert.Equal(t, engagement.Script, string(file), "write the file with: go test ./wasm/engagement -update")
}

func TestScriptIsUnderOneKilobyte(t *testing.T) {
	assert.Less(t, len(engagement.Script), 1024)
}

func TestScriptNeedsNoEvalAndNoInlineScript(t *testing.T) {
	assert.NotRegexp(t, regexp.MustCompile(`\beval\b|\bFunction\b|createElement|innerHTML`), engagement.Script)
}

func TestDecideNeedsABrowser(t *testing.T) {
	assert.ErrorIs(t, engagement.Decide(true), wasm.ErrNoBrowser)
	assert.ErrorIs(t, engagement.Decide(false), wasm.ErrNoBrowser)
}

// A Go server serves engagement.js beside its pages.
func Example_script() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /engagement.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		io.WriteString(w, engagement.Script)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
}
