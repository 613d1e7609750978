// Package logging is apart from the other recipes: what imports log/slog is 100 KB larger, even if it logs nothing.
package logging

import (
	"log/slog"

	"example.com/ctlive-go/ctlive"
)

// Log logs every event with its type and members.
func Log(d *ctlive.Dispatcher, logger *slog.Logger) (stop func()) {
	return d.OnMessage(func(m ctlive.Message) {
		logger.Info("ctlive", "type", m.Event.EventType(), "event", m.Event, "origin", m.Origin)
	})
}
