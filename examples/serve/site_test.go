//go:build unix

package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func get(t *testing.T, address string, header map[string]string) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := (&http.Transport{DisableCompression: true}).RoundTrip(request)
	require.NoError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, content
}

func TestFilesHaveTheirContentType(t *testing.T) {
	at := examples(t)
	for address, want := range map[string]string{
		at.pages + "/":                                              "text/html; charset=utf-8",
		at.pages + "/two/":                                          "text/html; charset=utf-8",
		at.pages + "/console.css":                                   "text/css; charset=utf-8",
		at.pages + "/console.wasm":                                  "application/wasm",
		at.pages + "/timeline.css":                                  "text/css; charset=utf-8",
		at.pages + "/messages.css":                                  "text/css; charset=utf-8",
		at.pages + "/page.css":                                      "text/css; charset=utf-8",
		at.pages + "/analytics/":                                    "text/html; charset=utf-8",
		at.pages + "/analytics/two/":                                "text/html; charset=utf-8",
		at.pages + "/analytics/analytics.css":                       "text/css; charset=utf-8",
		at.pages + "/analytics/analytics.wasm":                      "application/wasm",
		at.pages + "/engagement/":                                   "text/html; charset=utf-8",
		at.pages + "/engagement/engagement.css":                     "text/css; charset=utf-8",
		at.pages + "/engagement/engagement.wasm":                    "application/wasm",
		at.pages + "/check/":                                        "text/html; charset=utf-8",
		at.pages + "/check/check.css":                               "text/css; charset=utf-8",
		at.pages + "/check/record.js":                               "text/javascript; charset=utf-8",
		at.pages + "/check/check.wasm":                              "application/wasm",
		at.pages + "/minimal/":                                      "text/html; charset=utf-8",
		at.pages + "/minimal/minimal.wasm":                          "application/wasm",
		at.pages + "/wasm_exec.js":                                  "text/javascript; charset=utf-8",
		at.pages + "/load.js":                                       "text/javascript; charset=utf-8",
		at.pages + "/early.js":                                      "text/javascript; charset=utf-8",
		at.pages + "/livechat/demo/lib/livechatsdk.js":              "text/javascript; charset=utf-8",
		at.pages + "/livechat/demo/lib/livechatsdk.css":             "text/css; charset=utf-8",
		at.pages + "/livechat/demo/lib/core/simulator.js":           "text/javascript; charset=utf-8",
		at.pages + "/engagement.js":                                 "text/javascript; charset=utf-8",
		at.pages + "/livechat/demo/lib/core/liveChatConnector.html": "text/html; charset=utf-8",
		at.pages + "/favicon.ico":                                   "image/svg+xml",
		at.frame + "/":                                              "text/html; charset=utf-8",
		at.frame + "/frame.js":                                      "text/javascript; charset=utf-8",
	} {
		response, content := get(t, address, nil)
		assert.Equal(t, http.StatusOK, response.StatusCode, address)
		assert.Equal(t, want, response.Header.Get("Content-Type"), address)
		assert.NotEmpty(t, content, address)
	}
	response, _ := get(t, at.pages+"/nothing", nil)
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
}

func TestPolicyAllowsNoEvalAndOnlyTheFrameOfTheOtherOrigin(t *testing.T) {
	at := examples(t)
	for _, path := range []string{
		"/", "/two/", "/check/", "/minimal/", "/analytics/", "/analytics/two/", "/engagement/", "/nothing",
	} {
		response, _ := get(t, at.pages+path, nil)
		assert.Equal(t, "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-src 'self' "+at.frame,
			response.Header.Get("Content-Security-Policy"))
	}
}

func TestFilesArePrecompressed(t *testing.T) {
	address := examples(t).pages + "/minimal/minimal.wasm"
	_, plain := get(t, address, nil)
	for accept, want := range map[string]string{
		"gzip, deflate, br":  "br",
		"gzip":               "gzip",
		"br;q=0, gzip;q=0.5": "gzip",
		"identity":           "",
	} {
		response, content := get(t, address, map[string]string{"Accept-Encoding": accept})
		assert.Equal(t, want, response.Header.Get("Content-Encoding"), accept)
		assert.Equal(t, strconv.Itoa(len(content)), response.Header.Get("Content-Length"))
		assert.Equal(t, "Accept-Encoding", response.Header.Get("Vary"))
		assert.Equal(t, plain, decompress(t, want, content), accept)
	}
}

func decompress(t *testing.T, encoding string, content []byte) []byte {
	t.Helper()
	reader, writer := io.Pipe()
	go func() { _, _ = writer.Write(content); writer.Close() }()
	var plain io.Reader = reader
	switch encoding {
	case "br":
		plain = brotli.NewReader(reader)
	case "gzip":
		unzip, err := gzip.NewReader(reader)
		require.NoError(t, err)
		plain = unzip
	}
	all, err := io.ReadAll(plain)
	require.NoError(t, err)
	return all
}

func TestFilesAreCachedByTheirContent(t *testing.T) {
	address := examples(t).pages + "/console.wasm"
	first, _ := get(t, address, map[string]string{"Accept-Encoding": "br"})
	assert.Equal(t, "no-cache", first.Header.Get("Cache-Control"))
	etag := first.Header.Get("ETag")
	again, content := get(t, address, map[string]string{"Accept-Encoding": "br", "If-None-Match": etag})
	assert.Equal(t, http.StatusNotModified, again.StatusCode)
	assert.Empty(t, content)
	plain, _ := get(t, address, nil)
	assert.NotEqual(t, etag, plain.Header.Get("ETag"), "each encoding is a representation of its own")
}
