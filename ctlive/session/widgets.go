package session

import (
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
)

type widget struct {
	Widget
	loaded bool
}

// widget returns the widget that an event names, by its WidgetID, or by its ElementID where it has no other. An event that
// names none changes a widget that nobody sees.
func (t *Tracker) widget(elementID, widgetID, userID string) *widget {
	if elementID == "" && widgetID == "" {
		return new(widget)
	}
	w := t.knownWidget(elementID, widgetID)
	if w == nil {
		w = &widget{Widget: Widget{WidgetID: widgetID}}
		t.widgets, _ = atMost(maxWidgets, append(t.widgets, w), func(w *widget) bool { return !w.Shown })
	}
	if elementID != "" {
		w.ElementID = elementID
	}
	if userID != "" {
		w.UserID = userID
	}
	return w
}

// knownWidget returns the widget with these ids, nil if none has been named so.
func (t *Tracker) knownWidget(elementID, widgetID string) *widget {
	i := slices.IndexFunc(t.widgets, func(w *widget) bool {
		return w.WidgetID == widgetID && (widgetID != "" || w.ElementID == elementID)
	})
	if i < 0 {
		return nil
	}
	return t.widgets[i]
}

// atMost removes one of all but the last, if there are more than limit: the oldest that has ended, or just the oldest.
func atMost[T any](limit int, all []*T, ended func(*T) bool) (kept []*T, gone *T) {
	if len(all) <= limit {
		return all, nil
	}
	i := max(slices.IndexFunc(all[:limit], ended), 0)
	gone = all[i]
	return slices.Delete(all, i, i+1), gone
}

func (t *Tracker) load(e ctlive.Loaded) (anomaly string) {
	t.loaded = true
	w := t.widget(e.ElementID, e.WidgetID, e.UserID)
	if w.loaded {
		return "for a widget that is loaded already"
	}
	w.loaded = true
	return ""
}

func (t *Tracker) show(w *widget, shown bool, now time.Time) (anomaly string) {
	named := w.WidgetID != "" || w.ElementID != ""
	switch {
	case !named:
		return ""
	case w.Shown == shown && shown:
		return "for a widget that is shown already"
	case w.Shown == shown:
		return "for a widget that is not shown"
	}
	w.Shown, w.Since = shown, now
	return ""
}

func (t *Tracker) click(w *widget, e ctlive.WidgetClicked) {
	if w.Clicks == nil {
		w.Clicks = map[ctlive.WidgetType]int{}
	}
	if _, known := w.Clicks[e.Type]; known || len(w.Clicks) < maxClickTypes && len(e.Type) <= maxTypeBytes {
		w.Clicks[e.Type]++
	}
	if e.Type == ctlive.Chat && e.UserID != "" {
		t.clickForChat(e.UserID, e.WidgetID)
	}
}

func (t *Tracker) clickForChat(userID, widgetID string) {
	if t.clickers == nil {
		t.clickers = map[string]string{}
	}
	clicked, known := t.clickers[userID]
	switch {
	case known && clicked != widgetID:
		t.clickers[userID] = ""
	case known:
	case len(t.clickers) == maxClickers:
		t.clicksMissed = true
	case t.clicksMissed: // perhaps one of this user's
		t.clickers[userID] = ""
	default:
		t.clickers[userID] = widgetID
	}
}

func (t *Tracker) collect(w *widget) (anomaly string) {
	named := w.WidgetID != "" || w.ElementID != ""
	if named && !w.Collecting {
		return "for a form that is not open"
	}
	w.Collecting = false
	return ""
}
