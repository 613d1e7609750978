package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// origins are those whose pages may send.
type origins map[string]bool

// add takes the value of one -origin.
func (o origins) add(text string) error {
	for _, entry := range entries(text) {
		if origin, ok := originOf(entry); !ok || origin != entry {
			return fmt.Errorf(
				"%q is no origin, want one such as https://www.example.com, in lower case and without a path", entry)
		}
		o[entry] = true
	}
	return nil
}

// allow tells whether the page at an address may send.
func (o origins) allow(address string) bool {
	origin, ok := originOf(address)
	return ok && o[origin]
}

// originOf returns the origin of an http or https address, as a browser writes it. ok is false for any other text.
func originOf(address string) (origin string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	} else {
		host = strings.TrimSuffix(host, ":80")
	}
	return u.Scheme + "://" + strings.TrimSuffix(host, ":"), true
}

// cors lets pages of the allowed origins post to next and read the answer, errors too; what has another Origin
// is refused. It answers preflights. A request without Origin comes from no page, and passes.
func (o origins) cors(refused *refusals, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		if values := r.Header.Values("Origin"); len(values) > 0 {
			if len(values) > 1 || !o[values[0]] {
				refused.answer(w, reasonOrigin, http.StatusForbidden, "the origin is not allowed: name it with -origin")
				return
			}
			w.Header().Set("Access-Control-Allow-Origin", values[0])
			w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
		}
		if r.Method != http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Allow", "OPTIONS, POST")
		if r.Header.Get("Access-Control-Request-Method") != "" && r.Header.Get("Origin") != "" {
			w.Header().Set("Access-Control-Allow-Methods", http.MethodPost)
			if wanted := r.Header.Get("Access-Control-Request-Headers"); wanted != "" {
				w.Header().Set("Access-Control-Allow-Headers", wanted)
			}
			w.Header().Set("Access-Control-Max-Age", "7200")
			w.Header().Add("Vary", "Access-Control-Request-Headers")
		}
		w.WriteHeader(http.StatusNoContent)
	})
}
