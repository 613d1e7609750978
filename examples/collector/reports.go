package main

import (
	"context"
	"encoding/json"
	"log"
	"sync"
	"time"
)

// patience is how long a request for figures waits for the account to have all that was stored before it.
const patience = 5 * time.Second

// reports makes figures of the account, one report at a time, whoever asks.
type reports struct {
	account  *account
	consumer *consumer

	mu    sync.Mutex
	begun time.Time // when the latest report was begun
	text  []byte    // the latest report
}

// since returns a report, as JSON, that was begun no earlier than a moment.
func (r *reports) since(ctx context.Context, moment time.Time) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.begun.IsZero() && !r.begun.Before(moment) {
		return r.text
	}
	r.begun = time.Now()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	behind, err := r.consumer.reachEnd(ctx)
	if err != nil {
		log.Print("the figures may be behind: ", err)
	}
	if err := r.account.bringUpToDate(); err != nil {
		log.Print("some visits are not up to date: ", err)
	}
	s := r.account.stats(time.Now())
	s.Behind = behind
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // numbers, texts and times can be written
	}
	r.text = text
	return text
}
