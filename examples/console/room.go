//go:build js && wasm

package main

import (
	"slices"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// maxWidgets is how many widgets there is room left for, the latest.
const maxWidgets = 20

// room leaves room for the widgets, so that they do not cover what one watches while clicking them.
// It sets two variables of the style sheet: --room-height and --room-width, how much of the lower
// right corner is taken.
type room struct {
	observer js.Value // calls measure when a widget becomes smaller or larger
	elements []string // the ids of those that are observed
	changes  int
	height   float64
	width    float64
}

func (r *room) connect() {
	observed := js.FuncOf(func(js.Value, []js.Value) any {
		r.measure()
		return nil
	})
	r.observer = js.Global().Get("ResizeObserver").New(observed)
	dom.On(js.Global(), "resize", func(js.Value) { r.measure() })
}

// render looks for widgets that have come or gone.
func (r *room) render(live *visit.Visit) {
	if r.changes == live.Changes() {
		return
	}
	r.changes = live.Changes()
	elements := slices.Clone(r.elements) // a widget stays, though its messages may have been cleared
	for _, lane := range live.LatestWidgets(maxWidgets) {
		if id := lane.ElementID(); id != "" && !slices.Contains(elements, id) {
			elements = append(elements, id)
		}
	}
	elements = slices.DeleteFunc(elements, func(id string) bool { return dom.ByID(id).IsNull() })
	if !slices.Equal(elements, r.elements) {
		r.elements = elements
		r.observer.Call("disconnect")
		for _, id := range elements {
			r.observer.Call("observe", dom.ByID(id))
		}
	}
	r.measure()
}

// measure finds out how much of the lower right corner the widgets take that stay there while the
// page is scrolled.
func (r *room) measure() {
	var width, height float64
	inner := js.Global().Get("innerHeight").Float()
	for _, id := range r.elements {
		e := dom.ByID(id)
		if e.IsNull() || !isFixed(e) {
			continue
		}
		box := e.Call("getBoundingClientRect")
		if box.Get("height").Float() == 0 || box.Get("bottom").Float() < inner/2 {
			continue
		}
		height = max(height, inner-box.Get("top").Float())
		width = max(width, js.Global().Get("innerWidth").Float()-box.Get("left").Float())
	}
	if width == r.width && height == r.height {
		return
	}
	r.width, r.height = width, height
	style := dom.Document.Get("documentElement").Get("style")
	style.Call("setProperty", "--room-height", pixels(height))
	style.Call("setProperty", "--room-width", pixels(width))
}

// isFixed reports whether an element, or what it stands in, keeps its place while the page is scrolled.
func isFixed(e js.Value) bool {
	for ; !e.IsNull(); e = e.Get("parentElement") {
		if js.Global().Call("getComputedStyle", e).Get("position").String() == "fixed" {
			return true
		}
	}
	return false
}
