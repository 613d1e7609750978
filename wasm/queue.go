//go:build js && wasm

package wasm

import "example.com/ctlive-go/ctlive"

// arrival is a message that passed the checks of receive, with all but its Event, or what is to be reported in its place.
type arrival struct {
	ctlive.Message
	err    error // why the content can't be read
	notice bool  // err is about other messages, this is none

	next *arrival // in the queue
}

// queue is a first-in, first-out queue of arrivals. The zero value is empty.
type queue struct{ first, last *arrival }

func (q *queue) push(a *arrival) {
	if q.first == nil {
		q.first = a
	} else {
		q.last.next = a
	}
	q.last = a
}

// pop returns nil if the queue is empty.
func (q *queue) pop() *arrival {
	a := q.first
	if a != nil {
		q.first = a.next
	}
	return a
}

// messages counts what is in the queue, without the notices.
func (q *queue) messages() (count uint64) {
	for a := q.first; a != nil; a = a.next {
		if !a.notice {
			count++
		}
	}
	return count
}
