package session

import (
	"maps"
	"slices"
	"strings"

	"example.com/ctlive-go/ctlive"
)

const (
	maxTypes     = 16      // of the clicks on one widget
	maxTypeBytes = 1 << 20 // of the types of all widgets, with what a map needs for each
	maxClickers  = 1000    // users whose latest clicks are kept
)

// typeNames are the types that widgets were clicked for. All widgets share the strings: each for itself could hold 4 MB.
type typeNames struct {
	known map[ctlive.WidgetType]ctlive.WidgetType
	bytes int
}

// keep returns a type as it is kept. ok is false if there are too many.
func (n *typeNames) keep(typeName ctlive.WidgetType) (kept ctlive.WidgetType, ok bool) {
	if kept, ok = n.known[typeName]; ok {
		return kept, true
	}
	size := len(typeName) + 64
	if n.bytes+size > maxTypeBytes {
		return "", false
	}
	if n.known == nil {
		n.known = map[ctlive.WidgetType]ctlive.WidgetType{}
	}
	kept = ctlive.WidgetType(strings.Clone(string(typeName)))
	n.known[kept] = kept
	n.bytes += size
	return kept, true
}

// chatClicks tells which widget a chat came from: the one that its user has clicked for a chat since that user's last
// ChatStarted. No event states it (protocol.md), so it is inferred.
type chatClicks struct {
	// widgets has, for each such user, the widget that was clicked, or none where that can't be told: clicks on several
	// fit, or the user's clicks have not all been kept.
	widgets map[string]widgetKey
	missed  bool // the clicks of some users have not been kept
}

func (c *chatClicks) add(userID string, w *widget) {
	if userID == "" {
		return
	}
	if c.widgets == nil {
		c.widgets = map[string]widgetKey{}
	}
	clicked, known := c.widgets[userID]
	switch {
	case known && clicked != w.key():
		c.widgets[userID] = widgetKey{}
	case known:
	case len(c.widgets) == maxClickers:
		c.missed = true
	case c.missed: // perhaps one of this user's
		c.widgets[strings.Clone(userID)] = widgetKey{}
	default:
		c.widgets[keepUser(userID, w)] = w.key()
	}
}

// keepUser returns a user's id as it is kept: mostly the widget has it already.
func keepUser(userID string, w *widget) string {
	if userID == w.UserID {
		return w.UserID
	}
	return strings.Clone(userID)
}

// userClick is what is known of one user's clicks.
type userClick struct {
	userID string
	widgetKey
}

// list returns what is known, in the order of the users, so that the same is always written as the same text.
func (c *chatClicks) list() (all []*userClick) {
	for _, userID := range slices.Sorted(maps.Keys(c.widgets)) {
		all = append(all, &userClick{userID, c.widgets[userID]})
	}
	return all
}

// restore adds what list returned. It returns what is wrong with it, "" if nothing is.
func (c *chatClicks) restore(all []*userClick) (fault string) {
	c.widgets = make(map[string]widgetKey, len(all))
	for i, click := range all {
		if _, twice := c.widgets[click.userID]; twice || click.userID == "" {
			return element("chatClicks", i) + " has no user, or that of another"
		}
		c.widgets[click.userID] = click.widgetKey
	}
	return ""
}

// take returns the widget that a user has clicked for a chat, and forgets the user's clicks.
func (c *chatClicks) take(userID string) widgetKey {
	key := c.widgets[userID]
	delete(c.widgets, userID)
	return key
}
