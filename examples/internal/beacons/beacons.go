//go:build js && wasm

// Package beacons sends the events of the example pages to a server, where make run's -beacon names one.
package beacons

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm/beacon"
)

// URL is where the page's events go: what its <meta name="ctlive-beacon"> says. It is "" on a page without one.
func URL() string {
	meta := dom.Document.Call("querySelector", `meta[name="ctlive-beacon"]`)
	if meta.IsNull() {
		return ""
	}
	return meta.Get("content").String()
}

// Attach attaches a beacon, or returns nil on a page that names no server.
func Attach(d *ctlive.Dispatcher, opts *beacon.Options) (*beacon.Beacon, error) {
	if url := URL(); url != "" {
		return beacon.Attach(d, url, opts)
	}
	return nil, nil
}
