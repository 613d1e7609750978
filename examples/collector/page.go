package main

import (
	"embed"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
)

//go:embed page
var pageFiles embed.FS

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// file serves a file of the page.
func file(name, contentType string) http.HandlerFunc {
	content, err := pageFiles.ReadFile("page/" + name)
	if err != nil {
		panic(err) // the names are in this program
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(content)
	}
}

// serveStats answers with the figures. They have all that was acknowledged before the request, unless they say
// that they are behind.
func (r *reports) serveStats(w http.ResponseWriter, request *http.Request) {
	text := r.since(request.Context(), time.Now())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(text)
}

// watchers sends the figures to those who have the page open.
type watchers struct {
	reports  *reports
	arrivals *connections
	limits   limits
	stopping <-chan struct{}
	count    atomic.Int64
}

const everySecond = time.Second

// ServeHTTP sends server-sent events: the figures, now and then anew.
func (h *watchers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer h.count.Add(-1)
	if h.count.Add(1) > int64(h.limits.watchers) {
		w.Header().Set("Retry-After", "60")
		http.Error(w, "collector: too many have the page open", http.StatusServiceUnavailable)
		return
	}
	h.arrivals.received(r)
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // asks nginx not to hold events back
	if r.Method == http.MethodHead {
		return
	}
	tick := time.NewTicker(everySecond)
	defer tick.Stop()
	for {
		text := h.reports.since(r.Context(), time.Now().Add(-everySecond/2))
		control.SetWriteDeadline(time.Now().Add(10 * time.Second))
		if _, err := fmt.Fprintf(w, "data: %s\n\n", text); err != nil || control.Flush() != nil {
			return
		}
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		case <-h.stopping:
			return
		}
	}
}
