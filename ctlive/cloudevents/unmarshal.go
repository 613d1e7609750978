package cloudevents

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/internal/envelope"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// UnmarshalJSON reads one CloudEvent. Message.Event is typed, as ctlive.Decode gives it, and Message.Raw is an envelope
// with all members of the data; Message.Time is in UTC. Names match exactly, in any order, and of duplicates the last
// wins. Nesting is limited to 64 levels, as in ctlive.Decode.
//
// An error names the member: specversion must be "1.0", id and source must be there, type must begin with
// TypePrefix, and data must be an object; data_base64 is refused, as is a datacontenttype that is not JSON.
// What package ctlive says of the data is there for errors.Is and errors.As. After an error e is as it was.
//
// The text null changes nothing, as is usual in encoding/json; null in a batch is so a zero Event without an error.
func (e *Event) UnmarshalJSON(text []byte) error {
	r := reader{}
	w := jsonscan.Walk(validUTF8(string(text)))
	w.Find(members[:], r.values[:])
	if fault := w.Fault(); fault != "" {
		return errors.New("cloudevents: malformed JSON " + fault)
	}
	switch w.Kind() {
	case jsonscan.Null:
		return nil
	case jsonscan.Object:
	default:
		return errors.New("cloudevents: the event is " + w.Kind().String() + ", want an object")
	}
	event, err := r.event()
	if err != nil {
		return err
	}
	*e = event
	return nil
}

// reader turns the members of one object into the fields of an Event. After the first error it only returns
// zero values; err stays.
type reader struct {
	values [len(members)]jsonscan.Value
	err    error
}

func (r *reader) event() (Event, error) {
	if v := r.required(specversion); v != version {
		r.fail(specversion, "is "+quoted(v)+", want "+quoted(version))
	}
	e := Event{ID: r.required(id), Source: r.required(source)}
	name := r.required(eventType)
	if len(name) >= len(TypePrefix) && name[:len(TypePrefix)] == TypePrefix {
		name = name[len(TypePrefix):]
	} else {
		r.fail(eventType, "is "+quoted(name)+", want "+quoted(TypePrefix)+" and the type of a CTLive event behind it")
	}
	e.Message.Time = r.time()
	if v := r.text(datacontenttype); r.has(datacontenttype) && !isJSON(v) {
		r.fail(datacontenttype, "is "+quoted(v)+", want "+quoted(contentType))
	}
	e.Visit = r.text(ctlivevisit)
	e.Sequence = r.sequence()
	object := r.object()
	if r.err != nil {
		return Event{}, r.err
	}
	e.Message.Raw = envelope.Append(nil, name, object)
	var err error
	if e.Message.Event, err = ctlive.Decode(e.Message.Raw); err != nil {
		return Event{}, &dataError{err}
	}
	return e, nil
}

// has tells whether a member is there: null is not (CloudEvents, JSON format, 2.2).
func (r *reader) has(member int) bool {
	kind := r.values[member].Kind()
	return kind != jsonscan.None && kind != jsonscan.Null
}

func (r *reader) text(member int) string {
	if kind := r.values[member].Kind(); r.has(member) && kind != jsonscan.String {
		r.fail(member, "is "+kind.String()+", want a string")
	}
	return r.values[member].Text()
}

func (r *reader) required(member int) string {
	text := r.text(member)
	if !r.has(member) {
		r.fail(member, "is missing, want a string")
	} else if text == "" {
		r.fail(member, "is empty, want a text")
	}
	return text
}

func (r *reader) time() (t time.Time) {
	text := r.text(eventTime)
	if !r.has(eventTime) {
		return t
	}
	if t.UnmarshalText([]byte(text)) != nil {
		r.fail(eventTime, "is "+quoted(text)+`, want RFC 3339, such as "2026-11-22T09:00:00.5Z"`)
		return time.Time{}
	}
	return t.UTC()
}

func (r *reader) sequence() uint64 {
	text := r.text(ctliveseq)
	if !r.has(ctliveseq) {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		r.fail(ctliveseq, "is "+quoted(text)+", want decimal digits, for a number of at most 64 bits")
	}
	return n
}

// object returns the text of the data. Unlike an attribute, data can be null: a payload of null.
func (r *reader) object() string {
	switch kind := r.values[data].Kind(); {
	case r.has(dataBase64):
		r.fail(dataBase64, "is there, want "+members[data]+", an object")
	case kind == jsonscan.None:
		r.fail(data, "is missing, want an object")
	case kind != jsonscan.Object:
		r.fail(data, "is "+kind.String()+", want an object")
	}
	return string(r.values[data])
}

func (r *reader) fail(member int, reason string) {
	if r.err == nil {
		r.err = errors.New("cloudevents: " + members[member] + " " + reason)
	}
}

// isJSON tells whether a media type is one of JSON, parameters or not: */json or */*+json (CloudEvents, JSON
// format, 3.1.1).
func isJSON(mediaType string) bool {
	if i := slices.Index([]byte(mediaType), ';'); i >= 0 {
		mediaType = mediaType[:i]
	}
	for mediaType != "" && mediaType[len(mediaType)-1] == ' ' {
		mediaType = mediaType[:len(mediaType)-1]
	}
	const end = "json"
	start := len(mediaType) - len(end)
	if start < 1 || mediaType[start-1] != '/' && mediaType[start-1] != '+' {
		return false
	}
	for i := range len(end) {
		if mediaType[start+i]|0x20 != end[i] {
			return false
		}
	}
	return true
}

// quoted puts a text from outside between quotation marks, on one line and not too long for a log.
func quoted(s string) string {
	const most = 100
	if len(s) > most {
		s = s[:most] + "…"
	}
	return string(jsonscan.AppendQuote(nil, s))
}
