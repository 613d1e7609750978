package ctlive

import (
	"errors"

	"example.com/ctlive-go/ctlive/internal/envelope"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// The members of a Message as JSON: one line of a recording.
const (
	lineTime = iota
	lineOrigin
	lineEarly
	lineEnvelope
)

var lineMembers = [...]string{lineTime: "time", lineOrigin: "origin", lineEarly: "early", lineEnvelope: "envelope"}

// MarshalJSON writes m as one line of a recording: {"time":…,"origin":…,"early":…,"envelope":{…}}. Zero values
// are left out. The envelope is Raw or, where Raw is empty, what Encode writes for Event. An envelope that Decode
// refuses is an error, and so is a year before 0 or after 9999.
func (m Message) MarshalJSON() ([]byte, error) {
	raw := m.Raw
	var err error
	if len(raw) == 0 {
		raw, err = Encode(m.Event)
	} else {
		_, err = Decode(raw)
	}
	if err != nil {
		return nil, err
	}
	line := []byte{'{'}
	if !m.Time.IsZero() {
		at, err := m.Time.MarshalJSON()
		if err != nil {
			return nil, err
		}
		line = append(append(jsonscan.AppendName(line, lineMembers[lineTime]), at...), ',')
	}
	if m.Origin != "" {
		line = append(jsonscan.AppendQuote(jsonscan.AppendName(line, lineMembers[lineOrigin]), m.Origin), ',')
	}
	if m.Early {
		line = append(jsonscan.AppendName(line, lineMembers[lineEarly]), "true,"...)
	}
	line = append(jsonscan.AppendName(line, lineMembers[lineEnvelope]), raw...)
	return append(line, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes. Event is the typed event, and Raw the text of the envelope.
// Members are matched by exact name; unknown ones pass, and absent or null ones are the zero value. null
// changes nothing. An absent envelope is an error, and so is one that Decode refuses: its error is returned as
// it is. After an error m is as it was.
func (m *Message) UnmarshalJSON(text []byte) error {
	line, isNull, err := readObject("Message", text, lineMembers[:],
		jsonscan.String, jsonscan.String, jsonscan.Bool, jsonscan.Object)
	if err != nil || isNull {
		return err
	}
	raw := []byte(line[lineEnvelope])
	if line[lineEnvelope].Kind() != jsonscan.Object {
		return errors.New(`ctlive: Message: there is no envelope, want {"envelope":{"name":"CTLiveEvent",…}}`)
	}
	event, err := Decode(raw)
	if err != nil {
		return err
	}
	message := Message{Event: event, Origin: line[lineOrigin].Text(), Early: line[lineEarly] == "true", Raw: raw}
	if at := line[lineTime]; at.Kind() == jsonscan.String {
		if err := message.Time.UnmarshalJSON([]byte(at)); err != nil {
			return errors.New("ctlive: Message: time is " + quoted(at.Text()) +
				`, want RFC 3339, such as "2026-11-22T09:00:00.123Z"`)
		}
	}
	*m = message
	return nil
}

// MarshalJSON writes {"type":…,"object":{…}}. An empty Object is written as {}; one that is not a JSON object
// is an error.
func (u Unknown) MarshalJSON() ([]byte, error) {
	object := u.Object
	if len(object) == 0 {
		object = []byte("{}")
	}
	if err := checkObject("Unknown.Object", string(object)); err != nil {
		return nil, err
	}
	text := jsonscan.AppendName([]byte{'{'}, envelope.Members[envelope.MemberType])
	text = jsonscan.AppendQuote(text, string(u.Type))
	text = jsonscan.AppendName(append(text, ','), envelope.Members[envelope.MemberObject])
	return append(append(text, object...), '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes. An absent or null object is {}. null changes nothing. After an
// error u is as it was.
func (u *Unknown) UnmarshalJSON(text []byte) error {
	names := []string{envelope.Members[envelope.MemberType], envelope.Members[envelope.MemberObject]}
	members, isNull, err := readObject("Unknown", text, names, jsonscan.String, jsonscan.Object)
	if err != nil || isNull {
		return err
	}
	object := []byte("{}")
	if members[1].Kind() == jsonscan.Object {
		object = []byte(members[1])
	}
	*u = Unknown{Type: EventType(members[0].Text()), Object: object}
	return nil
}

// readObject reads the named members of an object, each of which should be of a kind, absent or null. what begins the
// text of an error.
func readObject(what string, text []byte, names []string, kinds ...jsonscan.Kind) (
	values []jsonscan.Value, isNull bool, err error,
) {
	values = make([]jsonscan.Value, len(names))
	// An envelope in a line is one level deeper than an envelope.
	w := jsonscan.WalkDepth(string(text), jsonscan.MaxDepth+1)
	w.Find(names, values)
	if fault := w.Fault(); fault != "" {
		return nil, false, errors.New("ctlive: " + what + ": malformed JSON " + fault)
	}
	if w.Kind() == jsonscan.Null {
		return nil, true, nil
	}
	if w.Kind() != jsonscan.Object {
		return nil, false, errors.New("ctlive: " + what + " is " + w.Kind().String() + ", want an object")
	}
	for i, v := range values {
		if kind := v.Kind(); kind != kinds[i] && kind != jsonscan.None && kind != jsonscan.Null {
			return nil, false, errors.New("ctlive: " + what + ": " + names[i] + " is " + kind.String() +
				", want " + kinds[i].String())
		}
	}
	return values, false, nil
}
