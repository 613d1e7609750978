// Package early carries early.js, the script that keeps CTLive messages until a Go program listens.
//
// A .wasm starts late: hundreds of milliseconds after the page, while the vendor's script posts its first messages at
// once and none of them twice. Load early.js in the page's head, before the vendor's script:
//
//	<script src="early.js"></script>
//
// Copy the file beside wasm_exec.js, or serve it from a Go server:
//
//	http.HandleFunc("GET /early.js", func(w http.ResponseWriter, r *http.Request) {
//		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
//		io.WriteString(w, early.Script)
//	})
//
// The first wasm.Listen on the window takes the kept messages over: they are delivered first, in order, with
// Message.Early set. The script keeps at most 1,000 messages from the page's own origin and 1,000 together from all
// others; what is over is counted in wasm.Stats.Dropped. It keeps no more once it holds messages of 64 million characters
// as JSON from the page's own origin, or 4 million from all others. Of a message of more than a million characters, or one
// that JSON can't express, the content is not kept: it is reported as a *ctlive.DecodeError. The script needs no eval and no
// inline script, and makes one global, ctliveEarly.
package early

import _ "embed" // for Script

// Script is the text of early.js.
//
//go:embed early.js
var Script string
