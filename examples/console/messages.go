//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

const (
	maxRows    = 50 // as many messages are all in the document; of more, those that can be seen
	spareRows  = 10 // above and below them
	timeFormat = "15:04:05.000"
	dateFormat = "2006-01-02 15:04:05.000"
	newsPause  = 3 * time.Second // between two announcements to a screen reader
)

// messagesPart lists the messages that the filters let through. It is a listbox: the keys move the selected message, and the
// part below tells all of it.
type messagesPart struct {
	element js.Value
	rows    js.Value // in it; as high as all messages are
	filter  visit.Filter
	offered filterOptions

	of       *visit.Visit // what the following is about
	seen     int          // messages looked at
	numbers  []int        // those that pass the filter
	selected int          // a number, -1 if none is
	show     bool         // the selected message is to be brought into sight

	drawn     drawnRows
	elements  map[int]js.Value // the rows in the document, by the number of the message
	forgotten int              // rows at the beginning that have gone since the last were drawn
	stale     bool             // the rows must be drawn again, their height may have changed
	rowHeight float64
	announced time.Time

	detail detailPart
}

// drawnRows is what stands in the document.
type drawnRows struct {
	of                     *visit.Visit
	filter                 visit.Filter
	from, to, count, first int
	selected               int
}

func newMessagesPart() *messagesPart {
	return &messagesPart{selected: -1, rowHeight: 40, detail: detailPart{number: -1}}
}

func (l *messagesPart) connect() {
	l.element = dom.ByID("messages")
	l.rows = l.element.Get("firstElementChild")
	dom.On(l.element, "scroll", func(js.Value) { act(func() {}) })
	onKey(l.element, func(key string) bool {
		if !slices.Contains([]string{"ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"}, key) {
			return false
		}
		act(func() { l.selectAt(l.target(key)) })
		return true
	})
	dom.On(l.element, "click", func(event js.Value) {
		if row := event.Get("target").Call("closest", "[role=option]"); !row.IsNull() {
			number, _ := strconv.Atoi(row.Get("dataset").Get("number").String())
			act(func() { l.selected = number })
		}
	})
	dom.On(js.Global(), "resize", func(js.Value) { act(func() { l.stale = true }) })
	l.detail.connect()
	l.connectFilters()
}

