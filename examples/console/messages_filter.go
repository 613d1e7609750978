//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// maxOffered is how many widgets and how many chats the filters offer, the latest.
const maxOffered = 200

// filterOptions is what the fields offer, after "all".
type filterOptions struct {
	types          []ctlive.EventType
	widgets, chats []*visit.Lane
	texts          map[string][]string // by the id of the field
}

func (l *messages) connectFilters() {
	connectFilter(l, "filter-type", &l.offered.types, &l.filter.Type)
	connectFilter(l, "filter-widget", &l.offered.widgets, &l.filter.Widget)
	connectFilter(l, "filter-chat", &l.offered.chats, &l.filter.Chat)
}

// connectFilter connects a field that chooses one of what is offered, or "all", which is the zero
// value.
func connectFilter[T any](l *messages, id string, offered *[]T, chosen *T) {
	field := dom.ByID(id)
	dom.On(field, "change", func(js.Value) {
		var value T
		if place := field.Get("selectedIndex").Int() - 1; place >= 0 {
			value = (*offered)[place]
		}
		l.act(func() {
			*chosen = value
			l.of, l.selected.show = nil, true // look at all messages again
		})
	})
}

// renderFilters offers what there is to filter by.
func (l *messages) renderFilters(v *visit.Visit) {
	o := &l.offered
	o.types, o.widgets, o.chats = slices.Clone(v.Types()), nil, nil
	for _, lane := range v.Lanes() {
		switch lane.Kind() {
		case visit.Widget:
			o.widgets = append(o.widgets, lane)
		case visit.Chat:
			o.chats = append(o.chats, lane)
		}
	}
	o.widgets = o.widgets[max(len(o.widgets)-maxOffered, 0):]
	o.chats = o.chats[max(len(o.chats)-maxOffered, 0):]
	offer(o, "filter-type", &o.types, l.filter.Type, func(t ctlive.EventType) string { return string(t) })
	offer(o, "filter-widget", &o.widgets, l.filter.Widget, (*visit.Lane).ID)
	offer(o, "filter-chat", &o.chats, l.filter.Chat, (*visit.Lane).ID)
	text := ""
	if l.filter != (visit.Filter{}) {
		text = fmt.Sprintf("%d of %d pass the filters.", len(l.numbers), v.Next()-v.First())
	}
	dom.SetText("filtered", text)
	dom.Show("filtered", text != "")
}

// offer fills a field with options, of which the chosen one stays there in any case. There may be
// hundreds: those that are there already are left alone.
func offer[T comparable](o *filterOptions, id string, values *[]T, chosen T, text func(T) string) {
	var all T
	if chosen != all && !slices.Contains(*values, chosen) {
		*values = append(*values, chosen)
	}
	texts := make([]string, len(*values))
	for i, value := range *values {
		texts[i] = text(value)
	}
	before, same := o.texts[id], 0
	for same < min(len(before), len(texts)) && before[same] == texts[same] {
		same++
	}
	if o.texts == nil {
		o.texts = map[string][]string{}
	}
	o.texts[id] = texts
	field := dom.ByID(id)
	if same < len(before) {
		field.Get("options").Set("length", 1+same) // the first is "all"
	}
	for _, text := range texts[same:] {
		field.Call("append", js.Global().Get("Option").New(text, text))
	}
	field.Set("selectedIndex", 1+slices.Index(*values, chosen)) // the first where none is
}
