package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"example.com/ctlive-go/ctlive"
)

// chatStatus says how far the visitor's chat is.
type chatStatus struct {
	app.Compo
	Dispatcher *ctlive.Dispatcher

	text string
	stop func()
}

// OnMount registers a handler. Replay delivers what came before the component did.
func (s *chatStatus) OnMount(ctx app.Context) {
	say := func(text string) {
		ctx.Dispatch(func(app.Context) { s.text = text }) // handlers run on a goroutine of the listener's
	}
	s.stop = ctlive.On(s.Dispatcher, func(e ctlive.Event) {
		switch e.(type) {
		case ctlive.WidgetShown:
			say("You can reach us through the button below.")
		case ctlive.ChatStarted:
			say("We are looking for somebody for you.")
		case ctlive.ChatOnline:
			say("Somebody is with you.")
		case ctlive.ChatFinished:
			say("The chat is over.")
		}
	}, ctlive.Replay())
}

// OnDismount ends the registration: a component that is gone gets no events, and can be freed.
func (s *chatStatus) OnDismount() { s.stop() }

func (s *chatStatus) Render() app.UI {
	return app.P().ID("status").Aria("live", "polite").Text(s.text)
}
