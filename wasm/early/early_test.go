package early_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/wasm/early"
)

func TestScriptIsUnderOneKilobyteAsItIsSent(t *testing.T) {
	var sent bytes.Buffer
	w := gzip.NewWriter(&sent)
	_, err := io.WriteString(w, regexp.MustCompile(`(?m)//.*$`).ReplaceAllString(early.Script, ""))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	assert.Less(t, sent.Len(), 1024)
}

func TestScriptNeedsNoEvalAndNoInlineScript(t *testing.T) {
	assert.NotRegexp(t, `\beval\b|\bFunction\b|createElement|innerHTML`, early.Script)
}

// A Go server serves early.js beside its pages.
func ExampleScript() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /early.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		io.WriteString(w, early.Script)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
}
