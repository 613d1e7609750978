//go:build js && wasm

package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// How much the detail shows at once of a very large message.
const (
	membersPerPart = 100
	maxValue       = 1000     // bytes of a value
	maxEnvelope    = 16 << 10 // bytes of the envelope as it came
	maxName        = 200      // bytes of a name
)

// detail tells all of the selected message.
type detail struct {
	source   *source
	selected *selected
	act      func(func())

	out     []string      // the names of the members that leave the page
	number  int           // of the message that is shown, or none
	members visit.Members // those that are not shown yet
}

func (d *detail) connect() {
	dom.OnClick("detail-more", func() { d.act(d.showMore) })
}

// reset shows nothing: the number means another message in another visit.
func (d *detail) reset() {
	d.number = none
	dom.Show("detail", false)
}

func (d *detail) render(v *visit.Visit) {
	selected := d.selected.in(v)
	if d.number == selected {
		return
	}
	d.number = selected
	dom.Show("detail", selected != none)
	if selected == none {
		return
	}
	e := v.Entry(selected)
	title := append([]string{visit.Cut(string(e.Event.EventType()), maxName)}, tags(e.Message)...)
	dom.SetText("detail-title", strings.Join(title, ", "))
	dom.Replace(dom.ByID("detail-members"), []any{
		member("time", timeText(v, e)),
		member("origin", visit.Cut(e.Origin, maxName)),
	})
	d.out = visit.GoingOut(e.Message)
	d.members = visit.MembersOf(e.Raw)
	d.showMore()
	dom.SetText("detail-raw", cutText(visit.Indent(e.Raw), maxEnvelope))
}

// timeText is when a message came, counted from the beginning of the visit, and as a date.
func timeText(v *visit.Visit, e *visit.Entry) string {
	text := visit.Duration(e.At.Sub(v.Start()))
	if e.Time.IsZero() {
		return text + ", as the message before: it has no time of its own"
	}
	return text + " (" + e.Time.Local().Format("2006-01-02 15:04:05.000") + ")"
}

// showMore shows the next members, and says how many there are still.
func (d *detail) showMore() {
	var rows []any
	for range membersPerPart {
		name, value, ok := d.members.Next()
		if !ok {
			break
		}
		rows = append(rows, member(visit.Cut(name, maxName), cutText(value, maxValue), " ", d.wayTag(name)))
	}
	dom.Append(dom.ByID("detail-members"), rows)
	left := d.members.Count()
	dom.Show("detail-left", left > 0)
	dom.SetText("detail-left-text", fmt.Sprintf("%d more members.", left))
}

// wayTag says whether a member leaves the page. What is in a recording goes nowhere.
func (d *detail) wayTag(name string) js.Value {
	goesOut := slices.Contains(d.out, name)
	switch {
	case d.source.player != nil && goesOut:
		return span("tag", "would leave its page")
	case d.source.player != nil:
		return span("tag kept", "would stay on its page")
	case goesOut:
		return span("tag", "leaves this page")
	}
	return span("tag kept", "stays on this page")
}

// member is a row: a name, and what stands beside it.
func member(name string, parts ...any) js.Value {
	return dom.New("div", dom.New("dt", name), dom.New("dd", parts...))
}

// cutText returns the beginning of a text that is longer than a limit, and says how long it is.
func cutText(text []byte, limit int) string {
	if len(text) <= limit {
		return string(text)
	}
	return fmt.Sprintf("%s … (%d bytes in all; a saved recording has them)", visit.Cut(text, limit), len(text))
}
