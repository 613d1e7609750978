package session

import (
	"slices"
	"strings"

	"example.com/ctlive-go/ctlive"
)

const (
	maxTypes     = 16      // of the clicks on one widget
	maxTypeBytes = 1 << 20 // of the types of all widgets, with what a map needs for each
	maxClickers  = 1000    // users whose latest clicks are kept
)

// typeNames are the types that widgets were clicked for. All widgets share the strings: each for
// itself could hold 4 MB.
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

// chatClicks tells which widget a chat came from: the one that its user has clicked for a chat
// since that user's last ChatStarted. No event states it, so it is inferred.
type chatClicks struct {
	users  []*userClick // by their first click; a page has one user, so they are searched one by one
	missed bool         // the clicks of some users have not been kept
}

// userClick is the widget that a user has clicked. It is none where that can't be told: clicks on
// several widgets fit, or the user's clicks have not all been kept.
type userClick struct {
	userID string
	widgetKey
}

func (c *chatClicks) find(userID string) int {
	return slices.IndexFunc(c.users, func(u *userClick) bool { return u.userID == userID })
}

// add notes a click on a widget, by the user who is its latest.
func (c *chatClicks) add(w *widget) {
	if i := c.find(w.UserID); i >= 0 {
		if c.users[i].widgetKey != w.key() {
			c.users[i].widgetKey = widgetKey{}
		}
		return
	}
	if len(c.users) == maxClickers {
		c.missed = true
		return
	}
	click := &userClick{userID: w.UserID}
	if !c.missed { // else perhaps one of this user's
		click.widgetKey = w.key()
	}
	c.users = append(c.users, click)
}

// take returns the widget that a user has clicked for a chat, and forgets the user's clicks.
func (c *chatClicks) take(userID string) widgetKey {
	i := c.find(userID)
	if i < 0 {
		return widgetKey{}
	}
	key := c.users[i].widgetKey
	c.users = slices.Delete(c.users, i, i+1)
	return key
}
