package main

import (
	"context"
	"errors"
	"log"
	"net/http"
)

// receiver takes the events of pages.
type receiver struct {
	decoder   decoder
	bodies    *bodies
	arrivals  *connections
	refused   *refusals
	publisher *publisher
}

// ServeHTTP answers 202 when JetStream has stored all events of the request. Of a request that is refused
// nothing is stored. After 503 some may be: the page sends all of them again, and JetStream drops those that it has.
func (h *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", "OPTIONS, POST")
		h.refused.answer(w, reasonMethod, http.StatusMethodNotAllowed, "want POST")
		return
	}
	body, done, err := h.bodies.read(w, r)
	defer done()
	switch {
	case errors.Is(err, errTooLarge):
		h.refused.answer(w, reasonTooLarge, http.StatusRequestEntityTooLarge, "the body is too long")
		return
	case errors.Is(err, errOverload):
		h.overloaded(w)
		return
	case err != nil:
		h.refused.answer(w, reasonSlow, http.StatusBadRequest, "the body did not come whole, or not in time")
		return
	}
	h.arrivals.received(r)
	events, err := h.decoder.decode(r.Header, body)
	if no := (*refusal)(nil); errors.As(err, &no) {
		h.refused.answer(w, no.why, no.status, no.text)
		return
	}
	if err := h.publisher.events(context.WithoutCancel(r.Context()), events); err != nil {
		log.Print("events were not stored: ", err)
		h.overloaded(w)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (h *receiver) overloaded(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "5")
	h.refused.answer(w, reasonOverload, http.StatusServiceUnavailable,
		"the events could not be stored now: send them again")
}
