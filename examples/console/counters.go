//go:build js && wasm

package main

import (
	"strconv"

	"example.com/ctlive-go/examples/dom"
	"example.com/ctlive-go/wasm"
)

// rendered is what the page shows, once it shows any.
var rendered *wasm.Stats

func renderCounters(stats wasm.Stats) {
	if rendered != nil && *rendered == stats {
		return
	}
	rendered = &stats
	var counters []any
	for _, c := range []struct {
		name  string
		count uint64
	}{
		{"Delivered", stats.Delivered},
		{"of these early", stats.Early},
		{"Rejected", stats.Rejected},
		{"Malformed", stats.Malformed},
		{"Dropped", stats.Dropped},
	} {
		counters = append(counters, dom.New("div", dom.New("dt", c.name), dom.New("dd", strconv.FormatUint(c.count, 10))))
	}
	dom.ByID("counters").Call("replaceChildren", counters...)
}
