//go:build js && wasm

package main

import (
	"fmt"
	"strings"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// Of a message that is very large, the detail shows parts.
const (
	membersPerPart = 100
	maxValue       = 1000     // bytes of a value
	maxEnvelope    = 16 << 10 // bytes of the envelope as it came
	maxName        = 200      // bytes of a name
)

// detailPart tells all of the selected message.
type detailPart struct {
	of      *visit.Visit
	number  int           // of the message, -1 if none is selected
	members visit.Members // those that are not shown yet
}

func (d *detailPart) connect() {
	dom.OnClick("detail-more", func() { act(d.showMore) })
}

func (d *detailPart) render(v *visit.Visit, selected int) {
	if d.number == selected && d.of == v {
		return
	}
	d.of, d.number = v, selected
	dom.Show("detail", selected >= 0)
	if selected < 0 {
		return
	}
	e := v.Entry(selected)
	title := append([]string{visit.Cut(string(e.Event.EventType()), maxName)}, tags(e.Message)...)
	dom.SetText("detail-title", strings.Join(title, ", "))
	dom.Replace(dom.ByID("detail-members"), []any{
		member("time", e.Time.Local().Format(dateFormat)),
		member("origin", visit.Cut(e.Origin, maxName)),
	})
	d.members = visit.MembersOf(e.Raw)
	d.showMore()
	dom.SetText("detail-raw", cutText(visit.Indent(e.Raw), maxEnvelope))
}

// showMore shows the next members, and says how many there are still.
func (d *detailPart) showMore() {
	var rows []any
	for range membersPerPart {
		name, value, ok := d.members.Next()
		if !ok {
			break
		}
		rows = append(rows, member(visit.Cut(name, maxName), cutText(value, maxValue)))
	}
	dom.Append(dom.ByID("detail-members"), rows)
	left := d.members.Count()
	dom.Show("detail-left", left > 0)
	dom.SetText("detail-left-text", fmt.Sprintf("%d more members.", left))
}

func member(name, value string) js.Value {
	return dom.New("div", dom.New("dt", name), dom.New("dd", value))
}

// cutText returns the beginning of a text that is longer than a limit, and says how long it is.
func cutText(text []byte, limit int) string {
	if len(text) <= limit {
		return string(text)
	}
	return fmt.Sprintf("%s … (%d bytes in all; a saved recording has them)", visit.Cut(text, limit), len(text))
}

// maxText is how much of the members a row has, in bytes.
const maxText = 300

// membersText is the members in one line, as far as a row has room.
func membersText(envelope []byte) string {
	var text strings.Builder
	for members := visit.MembersOf(envelope); ; {
		name, value, ok := members.Next()
		if !ok {
			return strings.TrimSpace(text.String())
		}
		text.WriteString(visit.Cut(name, maxText) + " " + visit.Cut(value, maxText) + " ")
		if text.Len() > maxText {
			return visit.Cut(text.String(), maxText) + "…"
		}
	}
}
