package ctlive

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestStoppedHandlersLeaveALongListTogether(t *testing.T) {
	var d Dispatcher
	var stops []func()
	for range 1000 {
		stops = append(stops, On(&d, func(Loaded) {}))
	}
	for _, stop := range stops[:500] {
		stop()
	}
	assert.Len(t, d.eventHandlers, 1000)
	stops[500]()
	assert.Len(t, d.eventHandlers, 499)
	for _, stop := range stops[501:] {
		stop()
	}
	assert.Empty(t, d.eventHandlers)
}

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
