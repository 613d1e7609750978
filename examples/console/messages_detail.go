//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/dom"
)

// renderDetail tells all of the selected message.
func (l *messagesPart) renderDetail(v *visit.Visit) {
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
	rows := []any{member("time", e.Time.Local().Format(dateFormat)), member("origin", e.Origin)}
	for name, value := range visit.Members(e.Raw) {
		rows = append(rows, member(name, value))
	}
	dom.ByID("detail-members").Call("replaceChildren", rows...)
	dom.SetText("detail-raw", visit.Indent(e.Raw))
}

func member(name, value string) js.Value {
	return dom.New("div", dom.New("dt", name), dom.New("dd", value))
}

// maxText is how much of the members a row has, in bytes.
const maxText = 300

// membersText is the members in one line, as far as a row has room.
func membersText(envelope []byte) string {
	var text strings.Builder
	for name, value := range visit.Members(envelope) {
		text.WriteString(name + " " + value + " ")
		if text.Len() > maxText {
			return strings.ToValidUTF8(text.String()[:maxText], "") + "…"
		}
	}
	return strings.TrimSpace(text.String())
}
