//go:build js && wasm

package main

import (
	"slices"
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// messages lists the messages that the filters let through. It is a listbox: the keys move the
// selected message. The rows stand in messages_rows.go, the filters in messages_filter.go.
type messages struct {
	selected *selected
	act      func(func())

	element js.Value
	rows    js.Value // in it; as high as all messages are
	filter  visit.Filter
	offered filterOptions

	of      *visit.Visit // what the following is about
	seen    int          // messages looked at
	numbers []int        // those that pass the filter

	drawn     drawnRows
	elements  map[int]js.Value // the rows in the document, by the number of the message
	forgotten int              // rows at the beginning that have gone since the last were drawn
	stale     bool             // the rows must be made anew: they are of another visit, or their height may have changed
	rowHeight float64
	atEnd     bool    // the list is scrolled to its end, and stays there
	scroll    float64 // where it was scrolled to last
	height    float64 // how high it was then
	announced time.Time
}

func (l *messages) connect() {
	l.element, l.rowHeight = dom.ByID("messages"), 36
	l.rows = l.element.Get("firstElementChild")
	dom.On(l.element, "scroll", func(js.Value) { l.act(func() {}) })
	onKey(l.element, func(key string) bool {
		if !slices.Contains([]string{"ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"}, key) {
			return false
		}
		l.act(func() { l.selectAt(l.target(key)) })
		return true
	})
	dom.On(l.element, "click", func(event js.Value) {
		if row := event.Get("target").Call("closest", "[role=option]"); !row.IsNull() {
			number, _ := strconv.Atoi(row.Get("dataset").Get("number").String())
			l.act(func() { l.selected.number = number })
		}
	})
	dom.On(js.Global(), "resize", func(js.Value) { l.act(func() { l.stale = true }) })
	l.connectFilters()
}

// target says which place in the list a key moves to.
func (l *messages) target(key string) (place int) {
	at := l.place(l.selected.number)
	page := max(int(l.element.Get("clientHeight").Float()/l.rowHeight)-1, 1)
	switch key {
	case "ArrowDown":
		return at + 1
	case "ArrowUp":
		return at - 1
	case "PageDown":
		return at + page
	case "PageUp":
		return at - page
	case "Home":
		return 0
	default: // End
		return len(l.numbers) - 1
	}
}

// reset lets all messages through, for another visit. A recording that is replayed from its beginning is none: its rows
// stay.
func (l *messages) reset() { l.filter, l.of, l.stale = visit.Filter{}, nil, true }

// selectAt selects the message at a place in the list.
func (l *messages) selectAt(place int) {
	if len(l.numbers) > 0 {
		l.selected.choose(l.numbers[min(max(place, 0), len(l.numbers)-1)])
	}
}

// place is where a message stands in the list, -1 if it does not.
func (l *messages) place(number int) int {
	place, found := slices.BinarySearch(l.numbers, number)
	if !found {
		return -1
	}
	return place
}

func (l *messages) render(v *visit.Visit) {
	if l.sync(v) {
		l.renderFilters(v)
	}
	l.renderRows(v)
	l.announce(v)
}

// sync looks at the messages that are new. It reports whether there are any, or it is another visit.
func (l *messages) sync(v *visit.Visit) (changed bool) {
	if l.of != v {
		l.of, l.seen, l.numbers, changed = v, v.First(), nil, true
	}
	changed = changed || l.seen < v.Next()
	for l.seen = max(l.seen, v.First()); l.seen < v.Next(); l.seen++ {
		if l.filter.Match(v.Entry(l.seen)) {
			l.numbers = append(l.numbers, l.seen)
		}
	}
	l.forgotten = 0
	for l.forgotten < len(l.numbers) && l.numbers[l.forgotten] < v.First() {
		l.forgotten++
	}
	l.numbers = l.numbers[l.forgotten:]
	l.selected.number = l.selected.in(v)
	return changed
}

// newsPause is the time between two announcements to a screen reader.
const newsPause = 3 * time.Second

// announce tells a screen reader how many messages there are, with pauses.
func (l *messages) announce(v *visit.Visit) {
	if time.Since(l.announced) < newsPause {
		return
	}
	if text := countText(v); dom.ByID("news").Get("textContent").String() != text {
		dom.SetText("news", text)
		l.announced = time.Now()
	}
}
