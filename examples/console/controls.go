//go:build js && wasm

package main

import (
	"fmt"
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// controls is the toolbar, with what it says of what is shown, and the controls of a recording.
type controls struct {
	kept     *kept
	source   *source
	selected *selected
	act      func(func())

	shown *visit.Player // of which the page has the controls, nil if it has none
}

func (c *controls) connect() {
	dom.OnClick("pause", func() { c.act(c.source.togglePause) })
	dom.OnClick("clear", func() {
		c.act(func() {
			c.kept.clear()
			c.source.clear()
		})
	})
	dom.On(js.Global(), "pageshow", func(event js.Value) {
		if event.Get("persisted").Bool() { // the store has read what later pages have kept
			c.act(func() { c.source.restart(c.kept.tracker) })
		}
	})
	dom.OnClick("live", func() { c.act(c.source.close) })
	c.connectMenu()
	c.connectPlayer()
}

// connectMenu opens and closes the toolbar where it is a menu, on a narrow screen.
func (c *controls) connectMenu() {
	menu := dom.ByID("menu")
	open := false
	set := func(wanted bool) {
		open = wanted
		dom.WithAttributes(menu, "aria-expanded", open)
	}
	closeMenu := func() {
		set(false)
		menu.Call("focus") // the button that had the focus is hidden
	}
	dom.On(menu, "click", func(js.Value) { set(!open) })
	dom.On(dom.ByID("controls"), "click", func(event js.Value) {
		if open && !event.Get("target").Call("closest", "button").IsNull() {
			closeMenu()
		}
	})
	dom.On(dom.Document, "keydown", func(event js.Value) {
		if open && event.Get("key").String() == "Escape" {
			closeMenu()
		}
	})
}

// modes are what the page says of what it shows.
var modes = map[string]string{"live": "Live", "paused": "Paused", "recording": "Recording"}

// render says at every moment whether the page shows itself or a recording.
func (c *controls) render() {
	s := c.source
	mode, text := "live", "Live: listening to "+ownOrigin()
	switch {
	case s.player != nil:
		mode, text = "recording", "A recording: "+visit.Cut(s.fileName, maxName)
	case !s.pausedAt.IsZero():
		mode, text = "paused", "Paused at "+visit.Duration(s.pausedAt.Sub(s.live.Start()))
	}
	dom.SetText("state", text)
	root := dom.Document.Get("documentElement").Get("dataset")
	if root.Get("mode").String() != mode {
		root.Set("mode", mode)
		dom.Document.Set("title", modes[mode]+" - CTLive console")
	}
	pause := "Pause"
	if !s.pausedAt.IsZero() {
		pause = fmt.Sprintf("Resume (%d new)", len(s.held))
	}
	dom.SetText("pause", pause)
	c.renderPlayer()
}

func ownOrigin() string { return js.Global().Get("location").Get("origin").String() }
