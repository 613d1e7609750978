//go:build js && wasm

package main

import (
	"math"
	"syscall/js"
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// timeline shows the visit as lanes of bars and marks. It is a slider: the keys move from message
// to message. What is seen of the visit stands in timeline_view.go, how it is drawn in
// timeline_draw.go, what it says in timeline_words.go.
type timeline struct {
	source   *source
	selected *selected
	problems *problems
	act      func(func())

	element, picture, drawing, selection, axis js.Value

	zoom   time.Duration // how much is seen; 0: all
	center time.Time     // where the zoom is; zero: at the end, which it follows

	now     time.Time // on the clock of the page
	view    view
	drawn   drawnTimeline
	tops    map[*visit.Lane]float64 // where the lanes are that are drawn
	bottom  float64                 // of these: what was not delivered stands below
	marked  int                     // the message that is marked as selected
	shown   *visit.Lane             // that was brought into sight
	told    toldMessage
	pointed time.Time // the moment under the pointer, zero if there is none
}

// drawnTimeline is what the picture shows.
type drawnTimeline struct {
	of      *visit.Visit
	changes int
	zoom    time.Duration
	center  time.Time
	view    view
}

func (t *timeline) connect() {
	t.element, t.picture, t.drawing = dom.ByID("moment"), dom.ByID("picture"), dom.ByID("drawing")
	t.selection, t.axis = dom.ByID("selection"), dom.ByID("axis")
	dom.On(t.element, "scroll", func(js.Value) {
		dom.WithAttributes(t.axis, "transform", "translate(0 "+coordinate(t.element.Get("scrollTop").Float())+")")
	})
	onKey(t.element, func(key string) bool {
		action, known := actions[key]
		if known {
			t.act(func() { action(t, t.source.visit()) })
		}
		return known
	})
	t.onPointer("pointermove", func(x, _ float64) { t.pointed = t.view.time(x) })
	t.onPointer("pointerdown", func(x, _ float64) { t.pointed = t.view.time(x) })
	t.onPointer("pointerleave", func(_, _ float64) { t.pointed = time.Time{} })
	t.onPointer("click", func(x, y float64) {
		if v := t.source.visit(); len(v.Troubles()) > 0 && y >= t.bottom {
			t.problems.open()
		} else {
			t.selectNearest(v, t.view.time(x))
		}
	})
	dom.OnClick("zoom-in", func() { t.act(func() { t.zoomBy(0.5) }) })
	dom.OnClick("zoom-out", func() { t.act(func() { t.zoomBy(2) }) })
	dom.OnClick("zoom-whole", func() { t.act(t.reset) })
	dom.OnClick("earlier", func() { t.act(func() { t.move(-0.5) }) })
	dom.OnClick("later", func() { t.act(func() { t.move(0.5) }) })
}

// onPointer calls handle with where the pointer is in the picture.
func (t *timeline) onPointer(event string, handle func(x, y float64)) {
	dom.On(t.picture, event, func(e js.Value) {
		box := t.picture.Call("getBoundingClientRect")
		x, y := e.Get("clientX").Float()-box.Get("left").Float(), e.Get("clientY").Float()-box.Get("top").Float()
		t.act(func() { handle(x, y) })
	})
}

// actions are what the keys do.
var actions = map[string]func(*timeline, *visit.Visit){
	"ArrowLeft":  func(t *timeline, v *visit.Visit) { t.choose(v, t.current(v)-1) },
	"ArrowDown":  func(t *timeline, v *visit.Visit) { t.choose(v, t.current(v)-1) },
	"ArrowRight": func(t *timeline, v *visit.Visit) { t.choose(v, t.current(v)+1) },
	"ArrowUp":    func(t *timeline, v *visit.Visit) { t.choose(v, t.current(v)+1) },
	"PageDown":   func(t *timeline, v *visit.Visit) { t.choose(v, t.current(v)-10) },
	"PageUp":     func(t *timeline, v *visit.Visit) { t.choose(v, t.current(v)+10) },
	"Home":       func(t *timeline, v *visit.Visit) { t.choose(v, v.First()) },
	"End":        func(t *timeline, v *visit.Visit) { t.choose(v, v.Next()-1) },
	"+":          func(t *timeline, _ *visit.Visit) { t.zoomBy(0.5) },
	"-":          func(t *timeline, _ *visit.Visit) { t.zoomBy(2) },
}

// current is the number of the message that the slider is at: the selected one, or the latest.
func (t *timeline) current(v *visit.Visit) int {
	if number := t.selected.in(v); number != none {
		return number
	}
	return v.Next() - 1
}

// choose selects a message, and moves to where it is.
func (t *timeline) choose(v *visit.Visit, number int) {
	if v.Next() == v.First() {
		return
	}
	number = min(max(number, v.First()), v.Next()-1)
	t.selected.choose(number)
	if at := v.Entry(number).At; at.Before(t.view.from) || at.After(t.view.to) {
		t.center = at
	}
}

// selectNearest selects the message that is nearest to a moment.
func (t *timeline) selectNearest(v *visit.Visit, moment time.Time) {
	nearest, distance := none, time.Duration(math.MaxInt64)
	for n := v.First(); n < v.Next(); n++ {
		if d := v.Entry(n).At.Sub(moment).Abs(); d < distance {
			nearest, distance = n, d
		}
	}
	if nearest != none {
		t.selected.choose(nearest)
	}
}

func (t *timeline) render(v *visit.Visit, now time.Time) {
	t.now, t.view = now, t.look(v, now)
	drawn := drawnTimeline{v, v.Changes(), t.zoom, t.center, t.view}
	selected := t.selected.in(v)
	if drawn != t.drawn {
		t.drawn = drawn
		t.draw(v, selected)
	} else if t.marked != selected {
		t.mark(v, selected)
	}
	t.bringIntoSight(v)
	t.explain(v, selected)
}

// bringIntoSight scrolls to the lane of the selected message, or of the newest: there may be more
// lanes than have room.
func (t *timeline) bringIntoSight(v *visit.Visit) {
	if v.Next() == v.First() {
		return
	}
	lane := v.Entry(t.current(v)).Lane
	top, drawn := t.tops[lane]
	if !drawn || lane == t.shown {
		return
	}
	t.shown = lane
	scroll, height := t.element.Get("scrollTop").Float(), t.element.Get("clientHeight").Float()
	if top < scroll+axisHeight || top+laneHeight > scroll+height {
		t.element.Set("scrollTop", top+laneHeight-height+4)
	}
}
