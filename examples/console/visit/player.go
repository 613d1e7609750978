package visit

import (
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
)

// perPart is how many messages a player replays at once. More would stop the page for longer than
// one notices.
const perPart = 5000

// Nobody has to wait longer than maxWait for the next message of a replay: a longer gap is skipped, up
// to leadIn before the message.
const (
	maxWait = 5 * time.Second
	leadIn  = time.Second
)

// Player replays a recording: as fast as it was, faster, at once, or step by step. It is not safe
// for concurrent use.
type Player struct {
	Visit *Visit // the messages up to Position, and their session

	messages []ctlive.Message
	times    []time.Time // of the messages
	isPart   bool        // the recording begins in the middle of a page: no message says that the SDK is loaded

	seeking *Visit // what Seek has reached of goal; nil when it is there
	goal    int

	clock time.Time // what time it is in the recording
	speed float64   // 0 while it stands still
	since time.Time // when clock was right, while it plays

	skipped time.Duration
}

// NewPlayer returns a player that goes to the end of a recording, as after Seek.
func NewPlayer(messages []ctlive.Message) *Player {
	p := &Player{messages: messages, times: times(messages)}
	p.isPart = !slices.ContainsFunc(messages, func(m ctlive.Message) bool {
		return m.Event.EventType() == ctlive.TypeLoaded
	})
	p.Visit = p.begin(0)
	p.Seek(len(messages))
	return p
}

// times are those of the messages. One without a time, or with one that is none of a visit, has
// that of the message before.
func times(messages []ctlive.Message) []time.Time {
	known := func(m ctlive.Message) bool { return m.Time.Year() >= 2000 && m.Time.Year() < 2100 }
	last := time.Unix(0, 0)
	if first := slices.IndexFunc(messages, known); first >= 0 {
		last = messages[first].Time
	}
	all := make([]time.Time, len(messages))
	for i, m := range messages {
		if known(m) {
			last = m.Time
		}
		all[i] = last
	}
	return all
}

// Messages returns the whole recording.
func (p *Player) Messages() []ctlive.Message { return p.messages }

// Len is how many messages the recording has.
func (p *Player) Len() int { return len(p.messages) }

// Duration is how long the recording is, from its first message to its last.
func (p *Player) Duration() time.Duration {
	if len(p.times) == 0 {
		return 0
	}
	return p.times[len(p.times)-1].Sub(p.times[0])
}

// Position is how many messages have been replayed.
func (p *Player) Position() int {
	if p.seeking != nil {
		return p.seeking.Next()
	}
	return p.Visit.Next()
}

// Playing reports whether time passes.
func (p *Player) Playing() bool { return p.speed > 0 }

// Seeking reports whether Seek has more to do than fits into one part: call Advance soon.
func (p *Player) Seeking() bool { return p.seeking != nil }

// Skipped is how much time without a message was skipped last, since Play or Seek; 0 if none was.
func (p *Player) Skipped() time.Duration { return p.skipped }

// Now is what time it is in the recording.
func (p *Player) Now() time.Time { return p.clock }

// Play lets time pass so many times as fast as it did, from the beginning if the recording is at
// its end.
func (p *Player) Play(speed float64, now time.Time) {
	if p.Position() == len(p.messages) {
		p.Seek(0)
	}
	if p.Position() == 0 && len(p.messages) > 0 {
		p.clock = p.times[0]
	}
	p.speed, p.since, p.skipped = speed, now, 0
}

// Pause stops time.
func (p *Player) Pause() { p.speed = 0 }

// Advance replays what is due, and stops at the end. It replays one part of it at most: the next
// call goes on.
func (p *Player) Advance(now time.Time) {
	if p.Seeking() {
		p.seekOn()
		return
	}
	if !p.Playing() {
		return
	}
	p.clock = p.clock.Add(time.Duration(float64(now.Sub(p.since)) * p.speed))
	p.since = now
	for range perPart {
		if p.Position() == len(p.messages) {
			p.Pause()
			p.stand()
			return
		}
		if p.times[p.Position()].After(p.clock) {
			p.skip(p.times[p.Position()])
			return
		}
		p.next(p.Visit)
	}
}

// skip goes on to shortly before the next message, if it would be long to wait for.
func (p *Player) skip(next time.Time) {
	inRecording := func(d time.Duration) time.Duration { return time.Duration(float64(d) * p.speed) }
	if next.Sub(p.clock) > inRecording(maxWait) {
		resume := next.Add(-inRecording(leadIn))
		p.skipped = resume.Sub(p.clock)
		p.clock = resume
	}
}

// Seek goes to after so many messages, and stands still there. What takes more than one part is
// left to Advance, see Seeking: on the way forward Visit grows, on the way back it stays as it is
// until all is ready.
func (p *Player) Seek(position int) {
	p.Pause()
	p.skipped = 0
	p.goal = min(max(position, 0), len(p.messages))
	p.seeking = p.Visit
	if p.goal < p.Visit.Next() {
		// With room for all, since this is what a step back waits for.
		p.seeking = p.begin(len(p.messages))
	}
	p.seekOn()
}

// begin returns a visit without messages, with room for some.
func (p *Player) begin(room int) *Visit {
	v := &Visit{entries: make([]Entry, 0, min(room, MaxMessages))}
	if p.isPart {
		BeginInTheMiddle(&v.Tracker)
	}
	return v
}

func (p *Player) seekOn() {
	for range perPart {
		if p.seeking.Next() == p.goal {
			break
		}
		p.next(p.seeking)
	}
	if p.seeking.Next() < p.goal {
		return
	}
	p.Visit, p.seeking = p.seeking, nil
	p.stand()
}

// stand sets the clock to the last message that was replayed.
func (p *Player) stand() {
	if n := p.Position(); n > 0 {
		p.clock = p.times[n-1]
	}
}

// next replays the next message of a visit.
func (p *Player) next(v *Visit) { v.add(p.messages[v.Next()], p.times[v.Next()]) }
