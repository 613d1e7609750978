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
	"example.com/ctlive-go/examples/dom"
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

// timelinePart draws the visit as lanes of bars and marks. It is a slider: the keys move from message to message.
type timelinePart struct {
	element, picture, drawing, selection js.Value

	zoom   time.Duration // how much is seen; 0: all
	center time.Time     // where the zoom is; zero: at the end, which it follows

	view    view
	drawn   drawnTimeline
	tops    map[*visit.Lane]float64 // where the lanes are that are drawn
	marked  int                     // the message that is marked as selected
	told    toldMessage
	pace    pace
	pointed time.Time // the moment under the pointer, zero if there is none
}

// view is what is seen of the visit.
type view struct {
	start    time.Time // of the visit
	from, to time.Time
	width    float64
}

// drawnTimeline is what the picture shows.
type drawnTimeline struct {
	of       *visit.Visit
	messages int
	zoom     time.Duration
	center   time.Time
	view     view
}

// toldMessage is what a screen reader was told.
type toldMessage struct {
	of                  *visit.Visit
	number, first, next int
}

func (t *timelinePart) connect() {
	t.element, t.picture, t.drawing = dom.ByID("moment"), dom.ByID("picture"), dom.ByID("drawing")
	t.selection = dom.ByID("selection")
	onKey(t.element, func(key string) bool {
		action, known := actions[key]
		if known {
			act(func() { action(t, source.visit()) })
		}
		return known
	})
	t.onPointer("pointermove", func(x float64) { t.pointed = t.view.time(x) })
	t.onPointer("pointerdown", func(x float64) { t.pointed = t.view.time(x) })
	t.onPointer("pointerleave", func(float64) { t.pointed = time.Time{} })
	t.onPointer("click", func(x float64) { t.selectNearest(source.visit(), t.view.time(x)) })
	dom.OnClick("zoom-in", func() { act(func() { t.zoomBy(0.5) }) })
	dom.OnClick("zoom-out", func() { act(func() { t.zoomBy(2) }) })
	dom.OnClick("zoom-whole", func() { act(t.reset) })
	dom.OnClick("earlier", func() { act(func() { t.move(-0.5) }) })
	dom.OnClick("later", func() { act(func() { t.move(0.5) }) })
}

// onPointer calls handle with where the pointer is in the picture.
func (t *timelinePart) onPointer(event string, handle func(x float64)) {
	dom.On(t.picture, event, func(e js.Value) {
		x := e.Get("clientX").Float() - t.picture.Call("getBoundingClientRect").Get("left").Float()
		act(func() { handle(x) })
	})
}

// actions are what the keys do.
var actions = map[string]func(*timelinePart, *visit.Visit){
	"ArrowLeft":  func(t *timelinePart, v *visit.Visit) { t.choose(v, t.current(v)-1) },
	"ArrowDown":  func(t *timelinePart, v *visit.Visit) { t.choose(v, t.current(v)-1) },
	"ArrowRight": func(t *timelinePart, v *visit.Visit) { t.choose(v, t.current(v)+1) },
	"ArrowUp":    func(t *timelinePart, v *visit.Visit) { t.choose(v, t.current(v)+1) },
	"PageDown":   func(t *timelinePart, v *visit.Visit) { t.choose(v, t.current(v)-10) },
	"PageUp":     func(t *timelinePart, v *visit.Visit) { t.choose(v, t.current(v)+10) },
	"Home":       func(t *timelinePart, v *visit.Visit) { t.choose(v, v.First()) },
	"End":        func(t *timelinePart, v *visit.Visit) { t.choose(v, v.Next()-1) },
	"+":          func(t *timelinePart, _ *visit.Visit) { t.zoomBy(0.5) },
	"-":          func(t *timelinePart, _ *visit.Visit) { t.zoomBy(2) },
}

// current is the number of the message that the slider is at: the selected one, or the latest.
func (t *timelinePart) current(v *visit.Visit) int {
	if v.Has(list.selected) {
		return list.selected
	}
	return v.Next() - 1
}

// choose selects a message, and moves to where it is.
func (t *timelinePart) choose(v *visit.Visit, number int) {
	if v.Next() == v.First() {
		return
	}
	number = min(max(number, v.First()), v.Next()-1)
	list.choose(number)
	if at := v.Entry(number).At; at.Before(t.view.from) || at.After(t.view.to) {
		t.center = at
	}
}

// selectNearest selects the message that is nearest to a moment.
func (t *timelinePart) selectNearest(v *visit.Visit, moment time.Time) {
	nearest, distance := -1, time.Duration(math.MaxInt64)
	for n := v.First(); n < v.Next(); n++ {
		if d := v.Entry(n).At.Sub(moment).Abs(); d < distance {
			nearest, distance = n, d
		}
	}
	if nearest >= 0 {
		list.choose(nearest)
	}
}

// reset shows all of a visit again.
func (t *timelinePart) reset() { t.zoom, t.center = 0, time.Time{} }

