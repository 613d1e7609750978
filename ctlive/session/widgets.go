package session

import (
	"slices"
	"strings"
	"time"

	"example.com/ctlive-go/ctlive"
)

// widgetKey is what tells a widget from others. The zero value names none.
type widgetKey struct{ elementID, widgetID string }

func keyOf(elementID, widgetID string) widgetKey { return widgetKey{cut(elementID), cut(widgetID)} }

type widget struct {
	Widget // without Clicks
	counts []*clickCount

	loaded, hidden, collected bool // which events have come on this page

	// pastUnknown is true on a page that goes on from an earlier one, and for events that name no
	// widget: what came before is not known, so the first event of each kind is no anomaly.
	pastUnknown bool

	chatsOver int // how many chats were over at the latest WidgetShown
}

// clickCount is how often a widget was clicked for one type.
type clickCount struct {
	typeName ctlive.WidgetType
	count    int
}

// widget returns the widget that an event names. For an event that names none it is one that nobody
// sees.
func (s *state) widget(elementID, widgetID, userID string) *widget {
	key := keyOf(elementID, widgetID)
	w := s.widgetsByKey[key]
	switch {
	case key == (widgetKey{}):
		w = &widget{pastUnknown: true}
	case w == nil:
		w = &widget{pastUnknown: s.restored}
		w.ElementID, w.WidgetID = strings.Clone(key.elementID), strings.Clone(key.widgetID)
		s.addWidget(w)
	}
	if userID = cut(userID); userID != "" && userID != w.UserID {
		w.UserID = strings.Clone(userID)
	}
	return w
}

func (s *state) addWidget(w *widget) {
	if s.widgetsByKey == nil {
		s.widgetsByKey = map[widgetKey]*widget{}
	}
	s.widgetsByKey[w.key()] = w
	var gone *widget
	s.widgets, gone = atMost(maxWidgets, append(s.widgets, w), func(w *widget) bool { return !w.Shown })
	if gone != nil {
		delete(s.widgetsByKey, gone.key())
	}
}

func (w *widget) key() widgetKey { return widgetKey{w.ElementID, w.WidgetID} }

func (w *widget) copy() Widget {
	copied := w.Widget
	if len(w.counts) > 0 {
		copied.Clicks = make(map[ctlive.WidgetType]int, len(w.counts))
	}
	for _, c := range w.counts {
		copied.Clicks[c.typeName] = c.count
	}
	return copied
}

func (w *widget) load() (anomaly string) {
	if w.loaded {
		return "for a widget that is loaded already"
	}
	w.loaded = true
	return ""
}

// show allows another WidgetShown after a chat: it may come again then (inferred).
func (w *widget) show(now time.Time, chatsOver int) (anomaly string) {
	switch {
	case !w.Shown:
		w.Shown, w.Since = true, now
	case w.chatsOver == chatsOver:
		return "for a widget that is shown already"
	}
	w.chatsOver = chatsOver
	return ""
}

func (w *widget) hide(now time.Time) (anomaly string) {
	first := !w.hidden
	w.hidden = true
	switch {
	case w.Shown:
		w.Shown, w.Since = false, now
	case !first || !w.pastUnknown:
		return "for a widget that is not shown"
	}
	return ""
}

func (w *widget) collect() (anomaly string) {
	first := !w.collected
	w.collected = true
	if !w.Collecting && (!first || !w.pastUnknown) {
		return "for a form that is not open"
	}
	w.Collecting = false
	return ""
}

// click counts a click. A type is counted if the widget has few enough types.
func (s *state) click(w *widget, e ctlive.WidgetClicked) {
	typeName := ctlive.WidgetType(cut(string(e.Type)))
	i := slices.IndexFunc(w.counts, func(c *clickCount) bool { return c.typeName == typeName })
	if i >= 0 {
		w.counts[i].count++
	} else if len(w.counts) < maxTypes {
		if kept, ok := s.types.keep(typeName); ok {
			w.counts = append(w.counts, &clickCount{kept, 1})
		}
	}
	if e.Type == ctlive.Chat && e.UserID != "" {
		s.clicks.add(w)
	}
}
