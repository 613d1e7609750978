//go:build js && wasm

package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// The measures of the picture, in pixels.
const (
	axisHeight = 24
	laneHeight = 42
	barTop     = 20 // in its lane, under the name
	barHeight  = 16
	sideSpace  = 8
	tickSpace  = 90 // between two times on the axis, at least
	maxLanes   = 24
)

func (w view) x(at time.Time) float64 {
	part := float64(at.Sub(w.from)) / float64(w.to.Sub(w.from))
	return sideSpace + part*(w.width-2*sideSpace)
}

func (w view) time(x float64) time.Time {
	part := min(max((x-sideSpace)/(w.width-2*sideSpace), 0), 1)
	return w.from.Add(time.Duration(part * float64(w.to.Sub(w.from))))
}

// coordinate writes a coordinate.
func coordinate(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }

// draw draws the times and the lanes.
func (t *timelinePart) draw(v *visit.Visit) {
	var parts []any
	parts = append(parts, t.axis()...)
	y := float64(axisHeight)
	t.tops = map[*visit.Lane]float64{}
	lanes, left := t.lanes(v)
	for _, lane := range lanes {
		t.tops[lane] = y
		parts = append(parts, t.lane(lane, y)...)
		y += laneHeight
	}
	if left > 0 {
		parts = append(parts, svgText(sideSpace, y+14, "name", fmt.Sprintf("and %d more, whose messages are older: zoom in to see fewer", left)))
		y += laneHeight / 2
	}
	dom.Replace(t.drawing, parts)
	dom.WithAttributes(t.picture, "height", coordinate(y+4))
}

// mark marks the selected message.
func (t *timelinePart) mark(v *visit.Visit) {
	t.marked = list.selected
	var parts []any
	if t.marked >= 0 {
		x := t.view.x(v.Entry(t.marked).At)
		parts = append(parts, dom.NewSVG("line", "class", "selected", "x1", coordinate(x), "x2", coordinate(x), "y1", axisHeight, "y2", "100%"))
		if top, drawn := t.tops[v.Entry(t.marked).Lane]; drawn {
			parts = append(parts, dom.NewSVG("circle", "class", "mark chosen", "cx", coordinate(x), "cy", coordinate(top+barTop+barHeight/2), "r", 6))
		}
	}
	dom.Replace(t.selection, parts)
}

// axis draws the times, counted from the beginning of the visit.
func (t *timelinePart) axis() (parts []any) {
	start := t.view.start
	step := tickStep(t.view.to.Sub(t.view.from), max(int(t.view.width)/tickSpace, 1))
	for at := start.Add(t.view.from.Sub(start).Truncate(step)); !at.After(t.view.to); at = at.Add(step) {
		if at.Before(t.view.from) {
			continue
		}
		x := t.view.x(at)
		parts = append(parts, dom.NewSVG("line", "class", "tick", "x1", coordinate(x), "x2", coordinate(x), "y1", 16, "y2", "100%"))
		label := svgText(x, 12, "time", visit.Duration(at.Sub(start)))
		if x > t.view.width-tickSpace/2 { // it would be cut off
			dom.WithAttributes(label, "text-anchor", "end")
		}
		parts = append(parts, label)
	}
	return parts
}

// tickStep is the smallest round time of which at most so many fit into a span.
func tickStep(span time.Duration, count int) time.Duration {
	for step := 100 * time.Millisecond; ; step *= 10 {
		for _, round := range []time.Duration{1, 2, 5} {
			if span/(step*round) < time.Duration(count) {
				return step * round
			}
		}
	}
}

// lanes are those of which there is anything in the view: as many as there is room for, and those with the latest messages.
func (t *timelinePart) lanes(v *visit.Visit) (lanes []*visit.Lane, left int) {
	for _, lane := range v.Lanes() {
		if t.sees(lane) {
			lanes = append(lanes, lane)
		}
	}
	if len(lanes) <= maxLanes {
		return lanes, 0
	}
	latest := slices.SortedFunc(slices.Values(lanes), func(a, b *visit.Lane) int { return b.Latest() - a.Latest() })[:maxLanes]
	if v.Has(list.selected) && t.sees(v.Entry(list.selected).Lane) && !slices.Contains(latest, v.Entry(list.selected).Lane) {
		latest[maxLanes-1] = v.Entry(list.selected).Lane
	}
	left = len(lanes) - maxLanes
	lanes = slices.DeleteFunc(lanes, func(lane *visit.Lane) bool { return !slices.Contains(latest, lane) })
	return lanes, left
}

// sees reports whether there is anything of a lane in the view.
func (t *timelinePart) sees(lane *visit.Lane) bool {
	for _, bar := range lane.Bars {
		if !bar.From.After(t.view.to) && (bar.To.IsZero() || !bar.To.Before(t.view.from)) {
			return true
		}
	}
	for _, mark := range lane.Marks {
		if !mark.Time.Before(t.view.from) && !mark.Time.After(t.view.to) {
			return true
		}
	}
	return false
}

var barClasses = [...]string{visit.Shown: "shown", visit.Form: "form", visit.Waiting: "waiting", visit.Talking: "talking", visit.Survey: "survey"}

// lane draws a lane: one path for all bars of a state, and one for the marks, since there may be thousands.
func (t *timelinePart) lane(lane *visit.Lane, y float64) (parts []any) {
	left, right := float64(sideSpace), t.view.width-sideSpace
	parts = append(parts, svgText(left, y+14, "name", lane.Name()))
	var bars [len(barClasses)]struct {
		path []byte
		end  float64
	}
	for _, bar := range lane.Bars {
		to := bar.To
		if to.IsZero() {
			to = t.view.to
		}
		from, end := max(t.view.x(bar.From), left), min(t.view.x(to), right)
		drawn := &bars[bar.State]
		if end < left || from > right || end < drawn.end+0.5 { // out of sight, or covered by the one before
			continue
		}
		top, height := y+barTop, float64(barHeight)
		if bar.State == visit.Shown { // thinner: it is what the others stand out from
			top, height = top+5, height-10
		}
		end = max(end, from+1)
		drawn.path = appendPath(drawn.path, "M", from, top, "H", end, "V", top+height, "H", from, "z")
		drawn.end = end
	}
	for state, drawn := range bars {
		if len(drawn.path) > 0 {
			parts = append(parts, dom.NewSVG("path", "class", "bar "+barClasses[state], "d", string(drawn.path)))
		}
	}
	var marks []byte
	last, middle := math.Inf(-1), y+barTop+barHeight/2
	for _, mark := range lane.Marks {
		if x := t.view.x(mark.Time); x >= left-1 && x <= right+1 && x-last >= 1 { // those that cover each other are drawn once
			marks = appendPath(marks, "M", x-4, middle, "a4 4 0 1 0 8 0a4 4 0 1 0 -8 0")
			last = x
		}
	}
	if len(marks) > 0 {
		parts = append(parts, dom.NewSVG("path", "class", "mark", "d", string(marks)))
	}
	return parts
}

// appendPath adds to a path: texts are commands, and numbers coordinates.
func appendPath(path []byte, parts ...any) []byte {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			path = append(path, part...)
		case float64:
			path = append(strconv.AppendFloat(path, part, 'f', 1, 64), ' ')
		}
	}
	return path
}

func svgText(x, y float64, class, text string) js.Value {
	e := dom.NewSVG("text", "class", class, "x", coordinate(x), "y", coordinate(y))
	e.Set("textContent", text)
	return e
}
