//go:build js && wasm

package main

import (
	"fmt"
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/dom"
)

const (
	maxRows    = 50 // as many messages are all in the document; of more, those that can be seen
	spareRows  = 10 // above and below them
	timeFormat = "15:04:05.000"
	newsPause  = 3 * time.Second // between two announcements to a screen reader
)

// messageList lists the messages that the filters let through. It is a listbox: the keys move the selected message, and the
// part below tells all of it.
type messageList struct {
	element js.Value
	rows    js.Value // in it; as high as all messages are
	filter  visit.Filter
	offered map[string][]string // what the filters offer, by the id of the field

	of       *visit.Visit // what the following is about
	seen     int          // messages looked at
	numbers  []int        // those that pass the filter
	selected int          // a number, -1 if none is

	drawn     drawnRows
	rowHeight float64
	announced time.Time

	detailed   int // the message that the part below tells, -1 if none
	detailedOf *visit.Visit
}

// drawnRows is what stands in the document.
type drawnRows struct {
	of                     *visit.Visit
	filter                 visit.Filter
	from, to, count, first int
	selected               int
}

func newMessageList() *messageList {
	return &messageList{selected: -1, detailed: -1, rowHeight: 40, offered: map[string][]string{}}
}

func (l *messageList) connect() {
	l.element = dom.ByID("messages")
	l.rows = l.element.Get("firstElementChild")
	dom.On(l.element, "scroll", func(js.Value) { act(func() {}) })
	dom.On(l.element, "keydown", func(event js.Value) {
		if to, ok := l.target(event.Get("key").String()); ok {
			event.Call("preventDefault")
			act(func() { l.selectAt(to) })
		}
	})
	dom.On(l.element, "click", func(event js.Value) {
		if row := event.Get("target").Call("closest", "[role=option]"); !row.IsNull() {
			number, _ := strconv.Atoi(row.Get("dataset").Get("number").String())
			act(func() { l.selected = number })
		}
	})
	dom.On(js.Global(), "resize", func(js.Value) { act(func() { l.drawn = drawnRows{} }) })
	l.connectFilter("filter-type", func(value string) { l.filter.Type = ctlive.EventType(value) })
	l.connectFilter("filter-widget", func(value string) { l.filter.WidgetID = value })
	l.connectFilter("filter-chat", func(value string) { l.filter.ChatID = value })
}

func (l *messageList) connectFilter(id string, set func(value string)) {
	field := dom.ByID(id)
	dom.On(field, "change", func(js.Value) {
		value := field.Get("value").String()
		act(func() {
			set(value)
			l.of = nil // look at all messages again
		})
	})
}

// target says which place in the list a key moves to.
func (l *messageList) target(key string) (place int, ok bool) {
	at := l.place(l.selected)
	page := max(int(l.element.Get("clientHeight").Float()/l.rowHeight)-1, 1)
	switch key {
	case "ArrowDown":
		return at + 1, true
	case "ArrowUp":
		return at - 1, true
	case "PageDown":
		return at + page, true
	case "PageUp":
		return at - page, true
	case "Home":
		return 0, true
	case "End":
		return len(l.numbers) - 1, true
	}
	return 0, false
}

// deselect selects no message.
func (l *messageList) deselect() { l.selected = -1 }

// selectAt selects the message at a place in the list, and makes it visible.
func (l *messageList) selectAt(place int) {
	if len(l.numbers) == 0 {
		return
	}
	place = min(max(place, 0), len(l.numbers)-1)
	l.selected = l.numbers[place]
	top, height := float64(place)*l.rowHeight, l.element.Get("clientHeight").Float()
	if scroll := l.element.Get("scrollTop").Float(); top < scroll {
		l.element.Set("scrollTop", top)
	} else if top+l.rowHeight > scroll+height {
		l.element.Set("scrollTop", top+l.rowHeight-height)
	}
}

// choose selects a message by its number, for the timeline.
func (l *messageList) choose(number int) {
	if place := l.place(number); place >= 0 {
		l.selectAt(place)
		return
	}
	l.selected = number // the filters hide it from the list
}

// place is where a message stands in the list, -1 if it does not.
func (l *messageList) place(number int) int {
	for place, n := range l.numbers {
		if n == number {
			return place
		}
	}
	return -1
}

