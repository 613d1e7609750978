package main

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// connections keeps the number of open connections below a limit. Past it, the one that goes is the one whose
// client has been waited for longest: for a first byte, for the rest of a request, or for the next one. So a
// client that opens many, and sends nothing or little, keeps nobody out.
type connections struct {
	limit int

	mu      sync.Mutex
	open    int
	waiting lru[net.Conn, struct{}] // those whose client has to send something
}

type connectionKey struct{}

// note is for http.Server.ConnContext.
func (c *connections) note(ctx context.Context, connection net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, connection)
}

// watch is for http.Server.ConnState.
func (c *connections) watch(connection net.Conn, state http.ConnState) {
	if tooMany := c.change(connection, state); tooMany != nil {
		tooMany.Close()
	}
}

// change keeps the account, and returns a connection that is to be closed, or nil.
func (c *connections) change(connection net.Conn, state http.ConnState) (tooMany net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.open++
		c.waiting.put(connection, struct{}{})
		if c.open > c.limit {
			tooMany, _ = c.waiting.oldest()
			c.waiting.remove(tooMany)
		}
	case http.StateIdle:
		c.waiting.remove(connection)
		c.waiting.put(connection, struct{}{})
	case http.StateClosed, http.StateHijacked:
		c.open--
		c.waiting.remove(connection)
	}
	return tooMany
}

// received tells that a request has come whole: its connection stays until it is answered.
func (c *connections) received(r *http.Request) {
	if connection, ok := r.Context().Value(connectionKey{}).(net.Conn); ok {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.waiting.remove(connection)
	}
}
