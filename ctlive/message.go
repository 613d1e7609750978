package ctlive

import "time"

// Message is an event with what is known of its arrival. Handlers share Raw: read it, do not write to it. With
// encoding/json it becomes one line of a recording.
type Message struct {
	Event  Event
	Origin string    // the origin that posted it, as "https://example.com"; "" if it was not posted
	Time   time.Time // when the browser made the message event
	Early  bool      // it arrived before Listen, and early.js kept it
	Raw    []byte    // the whole envelope as JSON, with members that this version does not know
}
