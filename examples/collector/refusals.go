package main

import (
	"encoding/json"
	"net/http"
	"sync"
)

// reason is why a request was refused. The stream and the page have these words.
type reason string

const (
	reasonOrigin    reason = "origin not allowed"
	reasonSource    reason = "source not allowed"
	reasonMalformed reason = "malformed"
	reasonTooLarge  reason = "too large"
	reasonType      reason = "content type"
	reasonMethod    reason = "method"
	reasonRate      reason = "too many requests"
	reasonOverload  reason = "overloaded"
	reasonSlow      reason = "too slow or cut off"
	reasonNotice    reason = "notice refused"
)

// refusals counts what was refused since the counts were last taken.
type refusals struct {
	mu     sync.Mutex
	counts map[reason]int
}

func (r *refusals) add(why reason) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counts == nil {
		r.counts = map[reason]int{}
	}
	r.counts[why]++
}

// answer counts a refusal and tells the client of it.
func (r *refusals) answer(w http.ResponseWriter, why reason, status int, text string) {
	r.add(why)
	http.Error(w, "collector: "+text, status)
}

// take returns the counts as JSON, and begins anew. It returns nil where there are none.
func (r *refusals) take() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.counts) == 0 {
		return nil
	}
	text, err := json.Marshal(r.counts)
	if err != nil {
		panic(err) // a map of numbers can be written
	}
	r.counts = nil
	return text
}

// giveBack adds counts that take has returned.
func (r *refusals) giveBack(text []byte) {
	counts := map[reason]int{}
	if json.Unmarshal(text, &counts) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for why, n := range r.counts {
		counts[why] += n
	}
	r.counts = counts
}
