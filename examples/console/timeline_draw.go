//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// The measures of the picture, in pixels.
const (
	axisHeight = 22
	laneHeight = 36
	barTop     = 18 // in its lane, under the name
	barHeight  = 13
	sideSpace  = 10
	tickSpace  = 90 // between two times on the axis, at least
	maxLanes   = 24
)

// coordinate writes a coordinate.
func coordinate(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }

// draw draws the times, the lanes, and what was not delivered.
func (t *timeline) draw(v *visit.Visit, selected int) {
	parts, labels := t.drawAxis()
	y := float64(axisHeight)
	t.tops = map[*visit.Lane]float64{}
	lanes, left := t.lanes(v, selected)
	for _, lane := range lanes {
		t.tops[lane] = y
		parts = append(parts, t.lane(lane, y)...)
		y += laneHeight
	}
	if left > 0 {
		text := fmt.Sprintf("and %d more, whose messages are older: zoom in to see fewer", left)
		parts = append(parts, svgText(sideSpace, y+14, "name", text))
		y += laneHeight / 2
	}
	t.bottom = y
	if len(v.Troubles()) > 0 {
		parts = append(parts, t.troubles(v, y)...)
		y += laneHeight
	}
	dom.Replace(t.drawing, parts)
	dom.Replace(t.axis, labels)
	dom.WithAttributes(t.picture, "height", coordinate(y+4))
	t.mark(v, selected)
}

// mark marks the selected message.
func (t *timeline) mark(v *visit.Visit, selected int) {
	t.marked = selected
	var parts []any
	if selected != none {
		x := t.view.x(v.Entry(selected).At)
		parts = append(parts, dom.NewSVG("line", "class", "selected", "x1", coordinate(x), "x2", coordinate(x),
			"y1", axisHeight-6, "y2", "100%"))
		if top, drawn := t.tops[v.Entry(selected).Lane]; drawn {
			parts = append(parts, dom.NewSVG("circle", "class", "mark chosen",
				"cx", coordinate(x), "cy", coordinate(top+barTop+barHeight/2), "r", 6))
		}
	}
	dom.Replace(t.selection, parts)
}

// drawAxis draws the times, counted from the beginning of the visit. The labels stay in sight when
// the lanes are scrolled.
func (t *timeline) drawAxis() (ticks, labels []any) {
	labels = []any{dom.NewSVG("rect", "class", "axis", "width", "100%", "height", axisHeight-6)}
	start := t.view.start
	step := tickStep(t.view.to.Sub(t.view.from), max(int(t.view.width)/tickSpace, 1))
	for at := start.Add(t.view.from.Sub(start).Truncate(step)); !at.After(t.view.to); at = at.Add(step) {
		if at.Before(t.view.from) {
			continue
		}
		x := t.view.x(at)
		ticks = append(ticks, dom.NewSVG("line", "class", "tick",
			"x1", coordinate(x), "x2", coordinate(x), "y1", 16, "y2", "100%"))
		label := svgText(x, 12, "time", visit.Duration(at.Sub(start)))
		if x > t.view.width-tickSpace/2 { // it would be cut off
			dom.WithAttributes(label, "text-anchor", "end")
		}
		labels = append(labels, label)
	}
	return ticks, labels
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

// lanes are those of which there is anything in the view: as many as there is room for, and those
// with the latest messages.
func (t *timeline) lanes(v *visit.Visit, selected int) (lanes []*visit.Lane, left int) {
	for _, lane := range v.Lanes() {
		if t.sees(lane) {
			lanes = append(lanes, lane)
		}
	}
	if len(lanes) <= maxLanes {
		return lanes, 0
	}
	byLatest := func(a, b *visit.Lane) int { return b.Latest() - a.Latest() }
	latest := slices.SortedFunc(slices.Values(lanes), byLatest)[:maxLanes]
	if selected != none {
		if lane := v.Entry(selected).Lane; t.sees(lane) && !slices.Contains(latest, lane) {
			latest[maxLanes-1] = lane
		}
	}
	left = len(lanes) - maxLanes
	lanes = slices.DeleteFunc(lanes, func(lane *visit.Lane) bool { return !slices.Contains(latest, lane) })
	return lanes, left
}

// sees reports whether there is anything of a lane in the view.
func (t *timeline) sees(lane *visit.Lane) bool {
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

var barClasses = [...]string{
	visit.Shown: "shown", visit.Form: "form", visit.Waiting: "waiting", visit.Talking: "talking", visit.Survey: "survey",
}

// lane draws a lane: its name, the bars and the marks.
func (t *timeline) lane(lane *visit.Lane, y float64) []any {
	parts := []any{svgText(sideSpace, y+13, "name", lane.Name())}
	parts = append(parts, t.bars(lane, y+barTop)...)
	var times []time.Time
	for _, mark := range lane.Marks {
		times = append(times, mark.Time)
	}
	return append(parts, t.marks(t.group(times), y+barTop+barHeight/2)...)
}

// bars draws the bars of a lane: one path for all of a state, since there may be thousands.
func (t *timeline) bars(lane *visit.Lane, y float64) (parts []any) {
	left, right := float64(sideSpace), t.view.width-sideSpace
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
		top, height := y, float64(barHeight)
		if bar.State == visit.Shown { // thinner: it is what the others stand out from
			top, height = top+4, height-8
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