// zoomBy shows so many times as much, around the selected message if there is one.
func (t *timelinePart) zoomBy(factor float64) {
	seen := t.view.to.Sub(t.view.from)
	t.zoom = max(time.Duration(float64(seen)*factor), 100*time.Millisecond)
	if v := source.visit(); v.Has(list.selected) {
		t.center = v.Entry(list.selected).At
	}
}

// move moves by a part of what is seen.
func (t *timelinePart) move(part float64) {
	seen := t.view.to.Sub(t.view.from)
	t.center = t.view.from.Add(seen / 2).Add(time.Duration(float64(seen) * part))
}

// look decides what is seen. At its end, the view follows the visit.
func (t *timelinePart) look(v *visit.Visit, now time.Time) view {
	start, to := v.Span(now)
	from := start
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
	return view{start, from, to, t.picture.Get("clientWidth").Float()}
}

func (w view) x(at time.Time) float64 {
	part := float64(at.Sub(w.from)) / float64(w.to.Sub(w.from))
	return sideSpace + part*(w.width-2*sideSpace)
}

func (w view) time(x float64) time.Time {
	part := min(max((x-sideSpace)/(w.width-2*sideSpace), 0), 1)
	return w.from.Add(time.Duration(part * float64(w.to.Sub(w.from))))
}

func (t *timelinePart) render(v *visit.Visit, now time.Time) {
	t.view = t.look(v, now)
	drawn := drawnTimeline{v, v.Next(), t.zoom, t.center, t.view}
	if drawn != t.drawn {
		before := t.drawn
		before.view.from, before.view.to = drawn.view.from, drawn.view.to
		t.pace.run(before == drawn, 0, func() {
			t.drawn = drawn
			t.draw(v)
			t.mark(v)
		})
	}
	t.view = t.drawn.view // what the pointer is over
	if t.marked != list.selected {
		t.mark(v)
	}
	t.explain(v, now)
}

// explain says in words what was going on at the moment under the pointer, or else at the selected message, or else now. To
// a screen reader it tells the message, which does not change with time.
func (t *timelinePart) explain(v *visit.Visit, now time.Time) {
	t.tell(v)
	_, end := v.Span(now)
	text, visibility := v.At(end), "hidden"
	switch {
	case v.Next() == v.First():
		text = nothingYet
	case !t.pointed.IsZero():
		text, visibility = v.At(t.pointed), "visible"
		x := coordinate(t.view.x(t.pointed))
		dom.WithAttributes(dom.ByID("pointer"), "x1", x, "x2", x, "y2", "100%")
	case list.selected >= 0:
		text = v.AtMessage(list.selected)
	}
	dom.WithAttributes(dom.ByID("pointer"), "visibility", visibility)
	dom.SetText("moment-text", text)
	dom.SetText("zoom-text", "Seen: "+t.seenText())
}

const nothingYet = "Nothing has happened yet."

// tell tells a screen reader the selected message, or the latest, as the value of the slider.
func (t *timelinePart) tell(v *visit.Visit) {
	number := list.selected
	if number < 0 {
		number = v.Next() - 1
	}
	told := toldMessage{v, number, v.First(), v.Next()}
	if told == t.told {
		return
	}
	t.told = told
	text := nothingYet
	if v.Next() > v.First() {
		text = v.AtMessage(number)
	}
	dom.WithAttributes(t.element, "aria-valuemin", min(v.First()+1, v.Next()), "aria-valuemax", v.Next(),
		"aria-valuenow", number+1, "aria-valuetext", text)
}

func (t *timelinePart) seenText() string {
	if t.zoom == 0 {
		return "the whole visit, " + visit.Duration(t.view.to.Sub(t.view.from))
	}
	return visit.Duration(t.view.from.Sub(t.view.start)) + " to " + visit.Duration(t.view.to.Sub(t.view.start))
}

// coordinate writes a coordinate.
func coordinate(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }

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
	t.drawing.Call("replaceChildren", parts...)
	dom.WithAttributes(t.picture, "height", coordinate(y+4))
}

// mark marks the selected message.
func (t *timelinePart) mark(v *visit.Visit) {
	t.marked = list.selected
	var parts []any
	if t.marked >= 0 {
		x := t.view.x(v.Entry(t.marked).At)
		parts = append(parts, dom.NewSVG("line", "class", "selected", "x1", coordinate(x), "x2", coordinate(x), "y1", axisHeight, "y2", "100%"))
		if top, drawn := t.tops[v.Lane(t.marked)]; drawn {
			parts = append(parts, dom.NewSVG("circle", "class", "mark chosen", "cx", coordinate(x), "cy", coordinate(top+barTop+barHeight/2), "r", 6))
		}
	}
	t.selection.Call("replaceChildren", parts...)
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
	if v.Has(list.selected) && t.sees(v.Lane(list.selected)) && !slices.Contains(latest, v.Lane(list.selected)) {
		latest[maxLanes-1] = v.Lane(list.selected)
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
