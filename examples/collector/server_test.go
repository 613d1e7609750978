package main

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/ctlivetest"
)

func TestPageOfAnotherOriginGetsNothingIn(t *testing.T) {
	c := start(t, testOptions(t))
	body := write(t, eventsOf("v", ctlivetest.Visit("", "")))
	for _, origin := range []string{"https://evil.example.com", "null", "", "https://www.example.com.evil.example",
		"http://www.example.com", "https://www.example.com:444", "HTTPS://WWW.EXAMPLE.COM", "https://www.example.com/"} {
		for _, method := range []string{http.MethodOptions, http.MethodPost} {
			header := http.Header{
				"Content-Type":                  batchHeader["Content-Type"],
				"Origin":                        {origin},
				"Access-Control-Request-Method": {"POST"},
			}
			got := c.do(t, method, "/events", header, body)
			assert.Equal(t, http.StatusForbidden, got.status, "%s %q", method, origin)
			assert.Empty(t, got.header.Get("Access-Control-Allow-Origin"))
		}
	}
	assert.Zero(t, c.stats(t).Events)
}

func TestPageOfAnAllowedOriginSendsAfterAPreflight(t *testing.T) {
	c := start(t, testOptions(t))
	preflight := c.do(t, http.MethodOptions, "/events", http.Header{
		"Origin": {
			ctlivetest.Origin,
		}, "Access-Control-Request-Method": {"POST"}, "Access-Control-Request-Headers": {"content-type,x-tenant"},
	}, nil)
	assert.Equal(t, http.StatusNoContent, preflight.status)
	assert.Equal(t, ctlivetest.Origin, preflight.header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "POST", preflight.header.Get("Access-Control-Allow-Methods"))
	assert.Equal(t, "content-type,x-tenant", preflight.header.Get("Access-Control-Allow-Headers"))
	assert.Empty(t, preflight.header.Get("Access-Control-Allow-Credentials"))

	header := http.Header{"Content-Type": batchHeader["Content-Type"], "Origin": {ctlivetest.Origin}}
	got := c.do(t, http.MethodPost, "/events", header, write(t, eventsOf("v", ctlivetest.Visit("", ""))))
	assert.Equal(t, http.StatusAccepted, got.status)
	assert.Equal(t, ctlivetest.Origin, got.header.Get("Access-Control-Allow-Origin"))
	assert.Contains(t, got.header.Values("Vary"), "Origin")
	got = c.do(t, http.MethodPost, "/events", header, []byte("[null]"))
	assert.Equal(t, http.StatusBadRequest, got.status)
	assert.Equal(t, ctlivetest.Origin, got.header.Get("Access-Control-Allow-Origin"), "the page can read what was wrong")
	for _, path := range []string{"/stats.json", "/live", "/"} {
		got = c.do(t, http.MethodHead, path, http.Header{"Origin": {ctlivetest.Origin}}, nil)
		assert.Empty(t, got.header.Get("Access-Control-Allow-Origin"), "figures are no page's of another origin")
	}
}

func TestAddressThatSendsTooMuchIsToldToWait(t *testing.T) {
	o := testOptions(t)
	o.limits.rate, o.limits.burst = 0.001, 3
	c := start(t, o)
	header := http.Header{"Content-Type": batchHeader["Content-Type"], "Origin": {ctlivetest.Origin}}
	for range 3 {
		assert.Equal(t, http.StatusAccepted, c.do(t, http.MethodPost, "/events", header, []byte("[]")).status)
	}
	got := c.do(t, http.MethodPost, "/events", header, []byte("[]"))
	assert.Equal(t, http.StatusTooManyRequests, got.status)
	assert.NotEmpty(t, got.header.Get("Retry-After"))
	assert.Equal(t, ctlivetest.Origin, got.header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "Retry-After", got.header.Get("Access-Control-Expose-Headers"))
}

func TestAddressOfAClient(t *testing.T) {
	l := rates{balancers: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}
	for name, test := range map[string]struct {
		remote    string
		forwarded []string
		want      string
	}{
		"is that of the connection":           {"192.0.2.1:5", nil, "192.0.2.1"},
		"is not what a client says of itself": {"192.0.2.1:5", []string{"198.51.100.7"}, "192.0.2.1"},
		"is what a balancer says":             {"10.1.2.3:5", []string{"198.51.100.7"}, "198.51.100.7"},
		"is the last that is no balancer's": {
			"10.1.2.3:5", []string{"203.0.113.9, 198.51.100.7", "10.9.9.9"}, "198.51.100.7",
		},
		"is a balancer's where that is all there is":   {"10.1.2.3:5", nil, "10.1.2.3"},
		"is a balancer's where that writes nonsense":   {"10.1.2.3:5", []string{"unknown"}, "10.1.2.3"},
		"is a network in IPv6":                         {"[2001:db8:1:2:3:4:5:6%eth0]:5", nil, "2001:db8:1:2::"},
		"is the same in IPv4 and in IPv6's form of it": {"[::ffff:192.0.2.1]:5", nil, "192.0.2.1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr, r.Header["X-Forwarded-For"] = test.remote, test.forwarded
			assert.Equal(t, test.want, l.client(r).String())
		})
	}
}

func TestRatesOfManyAddressesAreForgotten(t *testing.T) {
	l := rates{limits: limits{rate: 1, burst: 1, addresses: 10}}
	address := netip.MustParseAddr("192.0.2.1")
	for range 1000 {
		l.limiter(address)
		address = address.Next()
	}
	assert.Equal(t, 10, l.last.len())
}

const newContact = `{"cid":"chat-1","event":"new","widgetid":"w","beginTime":"1795338000123","users":{"a":1},` +
	`"dataCollections":{"phone":"+43"}}`

