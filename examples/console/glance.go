//go:build js && wasm

package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// glance shows at the top what one looks for first: the newest message, and the chat that is going on.
type glance struct {
	of      *visit.Visit
	changes int
	shown   time.Time
}

func (g *glance) render(v *visit.Visit, now time.Time) {
	if g.of == v && g.changes == v.Changes() && g.shown.Equal(now) {
		return
	}
	g.of, g.changes, g.shown = v, v.Changes(), now
	dom.SetText("count", countText(v))
	dom.SetText("chat-now", chatNowText(v, now))
}

// countText says how many messages there were, and which was the newest.
func countText(v *visit.Visit) string {
	count := v.Next()
	if count == 0 {
		return "No message yet."
	}
	last := v.Entry(count - 1)
	text := fmt.Sprintf("%d so far, the latest %s at %s.", count,
		visit.Cut(string(last.Event.EventType()), maxName), visit.Duration(last.At.Sub(v.Start())))
	if v.First() > 0 {
		text += fmt.Sprintf(" The latest %d are kept.", count-v.First())
	}
	return text
}

// chatNowText says which chat is going on, the newest of several, for how long, and with whom but the visitor.
func chatNowText(v *visit.Visit, now time.Time) string {
	c, ok := v.ChatNow()
	switch {
	case !ok:
		return "No chat is going on."
	case c.State == session.Requested:
		return fmt.Sprintf("%s: waiting for %s.", c.ChatID, visit.Duration(c.Waiting(now)))
	case c.State == session.Online:
		text := c.ChatID + ": talking"
		if !c.Answered.IsZero() {
			text += " for " + visit.Duration(c.Talking(now))
		}
		others := slices.DeleteFunc(slices.Clone(c.Users), func(userID string) bool { return userID == c.UserID })
		return text + " with " + cmp.Or(strings.Join(others, ", "), "nobody named") + "."
	}
	return c.ChatID + ": its survey is open."
}
