//go:build js && wasm

package wasm

import "time"

// arrival is a message that passed the checks of receive, or what is to be reported in its place.
type arrival struct {
	json   []byte // the envelope
	origin string
	time   time.Time
	early  bool  // early.js kept it
	err    error // why the content can't be read
	notice bool  // err is about other messages, this is none
}

// queue is a first-in, first-out queue of arrivals. What is pushed goes to in; when out is used up, the two change
// places, so that in the steady state nothing is allocated.
type queue struct {
	in, out []arrival
	next    int // index in out
}

// messages counts what is in the queue, without the notices.
func (q *queue) messages() (count int) {
	for _, list := range [][]arrival{q.out[q.next:], q.in} {
		for _, a := range list {
			if !a.notice {
				count++
			}
		}
	}
	return count
}

func (q *queue) push(a arrival) { q.in = append(q.in, a) }

func (q *queue) pop() (a arrival, ok bool) {
	if q.next == len(q.out) {
		q.in, q.out, q.next = q.out[:0], q.in, 0
	}
	if len(q.out) == 0 {
		return arrival{}, false
	}
	a = q.out[q.next]
	q.out[q.next] = arrival{}
	q.next++
	return a, true
}
