package cloudevents

import "example.com/ctlive-go/ctlive"

// TypePrefix stands before the event's type in the type of a CloudEvent: "com.enghouse.ctlive.ChatStarted".
// CloudEvents asks for a domain, reversed, of whoever defines what the event means; the vendor has defined no
// CloudEvents of its own (inferred).
const TypePrefix = "com.enghouse.ctlive."

// BatchContentType is the media type of a JSON array of events. Source: "JSON Event Format for CloudEvents", 4.2.
const BatchContentType = "application/cloudevents-batch+json"

// Event is a message with what CloudEvents adds to it. ID and Source together name the event: a repetition has
// the same.
type Event struct {
	ID string // unique within the Source; required
	// Source is where it happened, such as the address of the page without its query; required. It should be a URI
	// reference: most readers refuse another, such as one in which no two hexadecimal digits follow a %.
	Source   string
	Visit    string // the visit that it belongs to; "" if unknown
	Sequence uint64 // its place in the visit, from 1; 0 if unknown

	// Message is what the event tells. Its Event, Time and Raw are carried, the Event as Raw has it where there is a Raw.
	// After UnmarshalJSON, Raw is an envelope around the data, with all members that were sent.
	Message ctlive.Message
}

// The members of an event in JSON, in the order in which they are written.
const (
	specversion = iota
	id
	source
	eventType
	eventTime
	datacontenttype
	ctlivevisit
	ctliveseq
	data
	dataBase64 // instead of data, for bytes: never written
)

var members = [...]string{
	specversion:     "specversion",
	id:              "id",
	source:          "source",
	eventType:       "type",
	eventTime:       "time",
	datacontenttype: "datacontenttype",
	ctlivevisit:     "ctlivevisit",
	ctliveseq:       "ctliveseq",
	data:            "data",
	dataBase64:      "data_base64",
}

const (
	version     = "1.0"
	contentType = "application/json"
)

// dataError is what package ctlive says of the data, or of the message that it is made of.
type dataError struct{ err error }

func (e *dataError) Error() string { return "cloudevents: " + members[data] + ": " + e.err.Error() }

func (e *dataError) Unwrap() error { return e.err }
