package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	sdk "github.com/cloudevents/sdk-go/v2"
	sdkhttp "github.com/cloudevents/sdk-go/v2/protocol/http"

	"example.com/ctlive-go/ctlive/cloudevents"
)

// The longest members that are taken, in bytes.
const (
	maxID     = 1 << 10
	maxSource = 2 << 10
	maxVisit  = 256
	maxEvent  = 128 << 10 // as JSON; package wasm decodes no envelope over 64 KiB
)

// event is an event that was checked.
type event struct {
	cloudevents.Event
	text []byte // as one CloudEvent in JSON, with the attributes that package cloudevents does not know
}

// refusal is an error that says how a request is to be answered.
type refusal struct {
	status int
	why    reason
	text   string
}

func (r *refusal) Error() string { return r.text }

func refuse(status int, why reason, format string, values ...any) error {
	return &refusal{status, why, fmt.Sprintf(format, values...)}
}

// decoder reads the events of a request.
type decoder struct {
	origins origins
	limits  limits
}

// decode reads a batch, one event in structured mode, or one in binary mode. An error is a *refusal.
func (d *decoder) decode(header http.Header, body []byte) ([]event, error) {
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case err != nil && header.Get("Content-Type") != "":
		return nil, refuse(http.StatusUnsupportedMediaType, reasonType, "the Content-Type is malformed")
	case mediaType == sdk.ApplicationCloudEventsBatchJSON:
		return d.batch(body)
	case mediaType == sdk.ApplicationCloudEventsJSON:
		if !json.Valid(body) {
			return nil, malformed("the body is no JSON")
		}
		e, err := d.structured(body)
		return []event{e}, err
	case header.Get("Ce-Specversion") != "":
		e, err := d.binary(header, body)
		return []event{e}, err
	}
	return nil, refuse(http.StatusUnsupportedMediaType, reasonType, "the Content-Type is %.100q, want %s, %s, or an event in binary mode with ce- headers",
		mediaType, sdk.ApplicationCloudEventsBatchJSON, sdk.ApplicationCloudEventsJSON)
}

func malformed(format string, values ...any) error {
	return refuse(http.StatusBadRequest, reasonMalformed, format, values...)
}

func (d *decoder) batch(body []byte) ([]event, error) {
	var texts []json.RawMessage
	if err := json.Unmarshal(body, &texts); err != nil || texts == nil {
		return nil, malformed("the batch is no array in JSON: %s", fault(err))
	}
	if len(texts) > d.limits.events {
		return nil, refuse(http.StatusRequestEntityTooLarge, reasonTooLarge, "the batch has %d events, want at most %d", len(texts), d.limits.events)
	}
	events := make([]event, len(texts))
	for i, text := range texts {
		var err error
		if events[i], err = d.structured(text); err != nil {
			if r := (*refusal)(nil); errors.As(err, &r) {
				r.text = fmt.Sprintf("event %d of %d: %s", i+1, len(texts), r.text)
			}
			return nil, err
		}
	}
	return events, nil
}

// structured reads an event whose text is JSON.
func (d *decoder) structured(text []byte) (event, error) {
	if len(text) > maxEvent {
		return event{}, refuse(http.StatusRequestEntityTooLarge, reasonTooLarge, "the event has %d bytes, want at most %d", len(text), maxEvent)
	}
	if first := firstByte(text); first != '{' {
		return event{}, malformed("the event is no object in JSON")
	}
	var e sdk.Event
	if err := e.UnmarshalJSON(text); err != nil {
		// Ours names the member that is wrong; some that ours reads the SDK refuses.
		if ours := new(cloudevents.Event).UnmarshalJSON(text); ours != nil {
			err = ours
		}
		return event{}, malformed("%s", fault(err))
	}
	return d.check(e)
}

func firstByte(text []byte) byte {
	for _, b := range text {
		if b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			return b
		}
	}
	return 0
}

func (d *decoder) binary(header http.Header, body []byte) (event, error) {
	if !json.Valid(body) {
		return event{}, malformed("the body is no JSON, want the event's data, an object")
	}
	request := &http.Request{Header: header, Body: io.NopCloser(bytes.NewReader(body))}
	e, err := sdkhttp.NewEventFromHTTPRequest(request)
	if err != nil {
		return event{}, malformed("%s", fault(err))
	}
	return d.check(*e)
}

// check takes an event that the SDK has read. What it writes is stored, and is what ours reads: so all who read
// the stream see one event, in which no member comes twice.
func (d *decoder) check(e sdk.Event) (event, error) {
	text, err := e.MarshalJSON()
	if err != nil {
		return event{}, malformed("%s", fault(err))
	}
	checked := event{text: text}
	if err := checked.UnmarshalJSON(text); err != nil {
		return event{}, malformed("%s", fault(err))
	}
	if err := e.Validate(); err != nil {
		return event{}, malformed("%s", fault(err))
	}
	switch {
	case len(text) > maxEvent:
		return event{}, refuse(http.StatusRequestEntityTooLarge, reasonTooLarge, "the event has %d bytes, want at most %d", len(text), maxEvent)
	case len(checked.ID) > maxID:
		return event{}, malformed("id has %d bytes, want at most %d", len(checked.ID), maxID)
	case len(checked.Source) > maxSource:
		return event{}, malformed("source has %d bytes, want at most %d", len(checked.Source), maxSource)
	case len(checked.Visit) > maxVisit:
		return event{}, malformed("ctlivevisit has %d bytes, want at most %d", len(checked.Visit), maxVisit)
	case !d.origins.allow(checked.Source):
		return event{}, refuse(http.StatusForbidden, reasonSource, "source is %.200q, and its origin is not allowed: name it with -origin", checked.Source)
	}
	return checked, nil
}

// fault is an error as the client may see it: on one line, and not too long.
func fault(err error) string {
	if err == nil {
		return "it is null"
	}
	text := []rune(err.Error())
	for i, r := range text {
		if r < ' ' {
			text[i] = ' '
		}
	}
	const most = 300
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}
