//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/dom"
)

// renderDetail tells all of the selected message.
func (l *messageList) renderDetail(v *visit.Visit) {
	if l.detailed == l.selected && l.detailedOf == v {
		return
	}
	l.detailed, l.detailedOf = l.selected, v
	dom.Show("detail", l.selected >= 0)
	if l.selected < 0 {
		return
	}
	e := v.Entry(l.selected)
	title := append([]string{string(e.Event.EventType())}, tags(e.Message)...)
	dom.SetText("detail-title", strings.Join(title, ", "))
	rows := []any{member("time", e.Time.Format(timeFormat)), member("origin", e.Origin)}
	for name, value := range members(e.Raw) {
		rows = append(rows, member(name, value))
	}
	dom.ByID("detail-members").Call("replaceChildren", rows...)
	json := js.Global().Get("JSON")
	dom.SetText("detail-raw", json.Call("stringify", json.Call("parse", string(e.Raw)), nil, 2).String())
}

func member(name, value string) js.Value {
	return dom.New("div", dom.New("dt", name), dom.New("dd", value))
}

// members goes through what an envelope's object holds, in its order, with members that the library does not know.
func members(envelope []byte) func(yield func(name, value string) bool) {
	return func(yield func(name, value string) bool) {
		json := js.Global().Get("JSON")
		object := json.Call("parse", string(envelope)).Get("object")
		if object.Type() != js.TypeObject {
			return
		}
		entries := js.Global().Get("Object").Call("entries", object)
		for i := range entries.Length() {
			name, value := entries.Index(i).Index(0), entries.Index(i).Index(1)
			if !yield(name.String(), json.Call("stringify", value).String()) {
				return
			}
		}
	}
}

// membersText is the members in one line.
func membersText(envelope []byte) string {
	var parts []string
	for name, value := range members(envelope) {
		parts = append(parts, name+" "+value)
	}
	return strings.Join(parts, " ")
}
