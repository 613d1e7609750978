//go:build js && wasm

package main

import (
	"math"
	"syscall/js"
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// timelinePart shows the visit as lanes of bars and marks. It is a slider: the keys move from message to message. How it is
// drawn stands in timeline_draw.go.
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
	text, visibility := "", "hidden"
	switch {
	case v.Next() == v.First():
		text = nothingYet
	case !t.pointed.IsZero():
		text, visibility = v.At(t.pointed), "visible"
		x := coordinate(t.view.x(t.pointed))
		dom.WithAttributes(dom.ByID("pointer"), "x1", x, "x2", x, "y2", "100%")
	case list.selected >= 0:
		text = v.AtMessage(list.selected)
	default:
		_, end := v.Span(now)
		text = v.At(end)
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
