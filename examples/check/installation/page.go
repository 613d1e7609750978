package installation

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
)

// Page is what record.js saw of a page.
type Page struct {
	Origin  string
	Path    string  // of its address, without the query
	Browser string  // how the browser calls itself
	Late    bool    // the recording began when the page was there already
	Seconds float64 // how long it was watched
	Lost    int     // messages that record.js could not keep

	Scripts []Script // livechatsdk.js, as often as the page has it
	Early   Early
	Go      bool // wasm_exec.js ran, so there is a Go program

	Frames     []string // addresses of the connector's frames
	Connectors []string // origins whose connector said that it is loaded

	Policy     []string // Content-Security-Policies; nil if they are not known, empty if there is none
	Violations []Violation
}

// Script is a script of the vendor's on the page.
type Script struct {
	Src    string
	State  string // "loaded", "failed", or "" while it is not known
	Status int    // what the server answered, 0 if the browser does not say
}

// Early is what is known of early.js.
type Early struct {
	Tag      string // "before" or "after" the vendor's script; "" if the page has no such tag
	Deferred bool   // the tag is async, defer or a module, so that it may run too late
	Ran      bool
}

// Violation is something that the policy has blocked.
type Violation struct {
	Directive string // such as "script-src-elem"
	Blocked   string // an address without its query, or a word such as "inline", "eval" or "wasm-eval"
}

// ParsePage reads what record.js says of a page, as JSON.
func ParsePage(text []byte) (*Page, error) {
	var p Page
	err := json.Unmarshal(text, &p)
	return &p, err
}

// PageOf finds what record.js has noted of the page in a recording, which is nil if there is no such note: the
// recording is of the console or of another program then. alone is how many lines have a note and no message: for
// package recording they are lines that can't be read.
func PageOf(recording []byte) (page *Page, alone int) {
	for line := range bytes.Lines(recording) {
		var noted struct {
			Page     *Page
			Envelope json.RawMessage
		}
		if !bytes.Contains(line, []byte(`"page"`)) || json.Unmarshal(line, &noted) != nil || noted.Page == nil {
			continue
		}
		page = noted.Page
		if noted.Envelope == nil {
			alone++
		}
	}
	return page, alone
}

// vendor is the origin that the vendor's script comes from, "" if there is none.
func (p *Page) vendor() string {
	if len(p.Scripts) == 0 {
		return ""
	}
	return originOf(p.Scripts[0].Src)
}

// blocked returns what the policy has blocked of an origin, for directives that begin with one of some names.
func (p *Page) blocked(origin string, directives ...string) (found []Violation) {
	for _, v := range p.Violations {
		for _, directive := range directives {
			if strings.HasPrefix(v.Directive, directive) && originOf(v.Blocked) == origin {
				found = append(found, v)
				break
			}
		}
	}
	return found
}

// originOf returns the origin of an address, and what is no address as it is.
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return address
	}
	return u.Scheme + "://" + u.Host
}
