// Package envelope has the names in the object that the SDK posts, { name: "CTLiveEvent", type: …, object: … },
// and writes its JSON text.
package envelope

import "example.com/ctlive-go/ctlive/internal/jsonscan"

// Name is what the name member of every CTLive envelope says.
const Name = "CTLiveEvent"

const (
	name      = "name"
	eventType = "type"
	object    = "object"
)

// The places of the members in Members.
const (
	MemberName   = iota
	MemberType   // the event type
	MemberObject // the data of that event
)

// Members are the names of the members.
var Members = [...]string{MemberName: name, MemberType: eventType, MemberObject: object}

// Append appends the envelope of an event type around the JSON text of its data.
func Append(text []byte, typ, data string) []byte {
	text = append(text, `{"`+name+`":"`+Name+`","`+eventType+`":`...)
	text = jsonscan.AppendQuote(text, typ)
	text = append(text, `,"`+object+`":`...)
	text = append(text, data...)
	return append(text, '}')
}

// Data returns the data that Append has put into the envelope of an event type.
func Data(text []byte, typ string) string {
	before := len(Append(nil, typ, "")) - len("}")
	return string(text[before : len(text)-len("}")])
}
