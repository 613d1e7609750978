package main

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

// Outside of a page there is no application to dispatch to: each call of the handler panics, which the Dispatcher
// reports.
func TestStatusHasAHandlerWhileItIsMounted(t *testing.T) {
	var d ctlive.Dispatcher
	recorder := ctlivetest.Record(&d)
	d.Dispatch(ctlive.Message{Event: ctlive.WidgetShown{}})
	s := &chatStatus{Dispatcher: &d}
	s.OnMount(app.Context{})
	assert.Len(t, recorder.Errors(), 1, "it replays what it missed")
	d.Dispatch(ctlive.Message{Event: ctlive.ChatOnline{}})
	assert.Len(t, recorder.Errors(), 2)
	s.OnDismount()
	d.Dispatch(ctlive.Message{Event: ctlive.ChatFinished{}})
	assert.Len(t, recorder.Errors(), 2)
}
