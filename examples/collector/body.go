package main

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
)

// small is the length of a body that is always read, whatever else is held: a page's request is shorter.
const small = 64 << 10

var (
	errTooLarge = errors.New("the body is too long")
	errOverload = errors.New("too many bodies at one time")
)

// bodies reads the bodies of requests, and counts the bytes that are held.
type bodies struct {
	limits limits
	held   atomic.Int64
}

// read returns the body of a request. The caller calls done when it no longer needs it, after an error too. A
// body costs memory as it comes, whatever its length is said to be.
func (b *bodies) read(w http.ResponseWriter, r *http.Request) (body []byte, done func(), err error) {
	var buffer []byte
	grow := func(size int) {
		b.held.Add(int64(size - cap(buffer)))
		buffer = append(make([]byte, 0, size), buffer...)
	}
	done = func() { b.held.Add(-int64(cap(buffer))) }
	if r.ContentLength > b.limits.body {
		return nil, done, errTooLarge
	}
	reader := http.MaxBytesReader(w, r.Body, b.limits.body)
	for grow(4 << 10); ; {
		n, err := reader.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		switch {
		case err == io.EOF:
			return buffer, done, nil
		case err != nil:
			if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
				err = errTooLarge
			}
			return nil, done, err
		case len(buffer) < cap(buffer):
		case cap(buffer) >= small && b.held.Load() > b.limits.bodies:
			return nil, done, errOverload
		default:
			grow(2 * cap(buffer))
		}
	}
}
