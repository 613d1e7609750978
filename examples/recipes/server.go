package recipes

import (
	"context"

	"example.com/ctlive-go/ctlive"
)

// LogToServer calls send with the envelope of every event until ctx ends. Run it on a goroutine of its own: a slow
// server then delays no handler.
func LogToServer(ctx context.Context, d *ctlive.Dispatcher, send func(envelope []byte) error) {
	for m := range d.Messages(ctx, ctlive.Replay()) {
		if err := send(m.Raw); err != nil {
			d.Report(err)
		}
	}
}
