package visit

import (
	"time"

	"example.com/ctlive-go/ctlive"
)

// Player replays a recording: as fast as it was, faster, at once, or step by step. It is not safe for concurrent use.
type Player struct {
	Visit *Visit // the messages up to Position, and what they have come to

	messages []ctlive.Message
	clock    time.Time // what time it is in the recording
	speed    float64   // 0 while it stands still
	since    time.Time // when clock was right, while it plays
}

// NewPlayer returns a player that stands at the end of a recording.
func NewPlayer(messages []ctlive.Message) *Player {
	p := &Player{messages: messages, Visit: new(Visit)}
	p.Seek(len(messages))
	return p
}

// Len is how many messages the recording has.
func (p *Player) Len() int { return len(p.messages) }

// Position is how many messages have been replayed.
func (p *Player) Position() int { return p.Visit.Next() }

// Playing reports whether time passes.
func (p *Player) Playing() bool { return p.speed > 0 }

// Now is what time it is in the recording.
func (p *Player) Now() time.Time { return p.clock }

// Play lets time pass so many times as fast as it did, from the beginning if the recording is at its end.
func (p *Player) Play(speed float64, now time.Time) {
	if p.Position() == len(p.messages) {
		p.Seek(0)
	}
	if p.Position() == 0 && len(p.messages) > 0 {
		p.clock = p.messages[0].Time
	}
	p.speed, p.since = speed, now
}

// Pause stops time.
func (p *Player) Pause() { p.speed = 0 }

// Advance replays what is due, and stops at the end.
func (p *Player) Advance(now time.Time) {
	if !p.Playing() {
		return
	}
	p.clock = p.clock.Add(time.Duration(float64(now.Sub(p.since)) * p.speed))
	p.since = now
	for p.Position() < len(p.messages) && !p.messages[p.Position()].Time.After(p.clock) {
		p.Visit.Add(p.messages[p.Position()])
	}
	if p.Position() == len(p.messages) {
		p.Seek(p.Position())
	}
}

// Seek stands still after so many messages.
func (p *Player) Seek(position int) {
	p.Pause()
	position = min(max(position, 0), len(p.messages))
	if position < p.Position() {
		// With room for all, since this is what a step back waits for.
		p.Visit = &Visit{entries: make([]Entry, 0, min(len(p.messages), MaxMessages))}
	}
	for p.Position() < position {
		p.Visit.Add(p.messages[p.Position()])
	}
	if position > 0 {
		p.clock = p.messages[position-1].Time
	}
}
