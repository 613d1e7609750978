//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/dom"
)

// offered is what the filters offer, by the id of the field.
var offered = map[string][]string{}

// renderFilters offers what there is to filter by.
func (l *messageList) renderFilters(v *visit.Visit) {
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

// offer fills a field with options, of which the chosen one stays there in any case.
func (l *messageList) offer(id string, values []string, chosen string) {
	if chosen != "" && !slices.Contains(values, chosen) {
		values = append(values, chosen)
	}
	if slices.Equal(offered[id], values) {
		return
	}
	offered[id] = slices.Clone(values)
	options := []any{option("", "all")}
	for _, value := range values {
		options = append(options, option(value, value))
	}
	field := dom.ByID(id)
	field.Call("replaceChildren", options...)
	field.Set("value", chosen)
}

func option(value, label string) js.Value {
	return dom.WithAttributes(dom.New("option", label), "value", value)
}
