//go:build js && wasm

package main

import (
	"time"

	"example.com/ctlive-go/examples/console/visit"
)

// view is what is seen of the visit.
type view struct {
	start    time.Time // of the visit
	from, to time.Time
	width    float64
}

func (w view) x(at time.Time) float64 {
	part := float64(at.Sub(w.from)) / float64(w.to.Sub(w.from))
	return sideSpace + part*(w.width-2*sideSpace)
}

func (w view) time(x float64) time.Time {
	part := min(max((x-sideSpace)/(w.width-2*sideSpace), 0), 1)
	return w.from.Add(time.Duration(part * float64(w.to.Sub(w.from))))
}

// reset shows all of a visit again.
func (t *timeline) reset() { t.zoom, t.center, t.pointed, t.shown = 0, time.Time{}, time.Time{}, nil }

// zoomBy shows so many times as much, around the selected message if there is one.
func (t *timeline) zoomBy(factor float64) {
	seen := t.view.to.Sub(t.view.from)
	t.zoom = max(time.Duration(float64(seen)*factor), 100*time.Millisecond)
	if v := t.source.visit(); v.Has(t.selected.number) {
		t.center = v.Entry(t.selected.number).At
	}
}

// move moves by a part of what is seen.
func (t *timeline) move(part float64) {
	seen := t.view.to.Sub(t.view.from)
	t.center = t.view.from.Add(seen / 2).Add(time.Duration(float64(seen) * part))
}

// look decides what is seen. At its end, the view follows the visit.
func (t *timeline) look(v *visit.Visit, now time.Time) view {
	from, to := v.Span(now)
	if to.Sub(from) < time.Second {
		to = from.Add(time.Second)
	}
	if t.zoom == 0 || t.zoom >= to.Sub(from) {
		t.zoom, t.center = 0, time.Time{}
	} else {
		end := to
		if !t.center.IsZero() {
			end = t.center.Add(t.zoom / 2)
		}
		if !end.Before(to) {
			end, t.center = to, time.Time{}
		}
		if end.Add(-t.zoom).Before(from) {
			end = from.Add(t.zoom)
		}
		from, to = end.Add(-t.zoom), end
	}
	start := from
	if v.Changes() > 0 {
		start = v.Start()
	}
	return view{start, from, to, t.picture.Get("clientWidth").Float()}
}
