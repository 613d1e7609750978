package installation

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPolicyAllowsWhatABrowserWould(t *testing.T) {
	const page, vendor = "https://www.example.com", "https://ctlive.example.net/livechat/t/lib/livechatsdk.js"
	for name, c := range map[string]struct {
		policies  []string
		directive string
		address   string
		want      bool
	}{
		"no policy allows all":                {nil, "script-src", vendor, true},
		"another directive restricts nothing": {[]string{"img-src 'none'"}, "script-src", vendor, true},
		"the host":                            {[]string{"script-src ctlive.example.net"}, "script-src", vendor, true},
		"the host with its scheme": {
			[]string{"script-src https://ctlive.example.net"}, "script-src", vendor, true,
		},
		"another host":                 {[]string{"script-src https://other.example.net"}, "script-src", vendor, false},
		"a host of which it is a part": {[]string{"script-src example.net"}, "script-src", vendor, false},
		"hosts below one":              {[]string{"script-src *.example.net"}, "script-src", vendor, true},
		"hosts below one are not that one": {
			[]string{"script-src *.example.net"}, "script-src", "https://example.net/", false,
		},
		"upper case":            {[]string{"SCRIPT-SRC HTTPS://CTLIVE.EXAMPLE.NET"}, "script-src", vendor, true},
		"a scheme":              {[]string{"script-src https:"}, "script-src", vendor, true},
		"another scheme":        {[]string{"script-src data:"}, "script-src", vendor, false},
		"http is for https too": {[]string{"script-src http://ctlive.example.net"}, "script-src", vendor, true},
		"https is not for http": {
			[]string{"script-src https://ctlive.example.net"}, "script-src", "http://ctlive.example.net/", false,
		},
		"all":                       {[]string{"script-src *"}, "script-src", vendor, true},
		"all is not for data":       {[]string{"img-src *"}, "img-src", "data:,", false},
		"data":                      {[]string{"img-src data:"}, "img-src", "data:,", true},
		"none":                      {[]string{"script-src 'none'"}, "script-src", vendor, false},
		"an empty list is none":     {[]string{"script-src"}, "script-src", vendor, false},
		"self is the page's origin": {[]string{"script-src 'self'"}, "script-src", page + "/early.js", true},
		"self is no other origin":   {[]string{"script-src 'self'"}, "script-src", vendor, false},
		"the default":               {[]string{"default-src https://ctlive.example.net"}, "frame-src", vendor, true},
		"the default does not add": {
			[]string{"default-src https://ctlive.example.net; frame-src 'self'"}, "frame-src", vendor, false,
		},
		"child-src stands for frame-src": {
			[]string{"default-src *; child-src 'none'"}, "frame-src", vendor, false,
		},
		"script-src-elem stands before script-src": {
			[]string{"script-src *; script-src-elem 'self'"}, "script-src", vendor, false,
		},
		"the first of two directives": {
			[]string{"script-src 'self'; script-src *"}, "script-src", vendor, false,
		},
		"two policies must both allow it": {
			[]string{"script-src *", "script-src 'self'"}, "script-src", vendor, false,
		},
		"two policies in one header": {[]string{"script-src *, script-src 'self'"}, "script-src", vendor, false},
		"a port": {
			[]string{"script-src https://ctlive.example.net:8443"}, "script-src", vendor, false,
		},
		"the port of the scheme": {
			[]string{"script-src https://ctlive.example.net:443"}, "script-src", vendor, true,
		},
		"any port":                 {[]string{"frame-src localhost:*"}, "frame-src", "https://localhost:8080", true},
		"a port that is not named": {[]string{"frame-src localhost"}, "frame-src", "https://localhost:8080", false},
		"a folder": {
			[]string{"script-src https://ctlive.example.net/livechat/"}, "script-src", vendor, true,
		},
		"another folder": {
			[]string{"script-src https://ctlive.example.net/other/"}, "script-src", vendor, false,
		},
		"a file": {[]string{"script-src " + vendor}, "script-src", vendor, true},
		"a path's case": {
			[]string{"script-src https://ctlive.example.net/LIVECHAT/"}, "script-src", vendor, false,
		},
		"web sockets of https": {
			[]string{"connect-src https://ctlive.example.net"}, "connect-src", "wss://ctlive.example.net", true,
		},
		"web sockets of another host": {
			[]string{"connect-src https://www.example.com"}, "connect-src", "wss://ctlive.example.net", false,
		},
		"a nonce is not for an address": {[]string{"script-src 'nonce-abc'"}, "script-src", vendor, false},
		"an address that is none":       {[]string{"script-src *"}, "script-src", "https://%zz", false},
		"white space and empty directives are alike": {
			[]string{" ;; script-src \t https://ctlive.example.net ; "}, "script-src", vendor, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, parsePolicies(c.policies).allow(c.directive, c.address, page))
		})
	}
}

func TestPolicyAllowsWebAssembly(t *testing.T) {
	for policy, want := range map[string]bool{
		"":                                     true,
		"img-src 'self'":                       true,
		"default-src 'self'":                   false,
		"script-src 'self'":                    false,
		"script-src 'unsafe-inline'":           false,
		"script-src 'self' 'wasm-unsafe-eval'": true,
		"script-src 'unsafe-eval'":             true,
		"default-src 'wasm-unsafe-eval'":       true,
		"script-src 'self'; script-src-elem 'wasm-unsafe-eval'":      false,
		"script-src 'wasm-unsafe-eval', default-src 'self'":          false,
		"default-src 'self'; script-src 'self' 'Wasm-Unsafe-Eval'  ": true,
	} {
		t.Run(policy, func(t *testing.T) {
			assert.Equal(t, want, parsePolicies([]string{policy}).allowWords("wasm", "'wasm-unsafe-eval'", "'unsafe-eval'"))
		})
	}
}

func TestPolicyByTicketIsTold(t *testing.T) {
	for policy, want := range map[string]bool{
		"script-src 'self' 'nonce-abc'":     true,
		"script-src 'sha256-abc='":          true,
		"default-src 'strict-dynamic'":      true,
		"script-src 'self' https://a.ch":    false,
		"style-src 'nonce-abc'; img-src *":  false,
		"script-src 'self', script-src 'a'": false,
	} {
		t.Run(policy, func(t *testing.T) { assert.Equal(t, want, parsePolicies([]string{policy}).byTicket()) })
	}
}
