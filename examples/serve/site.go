package main

import (
	"bytes"
	"cmp"
	"html/template"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"example.com/ctlive-go/wasm/early"
)

// site has a handler for the pages and one for the frame of another origin.
type site struct {
	pages, frame http.Handler
}

// pageFiles are the files of the example pages, by the path they are served on. The .wasm files, wasm_exec.js and
// early.js come in addition.
var pageFiles = map[string]string{
	"/{$}":                               "examples/console/index.html",
	"/console.css":                       "examples/console/console.css",
	"/timeline.css":                      "examples/console/timeline.css",
	"/messages.css":                      "examples/console/messages.css",
	"/minimal/{$}":                       "examples/minimal/index.html",
	"/analytics/{$}":                     "examples/analytics/index.html",
	"/analytics/analytics.css":           "examples/analytics/analytics.css",
	"/page.css":                          "examples/serve/page.css",
	"/load.js":                           "examples/minimal/load.js",
	simulatorPath:                        "examples/simulator/livechatsdk.js",
	"/livechat/demo/lib/livechatsdk.css": "examples/simulator/livechatsdk.css",
	"/favicon.svg":                       "examples/serve/favicon.svg",
	"/favicon.ico":                       "examples/serve/favicon.svg", // for browsers that ask before they have read the page
}

var frameFiles = map[string]string{
	"/{$}":         "examples/serve/frame/index.html",
	"/frame.js":    "examples/serve/frame/frame.js",
	"/frame.css":   "examples/serve/frame/frame.css",
	"/favicon.svg": "examples/serve/favicon.svg",
}

// programs are the Go programs of the pages, by the path they are served on.
var programs = map[string]string{
	"/console.wasm":             "./examples/console",
	"/minimal/minimal.wasm":     "./examples/minimal",
	"/analytics/analytics.wasm": "./examples/analytics",
}

// simulatorPath is where the pages have the vendor's script.
const simulatorPath = "/livechat/demo/lib/livechatsdk.js"

// buildSite builds and reads all that is served. The pages may frame frameURL. They load the simulator, or the script at
// sdk if that is not "".
func buildSite(frameURL, sdk string) (site, error) {
	tools, err := findToolchain()
	if err != nil {
		return site{}, err
	}
	pages, frame := http.NewServeMux(), http.NewServeMux()
	values := pageValues{FrameURL: frameURL, sdk: cmp.Or(sdk, simulatorPath)}
	if err := addFiles(pages, tools.module, pageFiles, values); err != nil {
		return site{}, err
	}
	if err := addFiles(frame, tools.module, frameFiles, values); err != nil {
		return site{}, err
	}
	for path, program := range programs {
		content, err := tools.build(program)
		if err != nil {
			return site{}, err
		}
		pages.Handle("GET "+path, newAsset(path, content))
	}
	wasmExec, err := tools.wasmExec()
	if err != nil {
		return site{}, err
	}
	pages.Handle("GET /wasm_exec.js", newAsset("/wasm_exec.js", wasmExec))
	pages.Handle("GET /early.js", newAsset("/early.js", []byte(early.Script)))

	policy := "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
	pagesPolicy := policy + "; frame-src 'self' " + frameURL
	if sdk != "" {
		pagesPolicy = "" // nobody knows what it needs
	}
	return site{
		pages: withHeaders(pages, pagesPolicy),
		frame: withHeaders(frame, policy),
	}, nil
}

// pageValues are what differs in the pages from one server to another.
type pageValues struct {
	FrameURL string
	sdk      string // in place of simulatorPath
}

// addFiles reads files, fills in the values of the pages among them, and serves them.
func addFiles(mux *http.ServeMux, module string, files map[string]string, values pageValues) error {
	for path, file := range files {
		content, err := os.ReadFile(filepath.Join(module, filepath.FromSlash(file)))
		if err != nil {
			return err
		}
		if filepath.Ext(file) == ".html" {
			if content, err = fillIn(content, values); err != nil {
				return err
			}
		}
		mux.Handle("GET "+path, newAsset(file, content))
	}
	return nil
}

func fillIn(page []byte, values pageValues) ([]byte, error) {
	t, err := template.New("page").Parse(strings.ReplaceAll(string(page), simulatorPath, template.HTMLEscapeString(values.sdk)))
	if err != nil {
		return nil, err
	}
	var filled bytes.Buffer
	err = t.Execute(&filled, values)
	return filled.Bytes(), err
}

func withHeaders(next http.Handler, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