func TestNoticesAreStoredBesideTheEvents(t *testing.T) {
	c := start(t, testOptions(t))
	header := http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer secret"}}
	assert.Equal(t, http.StatusNoContent, c.do(t, http.MethodPost, "/webhook/ctlive", header, []byte(newContact)).status)
	assert.Equal(t, http.StatusNoContent, c.do(t, http.MethodPost, "/webhook/ctlive", header, []byte(newContact)).status)
	header.Set("Authorization", "Bearer guessed")
	assert.Equal(
		t,
		http.StatusUnauthorized,
		c.do(t, http.MethodPost, "/webhook/ctlive", header, []byte(newContact)).status,
	)
	assert.Zero(t, c.stats(t).Events, "notices are no page's events")
	stored, ok, err := readBack(c.store.stream, 1)
	require.NoError(t, err)
	require.True(t, ok)
	assert.Equal(t, "ctlive.notices.new", stored.subject)
	assert.NotContains(t, string(stored.data), "+43", "form data is personal")
	info, err := c.store.stream.Info(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 1, info.State.Msgs)

	o := testOptions(t)
	o.token = ""
	assert.Equal(
		t,
		http.StatusNotFound,
		start(t, o).do(t, http.MethodPost, "/webhook/ctlive", header, []byte(newContact)).status,
	)
}

func TestWhatWasRefusedIsKeptOverARestart(t *testing.T) {
	o := testOptions(t)
	c := start(t, o)
	for range 3 {
		c.do(t, http.MethodPost, "/events", batchHeader, []byte("[null]"))
	}
	c.do(t, http.MethodPost, "/events", http.Header{"Content-Type": {"text/plain"}}, nil)
	c.do(t, http.MethodPost, "/webhook/ctlive", nil, nil)
	c.stop()
	assert.Equal(
		t,
		[]refusedRow{{reasonMalformed, 3}, {reasonType, 1}, {reasonNotice, 1}},
		start(t, o).stats(t).Day.Refused,
	)
}

func TestPageChangesWhileItIsOpen(t *testing.T) {
	c := start(t, testOptions(t))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+"/live", nil)
	require.NoError(t, err)
	response, err := client.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	next := func(with string) {
		for lines.Scan() {
			if strings.Contains(lines.Text(), with) {
				return
			}
		}
		require.Fail(t, "the stream has ended", "want %s", with)
	}
	next(`data: {"events":0,`)
	c.post(t, eventsOf("v", ctlivetest.Visit("", ""))...)
	next(`data: {"events":11,"visits":1,"chats":1,`)
	c.stop() // does not wait for who has the page open
	assert.False(t, lines.Scan() && lines.Text() != "")
}

func TestShutdownTakesWhatIsInFlight(t *testing.T) {
	o := testOptions(t)
	c := start(t, o)
	body, send := io.Pipe()
	begun := make(chan struct{})
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got100Continue: func() { close(begun) }})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/events", body)
	require.NoError(t, err)
	request.Header = http.Header{"Content-Type": batchHeader["Content-Type"], "Expect": {"100-continue"}}
	var sending sync.WaitGroup
	sending.Go(func() {
		response, err := client.Do(request)
		if assert.NoError(t, err) {
			response.Body.Close()
			assert.Equal(t, http.StatusAccepted, response.StatusCode)
		}
	})
	<-begun // the collector waits for the body
	sending.Go(func() {
		<-c.stopping
		send.Write(write(t, eventsOf("v", ctlivetest.Visit("", ""))))
		send.Close()
	})
	c.stop()
	sending.Wait()
	assert.Equal(t, 11, start(t, o).stats(t).Events)
}

func TestFlags(t *testing.T) {
	folder := t.TempDir()
	token, empty := filepath.Join(folder, "token"), filepath.Join(folder, "empty")
	require.NoError(t, os.WriteFile(token, []byte(" secret\n"), 0o600))
	require.NoError(t, os.WriteFile(empty, []byte("\n"), 0o600))
	for args, want := range map[string]string{
		"":                                "there is no -origin",
		"-origin example.com":             `"example.com" is no origin`,
		"-origin https://example.com/":    `"https://example.com/" is no origin`,
		"-origin https://EXAMPLE.com":     "is no origin",
		"-origin https://example.com:443": "is no origin",
		"-origin *":                       "is no origin",
		"-origin null":                    "is no origin",
		"-origin https://a.example -token-file " + empty: "is empty",
		"-origin https://a.example -token-file nowhere":  "can't read the token",
		"-origin https://a.example -balancer x":          `"x" is no address`,
		"-origin https://a.example more":                 `"more" is none`,
		"-unknown":                                       "collector -h",
	} {
		_, err := parseFlags(strings.Fields(args), &strings.Builder{})
		assert.ErrorContains(t, err, want, args)
	}
	o, err := parseFlags(
		[]string{
			"-origin",
			"https://a.example,http://b.example:8080",
			"-origin",
			"https://c.example",
			"-token-file",
			token,
			"-balancer",
			"10.0.0.0/8 192.0.2.1",
		},
		&strings.Builder{},
	)
	require.NoError(t, err)
	assert.Equal(
		t,
		origins{"https://a.example": true, "http://b.example:8080": true, "https://c.example": true},
		o.origins,
	)
	assert.Equal(t, "secret", o.token)
	assert.Len(t, o.balancers, 2)
}

func TestTwoCollectorsDoNotShareAFolder(t *testing.T) {
	o := testOptions(t)
	start(t, o)
	_, err := newCollector(t.Context(), o)
	assert.ErrorContains(t, err, "another collector uses")
}
