//go:build js && wasm

package main

import (
	"fmt"
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

func (c *controls) connectPlayer() {
	dom.OnClick("play", func() { c.replay(c.togglePlay) })
	dom.On(dom.ByID("speed"), "change", func(js.Value) {
		c.replay(func(p *visit.Player) {
			if p.Playing() {
				c.play(p)
			}
		})
	})
	dom.OnClick("back", func() { c.replay(func(p *visit.Player) { c.stepTo(p, p.Position()-1) }) })
	dom.OnClick("forward", func() { c.replay(func(p *visit.Player) { c.stepTo(p, p.Position()+1) }) })
	position := dom.ByID("position")
	dom.On(position, "input", func(js.Value) {
		wanted, _ := strconv.Atoi(position.Get("value").String())
		c.replay(func(p *visit.Player) { c.stepTo(p, wanted) })
	})
}

// shortVisit is how long a recording may be for which real time is chosen when it is opened.
const shortVisit = time.Minute

// replay runs what a visitor of the page has asked for of a recording, if one is still shown then.
func (c *controls) replay(f func(*visit.Player)) {
	c.act(func() {
		if p := c.source.player; p != nil {
			f(p)
		}
	})
}

// stepTo replays so many messages, and tells all of the last.
func (c *controls) stepTo(p *visit.Player, position int) {
	position = min(max(position, 0), p.Len())
	p.Seek(position)
	c.selected.choose(position - 1)
}

func (c *controls) togglePlay(p *visit.Player) {
	if p.Playing() {
		p.Pause()
	} else {
		c.play(p)
	}
}

func (c *controls) play(p *visit.Player) {
	speed, _ := strconv.ParseFloat(dom.ByID("speed").Get("value").String(), 64)
	if speed == 0 { // at once
		p.Seek(p.Len())
		return
	}
	p.Play(speed, time.Now())
}

// renderPlayer shows the controls of a recording, and where it stands.
func (c *controls) renderPlayer() {
	p := c.source.player
	if c.shown != p {
		c.shown = p
		dom.Show("player", p != nil)
		if p == nil {
			focusOn("open", "menu") // the button that had the focus has gone
			return
		}
		dom.WithAttributes(dom.ByID("position"), "max", p.Len())
		speed := "10"
		if p.Duration() <= shortVisit {
			speed = "1"
		}
		dom.ByID("speed").Set("value", speed)
		focusOn("play") // what had the focus may have gone
	}
	if p == nil {
		return
	}
	play := "Play"
	if p.Playing() {
		play = "Pause"
	}
	dom.SetText("play", play)
	position, text := p.Position(), fmt.Sprintf("%d of %d", p.Position(), p.Len())
	dom.SetText("position-text", text)
	input := dom.WithAttributes(dom.ByID("position"), "aria-valuetext", text)
	if input.Get("value").String() != strconv.Itoa(position) {
		input.Set("value", position)
	}
	skipped := ""
	if gap := p.Skipped(); gap > 0 {
		skipped = "Skipped " + visit.Duration(gap) + " without a message."
	}
	dom.SetText("skipped", skipped)
}

// focusOn moves the focus to the first of the elements with these ids that can be seen.
func focusOn(ids ...string) {
	for _, id := range ids {
		if e := dom.ByID(id); e.Call("getClientRects").Length() > 0 {
			e.Call("focus")
			return
		}
	}
}
