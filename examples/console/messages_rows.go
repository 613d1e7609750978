//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

const (
	maxRows   = 50 // as many messages are all in the document; of more, those that can be seen
	spareRows = 10 // above and below them
)

// drawnRows is what stands in the document.
type drawnRows struct {
	of                     *visit.Visit
	filter                 visit.Filter
	from, to, count, first int
	selected               int
}

// renderRows draws the messages that can be seen. If the list is scrolled to its end it stays
// there, else the rows that are seen stay in their place.
func (l *messages) renderRows(v *visit.Visit) {
	count := len(l.numbers)
	l.element.Set("hidden", count == 0)
	wanted, scroll, height := l.scrollTarget(v)
	from, to := 0, count
	if count > maxRows {
		from = min(max(int(wanted/l.rowHeight)-spareRows, 0), count)
		to = min(int((wanted+height)/l.rowHeight)+1+spareRows, count)
	}
	now := drawnRows{of: v, filter: l.filter, from: from, to: to, count: count, selected: l.selected.number}
	if count > 0 {
		now.first = l.numbers[0]
	}
	if now != l.drawn || l.stale {
		l.drawRows(v, now)
	}
	if wanted != scroll {
		l.element.Set("scrollTop", wanted)
	}
}

// scrollTarget is where the list is to be scrolled to, beside where it is and how high.
func (l *messages) scrollTarget(v *visit.Visit) (wanted, scroll, height float64) {
	count := len(l.numbers)
	scroll, height = l.element.Get("scrollTop").Float(), l.element.Get("clientHeight").Float()
	wanted = scroll
	same := l.drawn.of == v && l.drawn.filter == l.filter
	top := float64(l.place(l.selected.number)) * l.rowHeight
	if height != l.height && top >= l.scroll && top+l.rowHeight <= l.scroll+l.height {
		l.selected.show = true // it was in sight, and stays so in a list that has become lower
	}
	switch factor := l.measure(); {
	case factor != 1: // the browser has moved what is seen
		wanted = l.scroll * factor
		l.selected.show = true // fewer rows may have room
	case !same:
		l.atEnd = true
	case height == l.height:
		l.atEnd = scroll+height >= float64(l.drawn.count)*l.rowHeight-2
	}
	changed := !same || height != l.height || l.drawn.count != count || l.stale
	if same {
		wanted -= float64(l.forgotten) * l.rowHeight
	}
	if l.atEnd && changed {
		wanted = float64(count)*l.rowHeight - height
	}
	place := l.place(l.selected.number)
	if top = float64(place) * l.rowHeight; l.selected.show && place >= 0 {
		wanted = min(max(wanted, top+l.rowHeight-height), top)
		l.atEnd = place == count-1
	}
	l.selected.show = false
	l.scroll, l.height = max(wanted, 0), height
	return l.scroll, scroll, height
}

// measure finds out how high a row is, which depends on how wide the list is, and returns by which
// factor that has changed.
func (l *messages) measure() (factor float64) {
	first := l.rows.Get("firstElementChild")
	if first.IsNull() {
		return 1
	}
	before, now := l.rowHeight, first.Get("offsetHeight").Float()
	if now == 0 || now == before {
		return 1
	}
	l.rowHeight, l.stale = now, true
	l.element.Get("style").Call("setProperty", "--row-height", pixels(now))
	return now / before
}

func (l *messages) drawRows(v *visit.Visit, now drawnRows) {
	if l.stale {
		l.elements = map[int]js.Value{}
		l.rows.Call("replaceChildren")
	}
	l.drawn, l.stale = now, false
	l.fill(v, now.from, now.to)
	style := l.rows.Get("style")
	style.Set("paddingTop", pixels(float64(now.from)*l.rowHeight))
	style.Set("paddingBottom", pixels(float64(now.count-now.to)*l.rowHeight))
	if place := l.place(now.selected); place >= now.from && place < now.to {
		dom.WithAttributes(l.element, "aria-activedescendant", rowID(now.selected))
	} else {
		l.element.Call("removeAttribute", "aria-activedescendant")
	}
}

// fill puts the rows from one place to another into the document. Those that are there stay, so
// that a click on one works while others come.
func (l *messages) fill(v *visit.Visit, from, to int) {
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
			row = newRow(v, v.Entry(number))
			l.elements[number] = row
			l.rows.Call("insertBefore", row, next)
		} else {
			next = row.Get("nextElementSibling")
		}
		dom.WithAttributes(row, "aria-selected", number == l.selected.number,
			"aria-setsize", len(l.numbers), "aria-posinset", place+1)
	}
}

func pixels(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) + "px" }

func rowID(number int) string { return "message-" + strconv.Itoa(number) }

// newRow is the row of a message: when it came, its type, what it is about, who the visitor is, and
// what else it says.
func newRow(v *visit.Visit, e *visit.Entry) js.Value {
	kind := dom.New("b", visit.Cut(string(e.Event.EventType()), maxName))
	for _, tag := range tags(e.Message) {
		kind.Call("append", " ", span("tag", tag))
	}
	s := visit.Summarize(e)
	row := dom.New("div", span("time", visit.Duration(e.At.Sub(v.Start()))), kind,
		span("about", s.About), span("who", s.Who), span("rest", s.Rest))
	return dom.WithAttributes(row, "role", "option", "class", "row "+rowClass(e),
		"id", rowID(e.Number), "data-number", e.Number)
}

func span(class, text string) js.Value {
	return dom.WithAttributes(dom.New("span", text), "class", class)
}

// rowClass gives a row the colour of the state that its message begins or ends.
func rowClass(e *visit.Entry) string {
	switch e.Event.(type) {
	case ctlive.DatacollectionStarted, ctlive.DatacollectionSubmitted:
		return barClasses[visit.Form]
	case ctlive.ChatStarted:
		return barClasses[visit.Waiting]
	case ctlive.ChatOnline, ctlive.ChatFinished:
		return barClasses[visit.Talking]
	case ctlive.SurveyStarted, ctlive.SurveySubmitted:
		return barClasses[visit.Survey]
	case ctlive.Unknown:
		return ""
	}
	return barClasses[visit.Shown]
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
