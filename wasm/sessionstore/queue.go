//go:build js && wasm

package sessionstore

import "sync"

// queue runs steps one at a time, in the order in which they came, whatever goroutine or callback they come from. No
// lock is held while a step runs: what it calls in the browser may call back.
type queue struct {
	mu      sync.Mutex
	waiting []func() error
	running bool
}

// run runs a step and all that come meanwhile, and returns their errors. While another call is at it, that one runs the
// step, and run returns at once.
func (q *queue) run(step func() error) (errs []error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, step)
	if q.running {
		return nil
	}
	q.running = true
	for len(q.waiting) > 0 {
		next := q.waiting[0]
		q.waiting = q.waiting[1:]
		q.mu.Unlock()
		err := next()
		q.mu.Lock()
		if err != nil {
			errs = append(errs, err)
		}
	}
	q.running = false
	return errs
}
