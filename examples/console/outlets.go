//go:build js && wasm

package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/beacons"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm/beacon"
	"example.com/ctlive-go/wasm/datalayer"
)

// outlets are where the events of this page go: window.dataLayer, and the server that the page names, if it names one.
type outlets struct {
	dispatcher ctlive.Dispatcher // of the two outlets alone
	beacon     *beacon.Beacon    // nil if the page names no server
	lost       bool              // the dataLayer did not take the event that is being dispatched

	counts   counts
	withheld visit.Withheld
	drawn    *counts // what the page shows, nil at first
}

// counts are what there is to show, but for what was withheld: that changes with pushed and lost alone.
type counts struct {
	pushed, lost int // events, to and by the dataLayer
	beacon       beacon.Stats
	refusal      string // the latest of the server's
}

// attach attaches the outlets. It comes before wasm.Listen, so that they get early messages too.
func (o *outlets) attach(tasks chan func(), problems *problems) {
	o.dispatcher.OnError(func(err error) {
		if push := (*datalayer.PushError)(nil); errors.As(err, &push) {
			o.lost = true
		}
		// In the background: the beacon may report within a callback of the browser's.
		go func() { tasks <- func() { o.note(err); problems.add(err, time.Now()) } }()
	})
	datalayer.Attach(&o.dispatcher, nil)
	var err error
	if o.beacon, err = beacons.Attach(&o.dispatcher, nil); err != nil {
		o.dispatcher.Report(err)
	}
}

// dispatch gives a message to the outlets, and reports whether the dataLayer has taken it.
func (o *outlets) dispatch(m ctlive.Message) (pushed bool) {
	o.lost = false
	o.dispatcher.Dispatch(m)
	return !o.lost
}

// add counts a message that has been dispatched.
func (o *outlets) add(m ctlive.Message, pushed bool) {
	if pushed {
		o.counts.pushed++
	} else {
		o.counts.lost++
	}
	o.withheld.Add(m)
}

func (o *outlets) note(err error) {
	if refused := (*beacon.StatusError)(nil); errors.As(err, &refused) {
		o.counts.refusal = refused.Error()
	}
}

// render shows the counts, if they have changed.
func (o *outlets) render() {
	if o.beacon != nil {
		o.counts.beacon = o.beacon.Stats()
	}
	if o.drawn != nil && *o.drawn == o.counts {
		return
	}
	drawn := o.counts
	o.drawn = &drawn
	dom.Replace(dom.ByID("going"), []any{member("dataLayer", o.dataLayerText()), member("Beacon", o.beaconParts()...)})
	o.renderWithheld()
}

func (o *outlets) dataLayerText() string {
	text := fmt.Sprintf("%d pushed", o.counts.pushed)
	if o.counts.lost > 0 {
		text += fmt.Sprintf(", %d lost", o.counts.lost)
	}
	return text
}

// beaconParts say what has become of the events for the server, where that is, and what it has refused.
func (o *outlets) beaconParts() []any {
	if o.beacon == nil {
		return []any{span("soft", `none; make run ARGS="-beacon URL" adds one`)}
	}
	s := o.counts.beacon
	parts := []any{
		fmt.Sprintf("%d sent, %d held, %d dropped, %d refused ", s.Sent, s.Held, s.Dropped, s.Refused),
		span("soft", "to "+visit.Cut(beacons.URL(), maxName)),
	}
	if o.counts.refusal != "" {
		parts = append(parts, dom.WithAttributes(dom.New("p", o.counts.refusal), "class", "wrong"))
	}
	return parts
}

// renderWithheld says which members stay on the page, and of which events.
func (o *outlets) renderWithheld() {
	names := o.withheld.Members()
	dom.Show("withheld", len(names) > 0)
	dom.Show("withheld-none", len(names) == 0)
	dom.SetText("withheld-members", strings.Join(names, ", "))
	var items []any
	for _, t := range o.withheld.Types() {
		name := dom.New("b", cmp.Or(string(t.Type), "no type"))
		items = append(items, dom.New("li", name, fmt.Sprintf(", %d×: %s", t.Events, strings.Join(t.Members, ", "))))
	}
	dom.Replace(dom.ByID("withheld-types"), items)
}
