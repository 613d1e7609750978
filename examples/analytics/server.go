//go:build js && wasm

package main

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/beacons"
	"example.com/ctlive-go/wasm/beacon"
)

// server is the company's own, to which the events go beside the dataLayer, if the page names one.
type server struct{ beacon *beacon.Beacon }

func newServer(d *ctlive.Dispatcher, agreed func() bool) server {
	b, err := beacons.Attach(d, &beacon.Options{Members: members, Consent: agreed})
	if err != nil {
		showProblem(err)
	}
	return server{b}
}

// flush sends what has waited for the visitor's consent.
func (s server) flush() {
	if s.beacon != nil {
		s.beacon.Flush()
	}
}

// forget sends nothing more, and deletes what waits.
func (s server) forget() {
	if s.beacon != nil {
		s.beacon.Forget()
	}
}
