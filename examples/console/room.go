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
	elements []string // the ids of the widgets' elements
	changes  int      // of the visit, when they were looked for
	height   float64
	width    float64
}

// render finds out how much of the lower right corner the widgets take that stay there while the
// page is scrolled. It looks each time: nothing tells when a widget opens or closes.
func (r *room) render(live *visit.Visit) {
	r.findElements(live)
	var width, height float64
	right, bottom := js.Global().Get("innerWidth").Float(), js.Global().Get("innerHeight").Float()
	for _, id := range r.elements {
		e := dom.ByID(id)
		if e.IsNull() || !isFixed(e) {
			continue
		}
		content := dom.Document.Call("createRange")
		content.Call("selectNodeContents", e) // what is in it may be outside of its box
		for _, part := range []js.Value{e, content} {
			box := part.Call("getBoundingClientRect")
			if box.Get("height").Float() > 0 && box.Get("bottom").Float() > bottom/2 {
				height = max(height, bottom-box.Get("top").Float())
				width = max(width, right-box.Get("left").Float())
			}
		}
	}
	if width == r.width && height == r.height {
		return
	}
	r.width, r.height = width, height
	style := dom.Document.Get("documentElement").Get("style")
	style.Call("setProperty", "--room-height", pixels(height))
	style.Call("setProperty", "--room-width", pixels(width))
}

// findElements looks for widgets that have come or gone. One stays, though its messages may have
// been cleared.
func (r *room) findElements(live *visit.Visit) {
	if r.changes == live.Changes() {
		return
	}
	r.changes = live.Changes()
	for _, lane := range live.LatestWidgets(maxWidgets) {
		if id := lane.ElementID(); id != "" && !slices.Contains(r.elements, id) {
			r.elements = append(r.elements, id)
		}
	}
	r.elements = slices.DeleteFunc(r.elements, func(id string) bool { return dom.ByID(id).IsNull() })
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
