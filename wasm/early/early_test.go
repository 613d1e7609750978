package early_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/wasm/early"
)

func TestWithoutItsCommentsTheScriptIsUnderOneKilobyte(t *testing.T) {
	shipped := regexp.MustCompile(`(?m)//.*$`).ReplaceAllString(early.Script, "")
	shipped = regexp.MustCompile(`\n\s*`).ReplaceAllString(shipped, "\n")
	assert.Less(t, len(shipped), 1024)
}

func TestTheScriptNeedsNoEvalAndNoInlineScript(t *testing.T) {
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
