// Package envelope has the names in the object that the SDK posts, { name: "CTLiveEvent", type: …, object: … }, and writes
// its JSON text.
package envelope

import "example.com/ctlive-go/ctlive/internal/jsonscan"

// Name is what the name member of every CTLive envelope says.
const Name = "CTLiveEvent"

// The places of the members in Members.
const (
	MemberName   = iota
	MemberType   // the event type
	MemberObject // the data of that event
)

// Members are the names of the members.
var Members = [...]string{MemberName: "name", MemberType: "type", MemberObject: "object"}

// Append appends the envelope of an event type around the JSON text of its data.
func Append(text []byte, eventType, object string) []byte {
	text = jsonscan.AppendName(append(text, '{'), Members[MemberName])
	text = jsonscan.AppendQuote(text, Name)
	text = jsonscan.AppendName(append(text, ','), Members[MemberType])
	text = jsonscan.AppendQuote(text, eventType)
	text = jsonscan.AppendName(append(text, ','), Members[MemberObject])
	text = append(text, object...)
	return append(text, '}')
}
