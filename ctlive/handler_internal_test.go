package ctlive

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestStoppedHandlersLeaveNothingBehind(t *testing.T) {
	var d Dispatcher
	for range 1000 {
		On(&d, func(Loaded) {})()
		On(&d, func(Loaded) {}, Once(), Replay())
		d.OnMessage(func(Message) { panic("on purpose") }, Once())
		d.OnError(func(error) {})()
		d.Fallback(func(error) {})()
		d.Dispatch(Message{Event: Loaded{}})
	}
	assert.Empty(t, d.eventHandlers)
	assert.Len(t, d.errorHandlers, 1, "the last goes with the next registration")
	assert.Len(t, d.fallbacks, 1)
}
