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
// The script keeps the messages of the page's own origin, and of the origins that its tag names:
//
//	<script src="early.js" data-origins="https://a.example https://b.example"></script>
//
// Of other origins it reads nothing. The first wasm.Listen on the window takes the kept messages over: they are
// delivered first, in order, with Message.Early set. At most 1,000 messages of the page's own origin are kept,
// and 1,000 together of the named ones; later ones are counted in wasm.Stats.Dropped and reported. If a
// message has more than 65,536 characters, not counting quotes, commas and escapes, or can't be written as JSON, its
// content is not kept: it is reported as a *ctlive.DecodeError. The script needs no eval and no inline script, and
// makes one global, ctliveEarly. After document.open, which removes the listeners of a page, it keeps nothing more.
package early

import _ "embed" // for Script

// Script is the text of early.js.
//
//go:embed early.js
var Script string
