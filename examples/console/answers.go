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

// maxItems is how many widgets and how many chats are told of.
const maxItems = 20

// answersPart tells what the visit has come to.
type answersPart struct {
	of       *visit.Visit
	messages int
	end      time.Time
	pace     pace
	shown    map[string]string // what stands in the parts of the page, by id
}

func (a *answersPart) render(v *visit.Visit, now time.Time) {
	_, end := v.Span(now)
	onlyTime := a.of == v && a.messages == v.Next()
	if onlyTime && a.end.Equal(end) {
		return
	}
	a.pace.run(onlyTime, 500*time.Millisecond, func() {
		a.of, a.messages, a.end = v, v.Next(), end
		a.draw(v, now)
	})
}

func (a *answersPart) draw(v *visit.Visit, now time.Time) {
	s := v.Tracker.Snapshot()
	a.renderFunnel(s.Funnel)
	a.renderList("widgets", texts(s.Widgets, widgetText), nil)
	longest := time.Second
	for _, c := range s.Chats {
		longest = max(longest, c.Waiting(now)+c.Talking(now))
	}
	a.renderList("chats", texts(s.Chats, func(c session.Chat) string { return chatText(c, now) }), func(i int) js.Value {
		c := s.Chats[i]
		return timesPicture(c.Waiting(now), c.Talking(now), longest)
	})
	dom.SetText("anomalies", anomaliesText(s.Anomalies))
}

// renderFunnel draws how far visitors got, as bars.
func (a *answersPart) renderFunnel(f session.Funnel) {
	if !a.changed("funnel", fmt.Sprint(f)) {
		return
	}
	steps := []struct {
		name  string
		count int
	}{
		{"Shown", f.Shown}, {"Clicked", f.Clicked}, {"Form completed", f.Collected}, {"Chat requested", f.Requested},
		{"Agent joined", f.Online}, {"Chat finished", f.Finished}, {"Chat abandoned", f.Abandoned}, {"Survey completed", f.Surveyed},
	}
	most := 1
	for _, step := range steps {
		most = max(most, step.count)
	}
	var rows []any
	for _, step := range steps {
		bar := picture(8, bar("funnel-bar", 0, 100*float64(step.count)/float64(most), 8))
		rows = append(rows, dom.New("div", dom.New("dt", step.name), dom.New("dd", dom.New("b", fmt.Sprint(step.count)), bar)))
	}
	dom.Replace(dom.ByID("funnel"), rows)
}

// texts are those of all, but of no more than are told of; the others are "".
func texts[T any](all []T, text func(T) string) []string {
	texts := make([]string, len(all))
	for i := max(len(all)-maxItems, 0); i < len(all); i++ {
		texts[i] = text(all[i])
	}
	return texts
}

// renderList lists the latest of texts, each with a picture if there are any.
func (a *answersPart) renderList(id string, texts []string, picture func(i int) js.Value) {
	if !a.changed(id, strings.Join(texts, "\n")) {
		return
	}
	var items []any
	first := max(len(texts)-maxItems, 0)
	if first > 0 {
		items = append(items, dom.New("li", fmt.Sprintf("%d earlier", first)))
	}
	for i := first; i < len(texts); i++ {
		item := dom.New("li", texts[i])
		if picture != nil {
			item.Call("append", picture(i))
		}
		items = append(items, item)
	}
	dom.Replace(dom.ByID(id), items)
	dom.Show(id+"-empty", len(texts) == 0)
}

// changed reports whether a part of the page is to say something else than it does, and notes it.
func (a *answersPart) changed(id, text string) bool {
	if a.shown == nil {
		a.shown = map[string]string{}
	}
	before, drawn := a.shown[id]
	a.shown[id] = text
	return !drawn || before != text
}

// timesPicture shows waiting and talking, as bars beside those of the other chats.
func timesPicture(waiting, talking, longest time.Duration) js.Value {
	percent := func(d time.Duration) float64 { return 100 * d.Seconds() / longest.Seconds() }
	return picture(12, bar("bar waiting", 0, percent(waiting), 12), bar("bar talking", percent(waiting), percent(talking), 12))
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

func widgetText(w session.Widget) string {
	text := cmp.Or(w.WidgetID, w.ElementID)
	switch {
	case w.Shown:
		text += ": shown"
	case w.Since.IsZero():
		text += ": not shown yet"
	default:
		text += ": hidden"
	}
	if w.Collecting {
		text += ", its form is open"
	}
	for _, kind := range slices.Sorted(maps.Keys(w.Clicks)) {
		text += fmt.Sprintf(", %s clicked %d×", kind, w.Clicks[kind])
	}
	return text
}

func chatText(c session.Chat, now time.Time) string {
	text := fmt.Sprintf("%s: %s, waiting %s", c.ChatID, c.State, visit.Duration(c.Waiting(now)))
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
