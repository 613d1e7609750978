//go:build unix

package main_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
	"example.com/ctlive-go/internal/site"
)

// change is what differs on a server from that of the example pages.
type change struct {
	html   [2]string               // what is replaced in the page, and by what
	policy [2]string               // the same of its Content-Security-Policy
	files  map[string]http.Handler // what is served instead, by path
}

// openChanged opens the page on a server that is different, and returns it.
func openChanged(t *testing.T, c change) *e2e.Page {
	t.Helper()
	examples := e2e.Examples(t)
	server := e2e.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if file := c.files[r.URL.Path]; file != nil {
			file.ServeHTTP(w, r)
			return
		}
		if r.URL.Path != "/minimal/" {
			examples.Handler.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		examples.Handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/minimal/", nil))
		policy := answer.Header().Get("Content-Security-Policy")
		html := answer.Body.String()
		assert.Contains(t, html, c.html[0])
		assert.Contains(t, policy, c.policy[0])
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", strings.Replace(policy, c.policy[0], c.policy[1], 1))
		_, err := w.Write([]byte(strings.Replace(html, c.html[0], c.html[1], 1)))
		assert.NoError(t, err)
	}))
	t.Cleanup(server.Close)
	return e2e.Open(t, server.URL+"/minimal/")
}

const loadTag = `<script defer src="/load.js" data-wasm="minimal.wasm"></script>`

func TestStartupSaysOnThePageWhatIsWrong(t *testing.T) {
	tools, err := site.FindToolchain()
	require.NoError(t, err)
	wasmExec, err := tools.WasmExec()
	require.NoError(t, err)
	const ends = "./examples/minimal/testdata/ends"
	built, err := tools.Build(ends)
	require.NoError(t, err)
	// Until Go 1.20 the imports had another module name. In any version some of them have come or gone.
	otherModule := strings.ReplaceAll(string(wasmExec), "gojs", "go")
	otherImport := strings.Replace(string(wasmExec), "runtime.getRandomData", "runtime.getRandom", 1)
	require.NotEqual(t, string(wasmExec), otherModule)
	require.NotEqual(t, string(wasmExec), otherImport)

	for name, c := range map[string]struct {
		change change
		says   []string
	}{
		"the tag names no program": {
			change{html: [2]string{` data-wasm="minimal.wasm"`, ""}},
			[]string{"names no program", `data-wasm="minimal.wasm"`},
		},
		"there is no WebAssembly": {
			change{
				html:  [2]string{loadTag, `<script defer src="/none.js"></script>` + loadTag},
				files: map[string]http.Handler{"/none.js": site.NewAsset("none.js", []byte("delete globalThis.WebAssembly"))},
			},
			[]string{"has no WebAssembly"},
		},
		"there is no wasm_exec.js": {
			change{html: [2]string{`<script defer src="/wasm_exec.js"></script>`, ""}},
			[]string{"wasm_exec.js is missing", "lib/wasm/wasm_exec.js"},
		},
		"the policy forbids WebAssembly": {
			change{policy: [2]string{" 'wasm-unsafe-eval'", ""}},
			[]string{"add 'wasm-unsafe-eval' to its script-src"},
		},
		"the policy forbids to fetch the program": {
			change{policy: [2]string{"default-src 'self'", "default-src 'self'; connect-src 'none'"}},
			[]string{"minimal.wasm can't be loaded", "connect-src"},
		},
		"the program is not there": {
			change{html: [2]string{"minimal.wasm", "absent.wasm"}},
			[]string{"absent.wasm can't be loaded: the server answers 404"},
		},
		"the program has another content type": {
			change{html: [2]string{"minimal.wasm", "/favicon.svg"}},
			[]string{"Content-Type image/svg+xml, want application/wasm"},
		},
		"the program is cut off": {
			change{files: map[string]http.Handler{"/minimal/minimal.wasm": site.NewAsset("m.wasm", []byte("\x00asm\x01"))}},
			[]string{"minimal.wasm is no WebAssembly program, or only a part of one"},
		},
		"wasm_exec.js has another name for the imports": {
			change{files: map[string]http.Handler{"/wasm_exec.js": site.NewAsset("a.js", []byte(otherModule))}},
			[]string{"wasm_exec.js does not fit minimal.wasm", "lib/wasm/wasm_exec.js"},
		},
		"wasm_exec.js lacks an import": {
			change{files: map[string]http.Handler{"/wasm_exec.js": site.NewAsset("a.js", []byte(otherImport))}},
			[]string{"wasm_exec.js does not fit minimal.wasm", "lib/wasm/wasm_exec.js"},
		},
		"the program ends": {
			change{files: map[string]http.Handler{"/minimal/minimal.wasm": site.NewAsset("m.wasm", built[ends])}},
			[]string{"minimal.wasm has ended with exit code 3"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			// What the browser itself says, and load.js on the console.
			e2e.ExpectProblems(
				"The Go program does not run",
				"Content Security Policy",
				"Content-Security-Policy",
				"404",
				"connect-src",
				"CSP",
				"wasm-eval",
			)
			p := openChanged(t, c.change)
			const alert = `document.querySelector("[role=alert]")`
			p.WaitFor(t, alert+`?.checkVisibility()`)
			text := e2e.Eval[string](t, p, alert+".innerText")
			for _, part := range append(c.says, "The Go program does not run.") {
				assert.Contains(t, text, part)
			}
			assert.Equal(
				t,
				"2px",
				e2e.Eval[string](t, p, `getComputedStyle(`+alert+`).borderTopWidth`),
				"the policy lets it be seen",
			)
		})
	}
}

func TestStartupByAModuleScript(t *testing.T) {
	p := openChanged(
		t,
		change{html: [2]string{loadTag, `<script type="module" src="/load.js" data-wasm="minimal.wasm"></script>`}},
	)
	p.WaitFor(t, `document.querySelector("#status").innerText.startsWith("You can reach us")`)
}

func TestStartupUnderTrustedTypes(t *testing.T) {
	p := openChanged(t, change{policy: [2]string{"default-src", "require-trusted-types-for 'script'; default-src"}})
	p.WaitFor(t, `document.querySelector("#status").innerText.startsWith("You can reach us")`)
}

func TestStartupLeavesNothingOnThePageWhenAllIsWell(t *testing.T) {
	p := e2e.Open(t, e2e.Examples(t).Pages+"/minimal/")
	p.WaitFor(t, `document.querySelector("#status").innerText.startsWith("You can reach us")`)
	assert.Equal(t, int64(0), e2e.Eval[int64](t, p, `document.querySelectorAll("[role=alert]").length`))
	assert.Equal(t, "undefined", e2e.Eval[string](t, p, `typeof go + ""`))
}
