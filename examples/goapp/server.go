package main

import (
	"io"
	"net/http"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"example.com/ctlive-go/wasm/early"
)

// newServer serves the application, whose program is at web/app.wasm in a directory.
func newServer(directory string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", &app.Handler{
		Name: "ctlive-go in a go-app application",
		Icon: app.Icon{Default: "/icon.svg", Large: "/icon.svg", SVG: "/icon.svg"},
		// RawHeaders, and not Scripts: what is in Scripts runs after go-app's own scripts, and is kept in the cache of
		// its service worker, where a newer version of the vendor's script would not be seen.
		RawHeaders: []string{
			`<script src="/early.js"></script>`,
			`<script async src="/livechat/demo/lib/livechatsdk.js"></script>`,
		},
	})
	mux.Handle("GET /web/", http.FileServer(http.Dir(directory)))
	mux.HandleFunc("GET /early.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = io.WriteString(w, early.Script)
	})
	// On your site this is the vendor's.
	mux.Handle(
		"GET /livechat/demo/lib/",
		http.StripPrefix("/livechat/demo/lib/", http.FileServer(http.Dir("../simulator"))),
	)
	mux.HandleFunc("GET /icon.svg", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, "../serve/favicon.svg")
	})
	return mux
}
