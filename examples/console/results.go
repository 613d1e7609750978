//go:build js && wasm

package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// maxItems is how many widgets and how many chats the page shows, the latest.
const maxItems = 6

// results shows the state of the visit.
type results struct {
	of      *visit.Visit
	changes int
	end     time.Time
	shown   map[string]string // what stands in the parts of the page, by id
}

func (r *results) render(v *visit.Visit, now time.Time) {
	_, end := v.Span(now)
	if r.of == v && r.changes == v.Changes() && r.end.Equal(end) {
		return
	}
	r.of, r.changes, r.end = v, v.Changes(), end
	r.draw(v, now)
}

func (r *results) draw(v *visit.Visit, now time.Time) {
	s := v.Tracker.Snapshot()
	r.renderFunnel(s.Funnel)
	widgetTexts := texts(s.Widgets, func(w session.Widget) string { return widgetName(s.Widgets, w) + widgetText(w) })
	r.renderList("widgets", widgetTexts, nil)
	longest := time.Second
	for _, c := range s.Chats {
		longest = max(longest, c.Waiting(now)+c.Talking(now))
	}
	chatTexts := texts(s.Chats, func(c session.Chat) string { return chatText(v, c, now) })
	r.renderList("chats", chatTexts, func(i int) js.Value {
		c := s.Chats[i]
		return timesPicture(c.Waiting(now), c.Talking(now), longest)
	})
	dom.SetText("goes-on", earlierText(v))
	dom.SetText("anomalies", anomaliesText(s.Anomalies))
}

// renderFunnel draws how far visitors got, as bars.
func (r *results) renderFunnel(f session.Funnel) {
	if !r.changed("funnel", fmt.Sprint(f)) {
		return
	}
	steps := []struct {
		name  string
		count int
	}{
		{"Shown", f.Shown}, {"Clicked", f.Clicked}, {"Form completed", f.Collected},
		{"Chat requested", f.Requested}, {"Chat active", f.Online}, {"Chat finished", f.Finished},
		{"Chat abandoned", f.Abandoned}, {"Survey completed", f.Surveyed}, {"Chat resumed", f.Resumed},
	}
	most := 1
	for _, step := range steps {
		most = max(most, step.count)
	}
	var rows []any
	for _, step := range steps {
		bar := picture(8, bar("funnel-bar", 0, 100*float64(step.count)/float64(most), 8))
		rows = append(
			rows,
			dom.New("div", dom.New("dt", step.name), dom.New("dd", dom.New("b", fmt.Sprint(step.count)), bar)),
		)
	}
	dom.Replace(dom.ByID("funnel"), rows)
}

// texts has a text for each of the latest, and "" for those before, which the page does not show.
func texts[T any](all []T, text func(T) string) []string {
	texts := make([]string, len(all))
	for i := max(len(all)-maxItems, 0); i < len(all); i++ {
		texts[i] = text(all[i])
	}
	return texts
}

// renderList lists the latest of texts, the newest first, each with a picture if there are any.
func (r *results) renderList(id string, texts []string, picture func(i int) js.Value) {
	if !r.changed(id, strings.Join(texts, "\n")) {
		return
	}
	var items []any
	first := max(len(texts)-maxItems, 0)
	for i := len(texts) - 1; i >= first; i-- {
		item := dom.New("li", texts[i])
		if picture != nil {
			item.Call("append", picture(i))
		}
		items = append(items, item)
	}
	if first > 0 {
		items = append(items, dom.New("li", fmt.Sprintf("and %d earlier", first)))
	}
	dom.Replace(dom.ByID(id), items)
	dom.Show(id+"-empty", len(texts) == 0)
}

// changed notes the text for a part of the page, and reports whether another one is shown there.
func (r *results) changed(id, text string) bool {
	if r.shown == nil {
		r.shown = map[string]string{}
	}
	before, drawn := r.shown[id]
	r.shown[id] = text
	return !drawn || before != text
}

// timesPicture shows waiting and talking, as bars beside those of the other chats.
func timesPicture(waiting, talking, longest time.Duration) js.Value {
	percent := func(d time.Duration) float64 { return 100 * d.Seconds() / longest.Seconds() }
	return picture(12,
		bar("bar waiting", 0, percent(waiting), 12),
		bar("bar talking", percent(waiting), percent(talking), 12))
}

// picture is a picture as wide as its place; the text beside it says the same.
func picture(height int, parts ...any) js.Value {
	svg := dom.NewSVG("svg", "width", "100%", "height", height, "aria-hidden", "true")
	dom.Append(svg, parts)
	return svg
}

// bar is a bar from a place on, both in percent of the picture's width.
func bar(class string, from, width float64, height int) js.Value {
	return dom.NewSVG("rect", "class", class, "x", coordinate(from)+"%", "width", coordinate(width)+"%", "height", height)
}

// widgetName is what the timeline calls a widget too: services may share a widgetID.
func widgetName(all []session.Widget, w session.Widget) string {
	shares := func(other session.Widget) bool {
		return other.WidgetID == w.WidgetID && other.ElementID != w.ElementID
	}
	if w.WidgetID != "" && w.ElementID != "" && slices.ContainsFunc(all, shares) {
		return w.WidgetID + " in " + w.ElementID
	}
	return cmp.Or(w.WidgetID, w.ElementID)
}

func widgetText(w session.Widget) (text string) {
	switch {
	case w.Shown:
		text = ": shown"
	case w.Since.IsZero():
		text = ": not shown yet"
	default:
		text = ": hidden"
	}
	if w.Collecting {
		text += ", its form is open"
	}
	for _, kind := range slices.Sorted(maps.Keys(w.Clicks)) {
		text += fmt.Sprintf(", %s clicked %d×", kind, w.Clicks[kind])
	}
	return text
}

// clockTime is how a time of an earlier page is written: those of this page are counted from its first message.
const clockTime = "15:04:05"

func earlierText(v *visit.Visit) string {
	since := v.Since()
	if since.IsZero() {
		return ""
	}
	return "This session goes on from earlier pages, since " + since.Local().Format(clockTime) + "."
}

func chatText(v *visit.Visit, c session.Chat, now time.Time) string {
	text := fmt.Sprintf("%s: %s", c.ChatID, c.State)
	switch {
	case c.Resumed:
		text += ", resumed after a page load"
	case v.IsEarlier(c.ChatID):
		text += ", from an earlier page"
	}
	if (c.Resumed || v.IsEarlier(c.ChatID)) && !c.Started.IsZero() {
		text += ", begun at " + c.Started.Local().Format(clockTime)
	}
	if !c.Started.IsZero() {
		text += ", waiting " + visit.Duration(c.Waiting(now))
	}
	if !c.Answered.IsZero() {
		text += ", talking " + visit.Duration(c.Talking(now)) + " with " + strings.Join(c.Users, ", ")
	}
	if c.Survey != session.NoSurvey {
		text += ", " + c.Survey.String()
	}
	if c.WidgetID != "" {
		text += ", from " + c.WidgetID + " (inferred from the click before)"
	}
	return text
}

func anomaliesText(anomalies []session.Anomaly) string {
	if len(anomalies) == 0 {
		return ""
	}
	return fmt.Sprintf("Out of order: %d, the latest %s.", len(anomalies), anomalies[len(anomalies)-1].Reason)
}
