//go:build js && wasm

package main

import (
	"fmt"
	"strconv"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// sourcePart is what the page shows: the visit on this page, or a recording of another.
type sourcePart struct {
	live     *visit.Visit
	pausedAt time.Time        // zero while the live visit goes on
	held     []ctlive.Message // what has come while it was paused

	player   *visit.Player // nil on the live page
	fileName string
}

func newSource() *sourcePart { return &sourcePart{live: new(visit.Visit)} }

func (s *sourcePart) connect() {
	dom.OnClick("pause", func() { act(s.togglePause) })
	dom.OnClick("clear", func() { act(s.clear) })
	dom.OnClick("live", func() { act(s.backToLive) })
	dom.OnClick("play", func() { s.replay(s.togglePlay) })
	dom.On(dom.ByID("speed"), "change", func(js.Value) {
		s.replay(func(p *visit.Player) {
			if p.Playing() {
				s.play(p)
			}
		})
	})
	dom.OnClick("back", func() { s.replay(func(p *visit.Player) { s.stepTo(p, p.Position()-1) }) })
	dom.OnClick("forward", func() { s.replay(func(p *visit.Player) { s.stepTo(p, p.Position()+1) }) })
	position := dom.ByID("position")
	dom.On(position, "input", func(js.Value) {
		wanted, _ := strconv.Atoi(position.Get("value").String())
		s.replay(func(p *visit.Player) { s.stepTo(p, wanted) })
	})
	connectFiles()
}

// replay runs what a visitor of the page has asked for of a recording, if one is still shown then.
func (s *sourcePart) replay(f func(*visit.Player)) {
	act(func() {
		if s.player != nil {
			f(s.player)
		}
	})
}

// add adds a message of this page, also while a recording is shown.
func (s *sourcePart) add(m ctlive.Message) {
	if s.pausedAt.IsZero() {
		s.live.Add(m)
		return
	}
	if s.held = append(s.held, m); len(s.held) == visit.MaxMessages { // no more can be held without losing any
		s.togglePause()
	}
}

// messages are those of the visit that is shown, with what is held or not replayed yet.
func (s *sourcePart) messages() []ctlive.Message {
	if s.player != nil {
		return s.player.Messages()
	}
	return append(s.live.Messages(), s.held...)
}

// stepTo replays so many messages, and tells all of the last.
func (s *sourcePart) stepTo(p *visit.Player, position int) {
	p.Seek(position)
	list.choose(min(max(position, 0), p.Len()) - 1)
}

// clear begins the live visit anew.
func (s *sourcePart) clear() {
	s.live, s.held = new(visit.Visit), nil
	list.reset()
	timeline.reset()
}

func (s *sourcePart) togglePause() {
	if s.pausedAt.IsZero() {
		s.pausedAt = time.Now()
		return
	}
	s.pausedAt = time.Time{}
	for _, m := range s.held {
		s.live.Add(m)
	}
	s.held = nil
}

// show shows a recording.
func (s *sourcePart) show(messages []ctlive.Message, fileName string) {
	s.player, s.fileName = visit.NewPlayer(messages), fileName
	list.reset()
	timeline.reset()
	dom.WithAttributes(dom.ByID("position"), "max", len(messages))
	s.render()
	dom.ByID("play").Call("focus") // what had the focus may have gone
}

func (s *sourcePart) backToLive() {
	s.player = nil
	list.reset()
	timeline.reset()
	dom.ByID("open").Call("focus") // the button that had the focus goes away
}

func (s *sourcePart) togglePlay(p *visit.Player) {
	if p.Playing() {
		p.Pause()
	} else {
		s.play(p)
	}
}

func (s *sourcePart) play(p *visit.Player) {
	speed, _ := strconv.ParseFloat(dom.ByID("speed").Get("value").String(), 64)
	if speed == 0 { // at once
		p.Seek(p.Len())
		return
	}
	p.Play(speed, time.Now())
}

// advance lets the time of a recording pass.
func (s *sourcePart) advance(now time.Time) {
	if s.player != nil {
		s.player.Advance(now)
	}
}

// seeking reports whether a recording is on its way to another position: advance goes on.
func (s *sourcePart) seeking() bool { return s.player != nil && s.player.Seeking() }

// visit returns what is shown.
func (s *sourcePart) visit() *visit.Visit {
	if s.player != nil {
		return s.player.Visit
	}
	return s.live
}

// now is the moment at which the visit is looked at.
func (s *sourcePart) now() time.Time {
	switch {
	case s.player != nil:
		return s.player.Now()
	case !s.pausedAt.IsZero():
		return s.pausedAt
	}
	return time.Now()
}

// render says at every moment whether the page shows itself or a recording.
func (s *sourcePart) render() {
	mode, text := "live", "Live: listening to "+ownOrigin()
	switch {
	case s.player != nil:
		mode, text = "recording", "A recording: "+s.fileName
		s.renderPlayer()
	case !s.pausedAt.IsZero():
		mode, text = "paused", "Paused at "+s.pausedAt.Format(timeFormat)
	}
	dom.SetText("state", text)
	root := dom.Document.Get("documentElement").Get("dataset")
	if root.Get("mode").String() != mode {
		root.Set("mode", mode)
		dom.Document.Set("title", map[string]string{"live": "Live", "paused": "Paused", "recording": "Recording"}[mode]+" - CTLive console")
		for _, id := range []string{"pause", "clear", "forge"} {
			dom.Show(id, s.player == nil)
		}
		dom.Show("player", s.player != nil)
		dom.Show("why-live", s.player != nil)
	}
	dom.Show("try", s.player == nil && dom.HasSimulator())
	pause := "Pause"
	if !s.pausedAt.IsZero() {
		pause = fmt.Sprintf("Resume (%d new)", len(s.held))
	}
	dom.SetText("pause", pause)
}

func (s *sourcePart) renderPlayer() {
	play := "Play"
	if s.player.Playing() {
		play = "Pause"
	}
	dom.SetText("play", play)
	position, text := s.player.Position(), fmt.Sprintf("%d of %d", s.player.Position(), s.player.Len())
	dom.SetText("position-text", text)
	if input := dom.ByID("position"); input.Get("value").String() != strconv.Itoa(position) {
		input.Set("value", position)
	}
	dom.WithAttributes(dom.ByID("position"), "aria-valuetext", text)
}