// target says which place in the list a key moves to.
func (l *messagesPart) target(key string) (place int) {
	at := l.place(l.selected)
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

// reset selects no message, and lets all through, for another visit.
func (l *messagesPart) reset() { l.selected, l.filter, l.of = -1, visit.Filter{}, nil }

// selectAt selects the message at a place in the list.
func (l *messagesPart) selectAt(place int) {
	if len(l.numbers) > 0 {
		l.choose(l.numbers[min(max(place, 0), len(l.numbers)-1)])
	}
}

// choose selects a message by its number. The filters may hide it from the list.
func (l *messagesPart) choose(number int) { l.selected, l.show = number, true }

// place is where a message stands in the list, -1 if it does not.
func (l *messagesPart) place(number int) int {
	place, found := slices.BinarySearch(l.numbers, number)
	if !found {
		return -1
	}
	return place
}

func (l *messagesPart) render(v *visit.Visit) {
	if l.sync(v) {
		l.renderFilters(v)
	}
	l.renderRows(v)
	l.detail.render(v, l.selected)
	l.announce(v)
}

// sync looks at the messages that are new. It reports whether there are any, or it is another visit.
func (l *messagesPart) sync(v *visit.Visit) (changed bool) {
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
	if !v.Has(l.selected) {
		l.selected = -1
	}
	return changed
}

// renderRows draws the messages that can be seen. It keeps the end in sight of who looks at the end, and what is seen in its
// place for all others.
func (l *messagesPart) renderRows(v *visit.Visit) {
	count := len(l.numbers)
	l.element.Set("hidden", count == 0)
	scroll, height := l.element.Get("scrollTop").Float(), l.element.Get("clientHeight").Float()
	stays := l.drawn.of == v && l.drawn.filter == l.filter
	atEnd := !stays || scroll+height >= float64(l.drawn.count)*l.rowHeight-2
	wanted := scroll
	if stays {
		wanted -= float64(l.forgotten) * l.rowHeight
	}
	if atEnd && (!stays || l.drawn.count != count) {
		wanted = float64(count)*l.rowHeight - height
	}
	place := l.place(l.selected)
	if top := float64(place) * l.rowHeight; l.show && place >= 0 {
		wanted = min(max(wanted, top+l.rowHeight-height), top)
	}
	l.show = false
	wanted = max(wanted, 0)
	from, to := 0, count
	if count > maxRows {
		from = min(max(int(wanted/l.rowHeight)-spareRows, 0), count)
		to = min(int((wanted+height)/l.rowHeight)+1+spareRows, count)
	}
	now := drawnRows{of: v, filter: l.filter, from: from, to: to, count: count, selected: l.selected}
	if count > 0 {
		now.first = l.numbers[0]
	}
	if now == l.drawn && !l.stale {
		if wanted != scroll {
			l.element.Set("scrollTop", wanted)
		}
		return
	}
	if l.drawn.of != v || l.stale {
		l.elements = map[int]js.Value{}
		l.rows.Call("replaceChildren")
	}
	l.drawn, l.stale = now, false
	l.fill(v, from, to)
	style := l.rows.Get("style")
	style.Set("paddingTop", pixels(float64(from)*l.rowHeight))
	style.Set("paddingBottom", pixels(float64(count-to)*l.rowHeight))
	if first := l.rows.Get("firstElementChild"); !first.IsNull() {
		if height := first.Get("offsetHeight").Float(); height > 0 && height != l.rowHeight {
			l.rowHeight, l.stale = height, true
		}
	}
	if wanted != scroll {
		l.element.Set("scrollTop", wanted)
	}
	if place >= from && place < to {
		dom.WithAttributes(l.element, "aria-activedescendant", rowID(l.selected))
	} else {
		l.element.Call("removeAttribute", "aria-activedescendant")
	}
}

// fill puts the rows from one place to another into the document. Those that are there stay, so that a click on one works
// while others come.
func (l *messagesPart) fill(v *visit.Visit, from, to int) {
	stay := map[int]bool{}
	for _, number := range l.numbers[from:to] {
		stay[number] = true
	}
	for number, row := range l.elements {
		if !stay[number] {
			row.Call("remove")
			delete(l.elements, number)
		}
	}
	next := l.rows.Get("firstElementChild")
	for place := from; place < to; place++ {
		number := l.numbers[place]
		row, there := l.elements[number]
		if !there {
			row = l.row(v.Entry(number))
			l.elements[number] = row
			l.rows.Call("insertBefore", row, next)
		} else {
			next = row.Get("nextElementSibling")
		}
		dom.WithAttributes(row, "aria-selected", number == l.selected, "aria-setsize", len(l.numbers), "aria-posinset", place+1)
	}
}

func pixels(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) + "px" }

func rowID(number int) string { return "message-" + strconv.Itoa(number) }

func (l *messagesPart) row(e *visit.Entry) js.Value {
	kind := dom.New("b", visit.Cut(string(e.Event.EventType()), maxName))
	row := dom.New("div", dom.WithAttributes(dom.New("span", e.Time.Local().Format(timeFormat)), "class", "time"), kind)
	for _, tag := range tags(e.Message) {
		row.Call("append", dom.WithAttributes(dom.New("span", tag), "class", "tag"))
	}
	row.Call("append", dom.WithAttributes(dom.New("span", membersText(e.Raw)), "class", "values"))
	return dom.WithAttributes(row, "role", "option", "class", "row", "id", rowID(e.Number), "data-number", e.Number)
}

func tags(m ctlive.Message) (all []string) {
	if _, unknown := m.Event.(ctlive.Unknown); unknown {
		all = append(all, "unknown to this version")
	}
	if m.Early {
		all = append(all, "early")
	}
	return all
}

// announce says how many messages there are, to a screen reader with pauses.
func (l *messagesPart) announce(v *visit.Visit) {
	text := "None yet."
	if count := v.Next(); count > 0 {
		last := v.Entry(count - 1)
		text = fmt.Sprintf("%d so far, the latest %s at %s.", count, visit.Cut(string(last.Event.EventType()), maxName), last.Time.Local().Format(timeFormat))
		if v.First() > 0 {
			text += fmt.Sprintf(" The latest %d are kept.", visit.MaxMessages)
		}
	}
	dom.SetText("count", text)
	if time.Since(l.announced) >= newsPause && dom.ByID("news").Get("textContent").String() != text {
		dom.SetText("news", text)
		l.announced = time.Now()
	}
}
