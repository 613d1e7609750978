package cloudevents

import (
	"strconv"

	"example.com/ctlive-go/ctlive/internal/envelope"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// Append appends the text of e to text, as MarshalJSON writes it, for a program that has made Message.Raw itself: Raw
// must be what ctlive.Select or ctlive.Encode returned for an event of the same type as Message.Event. Nothing is
// checked, and a page that writes events this way links 2 KB of brotli instead of 4. A Time that MarshalJSON refuses is
// left out.
func Append(text []byte, e *Event) []byte {
	typ := string(e.Message.Event.EventType())
	return appendEvent(text, e, typ, envelope.Data(e.Message.Raw, typ))
}

// appendEvent appends the text of an event with the text of its data, which is an object in valid UTF-8.
func appendEvent(text []byte, e *Event, typ, object string) []byte {
	text = append(text, `{"specversion":"1.0"`...)
	text = appendMember(text, id, e.ID)
	text = appendMember(text, source, e.Source)
	text = appendMember(text, eventType, TypePrefix+typ)
	if t := e.Message.Time; !t.IsZero() && canWrite(t) {
		text = appendMember(text, eventTime, formatTime(t))
	}
	text = appendMember(text, datacontenttype, contentType)
	if e.Visit != "" {
		text = appendMember(text, ctlivevisit, e.Visit)
	}
	if e.Sequence != 0 {
		text = appendMember(text, ctliveseq, strconv.FormatUint(e.Sequence, 10))
	}
	text = append(text, `,"data":`...)
	text = append(text, object...)
	return append(text, '}')
}

// appendMember appends a comma and a member. Inlined, its copies would add to the download.
//
//go:noinline
func appendMember(text []byte, member int, value string) []byte {
	return jsonscan.AppendQuote(jsonscan.AppendName(append(text, ','), members[member]), value)
}
