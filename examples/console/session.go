//go:build js && wasm

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/examples/dom"
)

// renderedSession is what the page shows of widgets and chats.
var renderedSession string

// renderSession shows what the visit has come to: each widget and each chat with its state and its times.
func renderSession() {
	s, now := shown.tracker.Snapshot(), shown.now()
	var widgets, chats []string
	for _, w := range s.Widgets {
		widgets = append(widgets, widgetText(w))
	}
	for _, c := range s.Chats {
		chats = append(chats, chatText(c, now))
	}
	text := fmt.Sprint(widgets, chats, len(s.Anomalies))
	if text == renderedSession {
		return
	}
	renderedSession = text
	renderList("widgets", widgets)
	renderList("chats", chats)
	dom.SetText("anomalies", anomaliesText(s.Anomalies))
}

func renderList(id string, texts []string) {
	items := make([]any, len(texts))
	for i, text := range texts {
		items[i] = dom.New("li", text)
	}
	dom.ByID(id).Call("replaceChildren", items...)
	dom.ByID(id+"-empty").Set("hidden", len(texts) > 0)
}

func widgetText(w session.Widget) string {
	text := w.WidgetID + ": hidden"
	if w.Shown {
		text = w.WidgetID + ": shown"
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
	text := fmt.Sprintf("%s: %s, waiting %s", c.ChatID, c.State, seconds(c.Waiting(now)))
	if !c.Answered.IsZero() {
		text += ", talking " + seconds(c.Talking(now)) + " with " + strings.Join(c.Users, ", ")
	}
	if c.Survey != session.NoSurvey {
		text += ", " + c.Survey.String()
	}
	if c.WidgetID != "" {
		text += ", from " + c.WidgetID + " (inferred)"
	}
	return text
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func anomaliesText(anomalies []session.Anomaly) string {
	if len(anomalies) == 0 {
		return ""
	}
	return fmt.Sprintf("Out of order: %d, the latest %s.", len(anomalies), anomalies[len(anomalies)-1].Reason)
}
