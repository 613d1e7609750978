package cloudevents

import (
	"errors"
	"unicode/utf8"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/internal/envelope"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// MarshalJSON writes e as one CloudEvent, such that UnmarshalJSON gives it back. Invalid UTF-8 is written as U+FFFD.
//
// An error: no ID or no Source, a Message with neither Raw nor Event, Raw that ctlive.Decode or an Event that
// ctlive.Encode refuses, or a Time whose year is not 0 to 9999 in UTC. What package ctlive says is there for errors.Is
// and errors.As.
func (e Event) MarshalJSON() ([]byte, error) {
	if e.ID == "" {
		return nil, missing("ID")
	}
	if e.Source == "" {
		return nil, missing("Source")
	}
	raw := e.Message.Raw
	if len(raw) == 0 {
		if e.Message.Event == nil {
			return nil, errors.New("cloudevents: the Message has neither Raw nor Event, want one of them")
		}
		var err error
		if raw, err = ctlive.Encode(e.Message.Event); err != nil {
			return nil, &dataError{err}
		}
	}
	event, err := ctlive.Decode(raw)
	if err != nil {
		return nil, &dataError{err}
	}
	t := e.Message.Time
	if !t.IsZero() && !canWrite(t) {
		return nil, errors.New("cloudevents: the year of Message.Time does not have four digits, want 0 to 9999")
	}
	text := make([]byte, 0, 256+len(e.Source)+len(raw))
	return appendEvent(text, &e, string(event.EventType()), object(string(raw))), nil
}

func missing(field string) error {
	return errors.New("cloudevents: the event has no " + field + ", want a text that is not empty")
}

// object returns the text of an envelope's object, in valid UTF-8.
func object(raw string) string {
	text := "{}"
	for w := jsonscan.Walk(raw); w.Next(); {
		if w.Name.Text() == envelope.Members[envelope.MemberObject] {
			text = string(w.Value())
		}
	}
	if text == "null" {
		text = "{}"
	}
	return validUTF8(text)
}

// validUTF8 replaces each byte of invalid UTF-8 with U+FFFD, as ctlive.Decode does. JSON between systems is UTF-8
// (RFC 8259, 8.1).
func validUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	text := make([]byte, 0, len(s))
	for _, r := range s {
		text = utf8.AppendRune(text, r)
	}
	return string(text)
}
