package recipes

import (
	"context"

	"example.com/ctlive-go/ctlive"
)

// AgentOrEnd waits until an agent is there, or the chat has ended, or ctx ends, whichever comes first. Do not call it
// in a handler.
func AgentOrEnd(ctx context.Context, d *ctlive.Dispatcher) (outcome string) {
	online := make(chan ctlive.ChatOnline, 1)
	finished := make(chan ctlive.ChatFinished, 1)
	defer ctlive.On(d, func(e ctlive.ChatOnline) { online <- e }, ctlive.Once())()
	defer ctlive.On(d, func(e ctlive.ChatFinished) { finished <- e }, ctlive.Once())()
	select {
	case <-online:
		return "an agent is there"
	case <-finished:
		return "the chat has ended"
	case <-ctx.Done():
		return ctx.Err().Error()
	}
}
