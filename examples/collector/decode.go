package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	sdk "github.com/cloudevents/sdk-go/v2"
	sdkhttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	jsoniter "github.com/json-iterator/go"

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
	if !utf8.Valid(body) {
		return nil, malformed("the body is not UTF-8")
	}
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case err != nil && header.Get("Content-Type") != "":
		return nil, refuse(http.StatusUnsupportedMediaType, reasonType, "the Content-Type is malformed")
	case mediaType == sdk.ApplicationCloudEventsBatchJSON:
		return d.batch(body)
	case mediaType == sdk.ApplicationCloudEventsJSON:
		e, err := d.structured(body)
		return []event{e}, err
	case header.Get("Ce-Specversion") != "":
		e, err := d.binary(header, body)
		return []event{e}, err
	}
	return nil, refuse(http.StatusUnsupportedMediaType, reasonType,
		"the Content-Type is %.100q, want %s, %s, or an event in binary mode with ce- headers", mediaType,
		sdk.ApplicationCloudEventsBatchJSON, sdk.ApplicationCloudEventsJSON)
}

func malformed(format string, values ...any) error {
	return refuse(http.StatusBadRequest, reasonMalformed, format, values...)
}

func tooLarge(format string, values ...any) error {
	return refuse(http.StatusRequestEntityTooLarge, reasonTooLarge, format, values...)
}

func (d *decoder) batch(body []byte) ([]event, error) {
	texts, err := split(body, d.limits.events)
	if errors.Is(err, errTooLarge) {
		return nil, tooLarge("the batch has more than %d events", d.limits.events)
	}
	if err != nil {
		return nil, malformed("the batch is no array in JSON: %s", fault(err))
	}
	events := make([]event, len(texts))
	for i, text := range texts {
		if events[i], err = d.structured(text); err != nil {
			if r := (*refusal)(nil); errors.As(err, &r) {
				r.text = fmt.Sprintf("event %d of %d: %s", i+1, len(texts), r.text)
			}
			return nil, err
		}
	}
	return events, nil
}

// split returns the texts of an array. It finds where they end, and checks no more than it needs for that. The
// error of more texts than most is errTooLarge.
func split(body []byte, most int) (texts [][]byte, err error) {
	if firstByte(body) != '[' {
		return nil, errors.New("it does not begin with [")
	}
	iterator := jsoniter.ParseBytes(jsoniter.ConfigDefault, body)
	iterator.ReadArrayCB(func(iterator *jsoniter.Iterator) bool {
		texts = append(texts, iterator.SkipAndReturnBytes())
		return iterator.Error == nil && len(texts) <= most
	})
	if len(texts) > most {
		return nil, errTooLarge
	}
	if iterator.Error != nil && iterator.Error != io.EOF {
		return nil, iterator.Error
	}
	if iterator.WhatIsNext() != jsoniter.InvalidValue || iterator.Error != io.EOF {
		return nil, errors.New("there is more after it")
	}
	return texts, nil
}

func (d *decoder) structured(text []byte) (event, error) {
	if len(text) > maxEvent {
		return event{}, tooLarge("the event has %d bytes, want at most %d", len(text), maxEvent)
	}
	if first := firstByte(text); first != '{' {
		return event{}, malformed("the event is no object in JSON")
	}
	var ours cloudevents.Event
	if err := ours.UnmarshalJSON(text); err != nil {
		return event{}, malformed("%s", fault(err))
	}
	// Of what pages send, the SDK would only write the same again: a test holds that it reads it.
	if isPlain(text, ours) {
		return d.checkMembers(event{ours, text})
	}
	var e sdk.Event
	if err := e.UnmarshalJSON(text); err != nil {
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
	return d.checkMembers(checked)
}

// checkMembers looks at what is well formed, and may still not be taken.
func (d *decoder) checkMembers(e event) (event, error) {
	switch {
	case len(e.text) > maxEvent:
		return event{}, tooLarge("the event has %d bytes, want at most %d", len(e.text), maxEvent)
	case strings.TrimSpace(e.ID) == "":
		return event{}, malformed("id is blank, want a text")
	case len(e.ID) > maxID:
		return event{}, malformed("id has %d bytes, want at most %d", len(e.ID), maxID)
	case len(e.Source) > maxSource:
		return event{}, malformed("source has %d bytes, want at most %d", len(e.Source), maxSource)
	case len(e.Visit) > maxVisit:
		return event{}, malformed("ctlivevisit has %d bytes, want at most %d", len(e.Visit), maxVisit)
	case !d.origins.allow(e.Source):
		return event{}, refuse(http.StatusForbidden, reasonSource,
			"source is %.200q, and its origin is not allowed: name it with -origin", e.Source)
	}
	return e, nil
}

// fault is an error as the client may see it: on one line, and not too long.
func fault(err error) string {
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
