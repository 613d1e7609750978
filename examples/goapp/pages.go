package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"example.com/ctlive-go/ctlive"
)

func addRoutes(d *ctlive.Dispatcher) {
	app.Route("/", func() app.Composer { return &homePage{dispatcher: d} })
	app.Route("/help", func() app.Composer { return &helpPage{} })
}

// homePage has the status on it.
type homePage struct {
	app.Compo
	dispatcher *ctlive.Dispatcher
}

func (p *homePage) Render() app.UI {
	return app.Main().Body(
		app.H1().Text("A go-app application"),
		&chatStatus{Dispatcher: p.dispatcher},
		app.A().Href("/help").Text("Help"),
	)
}

// helpPage is a page without it.
type helpPage struct{ app.Compo }

func (p *helpPage) Render() app.UI {
	return app.Main().Body(
		app.H1().Text("Help"),
		app.A().Href("/").Text("Home"),
	)
}