func (l *messageList) render(v *visit.Visit) {
	l.sync(v)
	l.renderFilters(v)
	l.renderRows(v)
	l.renderDetail(v)
	l.announce(v)
}

// sync looks at the messages that are new.
func (l *messageList) sync(v *visit.Visit) {
	if l.of != v || l.seen > v.Next() {
		l.of, l.seen, l.numbers = v, v.First(), nil
	}
	for l.seen = max(l.seen, v.First()); l.seen < v.Next(); l.seen++ {
		if l.filter.Match(v.Entry(l.seen)) {
			l.numbers = append(l.numbers, l.seen)
		}
	}
	forgotten := 0
	for forgotten < len(l.numbers) && l.numbers[forgotten] < v.First() {
		forgotten++
	}
	l.numbers = l.numbers[forgotten:]
	if l.selected < v.First() || l.selected >= v.Next() {
		l.selected = -1
	}
}

// renderRows draws the messages that can be seen, and keeps the end in sight of who looks at the end.
func (l *messageList) renderRows(v *visit.Visit) {
	count := len(l.numbers)
	scroll, height := l.element.Get("scrollTop").Float(), l.element.Get("clientHeight").Float()
	atEnd := l.drawn.of != v || scroll+height >= float64(l.drawn.count)*l.rowHeight-2
	stays := l.drawn.of == v && l.drawn.count == count && l.drawn.filter == l.filter
	if atEnd && !stays {
		scroll = max(float64(count)*l.rowHeight-height, 0)
	}
	from, to := 0, count
	if count > maxRows {
		from = min(max(int(scroll/l.rowHeight)-spareRows, 0), count)
		to = min(int((scroll+height)/l.rowHeight)+1+spareRows, count)
	}
	now := drawnRows{of: v, filter: l.filter, from: from, to: to, count: count, selected: l.selected}
	if count > 0 {
		now.first = l.numbers[0]
	}
	if now == l.drawn {
		return
	}
	l.drawn = now

	l.element.Set("hidden", count == 0)
	rows := make([]any, 0, to-from)
	for place := from; place < to; place++ {
		rows = append(rows, l.row(v.Entry(l.numbers[place]), place))
	}
	l.rows.Call("replaceChildren", rows...)
	style := l.rows.Get("style")
	style.Set("paddingTop", pixels(float64(from)*l.rowHeight))
	style.Set("paddingBottom", pixels(float64(count-to)*l.rowHeight))
	if len(rows) > 0 {
		if height := rows[0].(js.Value).Get("offsetHeight").Float(); height > 0 {
			l.rowHeight = height
		}
	}
	if atEnd && !stays {
		l.element.Set("scrollTop", l.element.Get("scrollHeight"))
	}
	if place := l.place(l.selected); place >= from && place < to {
		dom.WithAttributes(l.element, "aria-activedescendant", rowID(l.selected))
	} else {
		l.element.Call("removeAttribute", "aria-activedescendant")
	}
}

func pixels(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) + "px" }

func rowID(number int) string { return "message-" + strconv.Itoa(number) }

func (l *messageList) row(e *visit.Entry, place int) js.Value {
	kind := dom.New("b", string(e.Event.EventType()))
	row := dom.New("div", dom.WithClass(dom.New("span", e.Time.Format(timeFormat)), "time"), kind)
	for _, tag := range tags(e.Message) {
		row.Call("append", dom.WithClass(dom.New("span", tag), "tag"))
	}
	row.Call("append", dom.WithClass(dom.New("span", membersText(e.Raw)), "values"))
	row.Set("id", rowID(e.Number))
	row.Get("dataset").Set("number", e.Number)
	return dom.WithAttributes(dom.WithClass(row, "row"), "role", "option", "aria-selected", e.Number == l.selected,
		"aria-setsize", len(l.numbers), "aria-posinset", place+1)
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
func (l *messageList) announce(v *visit.Visit) {
	text := "None yet."
	if count := v.Next(); count > 0 {
		last := v.Entry(count - 1)
		text = fmt.Sprintf("%d so far, the latest %s at %s.", count, last.Event.EventType(), last.Time.Format(timeFormat))
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
