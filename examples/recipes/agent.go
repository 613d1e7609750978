package recipes

import (
	"context"
	"errors"
	"time"

	"example.com/ctlive-go/ctlive"
)

// OfferPhone calls offer for each chat that no agent has joined within a minute, until ctx ends. Run it on a goroutine
// of its own.
func OfferPhone(ctx context.Context, d *ctlive.Dispatcher, offer func(ctlive.ChatStarted)) {
	for started := range ctlive.Events[ctlive.ChatStarted](ctx, d) {
		isOurs := func(e ctlive.ChatOnline) bool { return e.ChatID == started.ChatID }
		minute, cancel := context.WithTimeout(ctx, time.Minute)
		_, err := ctlive.Wait(minute, d, isOurs, ctlive.Replay())
		cancel()
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			offer(started)
		}
	}
}
