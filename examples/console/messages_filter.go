//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/dom"
)

// maxChats is how many chats the filter offers, the latest.
const maxChats = 200

// renderFilters offers what there is to filter by.
func (l *messagesPart) renderFilters(v *visit.Visit) {
	var types, widgets, chats []string
	for _, t := range v.Types() {
		types = append(types, string(t))
	}
	for _, lane := range v.Lanes() {
		switch lane.Kind {
		case visit.Widget:
			widgets = append(widgets, lane.ID)
		case visit.Chat:
			chats = append(chats, lane.ID)
		}
	}
	chats = chats[max(len(chats)-maxChats, 0):]
	l.offer("filter-type", types, string(l.filter.Type))
	l.offer("filter-widget", widgets, l.filter.WidgetID)
	l.offer("filter-chat", chats, l.filter.ChatID)
	text := ""
	if l.filter != (visit.Filter{}) {
		text = fmt.Sprintf("%d of %d pass the filters.", len(l.numbers), v.Next()-v.First())
	}
	dom.SetText("filtered", text)
	dom.Show("filtered", text != "")
}

// offer fills a field with options, of which the chosen one stays there in any case. There may be hundreds: those that are
// there already are left alone.
func (l *messagesPart) offer(id string, values []string, chosen string) {
	if chosen != "" && !slices.Contains(values, chosen) {
		values = append(values, chosen)
	}
	before, same := l.offered[id], 0
	for same < min(len(before), len(values)) && before[same] == values[same] {
		same++
	}
	l.offered[id] = values
	field := dom.ByID(id)
	if same < len(before) {
		field.Get("options").Set("length", 1+same) // the first is "all"
	}
	for _, value := range values[same:] {
		field.Call("append", js.Global().Get("Option").New(value, value))
	}
	field.Set("value", chosen)
}
