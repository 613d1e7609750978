// Package site builds the example pages and serves them as a real server would. The command examples/serve and the
// end-to-end tests use it.
package site

import (
	"bytes"
	"cmp"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"example.com/ctlive-go/wasm/early"
	"example.com/ctlive-go/wasm/engagement"
)

// Site has a handler for the pages and one for the frame of another origin.
type Site struct {
	Pages, Frame http.Handler
}

// pageFiles are the files of the example pages, by the path they are served on. The simulator, the .wasm files,
// wasm_exec.js, early.js and engagement.js come in addition.
var pageFiles = map[string]string{
	"/{$}":                       "examples/console/index.html",
	"/two/{$}":                   "examples/console/index.html",
	"/controls.css":              "examples/console/controls.css",
	"/console.css":               "examples/console/console.css",
	"/timeline.css":              "examples/console/timeline.css",
	"/messages.css":              "examples/console/messages.css",
	"/minimal/{$}":               "examples/minimal/index.html",
	"/analytics/{$}":             "examples/analytics/index.html",
	"/analytics/two/{$}":         "examples/analytics/index.html",
	"/analytics/analytics.css":   "examples/analytics/analytics.css",
	"/engagement/{$}":            "examples/engagement/index.html",
	"/engagement/engagement.css": "examples/engagement/engagement.css",
	"/check/{$}":                 "examples/check/index.html",
	"/check/check.css":           "examples/check/check.css",
	"/check/record.js":           "examples/check/record.js",
	"/page.css":                  "examples/serve/page.css",
	"/load.js":                   "examples/minimal/load.js",
	"/favicon.svg":               "examples/serve/favicon.svg",
	"/favicon.ico":               "examples/serve/favicon.svg", // for browsers that ask before they have read the page
	"/customevents/{$}":          "examples/customevents/index.html",
	"/customevents/page.js":      "examples/customevents/page.js",
}

var frameFiles = map[string]string{
	"/{$}":         "examples/serve/frame/index.html",
	"/frame.js":    "examples/serve/frame/frame.js",
	"/frame.css":   "examples/serve/frame/frame.css",
	"/favicon.svg": "examples/serve/favicon.svg",
}

// programs are the Go programs of the pages, by the path they are served on.
var programs = map[string]string{
	"/console.wasm":                   "./examples/console",
	"/minimal/minimal.wasm":           "./examples/minimal",
	"/analytics/analytics.wasm":       "./examples/analytics",
	"/engagement/engagement.wasm":     "./examples/engagement",
	"/customevents/customevents.wasm": "./examples/customevents",
	"/check/check.wasm":               "./examples/check",
}

// simulatorPath is where the pages have the vendor's script, and simulatorFolder what belongs to it.
const (
	simulatorFolder = "/livechat/demo/lib/"
	simulatorPath   = simulatorFolder + "livechatsdk.js"
)

// Policy is the Content-Security-Policy that a page with a Go program can have.
const Policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"

// Options are what differs from one site to another.
type Options struct {
	FrameURL string // the origin that the pages may frame
	SDK      string // the URL of the vendor's script; "": the pages load the simulator
	Beacon   string // the URL that the pages send their events to, with a host; "": they send none
}

// Build builds and reads all that is served.
func Build(opts Options) (Site, error) {
	tools, err := FindToolchain()
	if err != nil {
		return Site{}, err
	}
	pages, frame := http.NewServeMux(), http.NewServeMux()
	values := pageValues{FrameURL: opts.FrameURL, Beacon: opts.Beacon, sdk: cmp.Or(opts.SDK, simulatorPath)}
	if err := addFiles(pages, tools.Module, pageFiles, values); err != nil {
		return Site{}, err
	}
	simulator, err := simulatorFiles(tools.Module)
	if err != nil {
		return Site{}, err
	}
	if err := addFiles(pages, tools.Module, simulator, values); err != nil {
		return Site{}, err
	}
	if err := addFiles(frame, tools.Module, frameFiles, values); err != nil {
		return Site{}, err
	}
	built, err := tools.Build(slices.Collect(maps.Values(programs))...)
	if err != nil {
		return Site{}, err
	}
	for path, program := range programs {
		pages.Handle("GET "+path, NewAsset(path, built[program]))
	}
	wasmExec, err := tools.WasmExec()
	if err != nil {
		return Site{}, err
	}
	pages.Handle("GET /wasm_exec.js", NewAsset("/wasm_exec.js", wasmExec))
	pages.Handle("GET /early.js", NewAsset("/early.js", []byte(early.Script)))
	pages.Handle("GET /engagement.js", NewAsset("/engagement.js", []byte(engagement.Script)))

	pagesPolicy, err := opts.policy()
	if err != nil {
		return Site{}, err
	}
	return Site{
		Pages: WithHeaders(pages, pagesPolicy),
		Frame: WithHeaders(frame, Policy),
	}, nil
}

// policy is the Content-Security-Policy of the pages, "" if nobody knows what they need.
func (o Options) policy() (string, error) {
	if o.SDK != "" {
		return "", nil
	}
	policy := Policy + "; frame-src 'self' " + o.FrameURL
	if o.Beacon == "" {
		return policy, nil
	}
	server, err := url.Parse(o.Beacon)
	if err != nil {
		return "", err
	}
	return policy + "; connect-src 'self' " + server.Scheme + "://" + server.Host, nil
}

// pageValues are what differs in the pages from one server to another.
type pageValues struct {
	FrameURL string
	Beacon   string
	Second   bool   // the page is served a second time, for visits of several pages
	sdk      string // in place of simulatorPath
}

// simulatorFiles lists the files of the simulator that a browser asks for, by the path they are served on.
func simulatorFiles(module string) (map[string]string, error) {
	const folder = "examples/simulator"
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(module), folder, func(file string, _ fs.DirEntry, err error) error {
		if contentTypes[path.Ext(file)] != "" {
			files[simulatorFolder+strings.TrimPrefix(file, folder+"/")] = file
		}
		return err
	})
	return files, err
}

// addFiles reads files, fills in the values of the pages among them, and serves them.
func addFiles(mux *http.ServeMux, module string, files map[string]string, values pageValues) error {
	for path, file := range files {
		content, err := os.ReadFile(filepath.Join(module, filepath.FromSlash(file)))
		if err != nil {
			return err
		}
		isPage := filepath.Ext(file) == ".html"
		if isPage {
			values.Second = strings.HasSuffix(path, "/two/{$}")
			if content, err = fillIn(content, values); err != nil {
				return err
			}
		}
		asset := NewAsset(file, content)
		if isPage {
			asset.cacheControl = "no-store" // what Firefox makes of sessionStorage else: see wasm/sessionstore
		}
		mux.Handle("GET "+path, asset)
	}
	return nil
}

func fillIn(page []byte, values pageValues) ([]byte, error) {
	t, err := template.New("page").
		Parse(strings.ReplaceAll(string(page), simulatorPath, template.HTMLEscapeString(values.sdk)))
	if err != nil {
		return nil, err
	}
	var filled bytes.Buffer
	err = t.Execute(&filled, values)
	return filled.Bytes(), err
}

// WithHeaders adds a Content-Security-Policy, unless it is "", and forbids the browser to guess content types.
func WithHeaders(next http.Handler, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if policy != "" {
			w.Header().Set("Content-Security-Policy", policy)
		}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
