//go:build unix

package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// bidi is a connection that speaks WebDriver BiDi: commands and their results, as JSON over a WebSocket. See
// https://w3c.github.io/webdriver-bidi/.
type bidi struct {
	conn  net.Conn
	ended chan struct{} // closed when nothing is received any more

	mu      sync.Mutex
	last    int // the id of the last command
	waiting map[int]chan bidiReply
}

type bidiReply struct {
	ID             int
	Result         json.RawMessage
	Error, Message string
}

func dialBiDi(address string) (*bidi, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, _, _, err := ws.Dial(ctx, address) // the browser says nothing before it is asked
	if err != nil {
		return nil, err
	}
	b := &bidi{conn: conn, ended: make(chan struct{}), waiting: map[int]chan bidiReply{}}
	go b.receive()
	return b, nil
}

func (b *bidi) receive() {
	defer close(b.ended)
	for {
		text, err := wsutil.ReadServerText(b.conn)
		if err != nil {
			return
		}
		var reply bidiReply
		if json.Unmarshal(text, &reply) != nil {
			return
		}
		b.mu.Lock()
		if c := b.waiting[reply.ID]; c != nil {
			c <- reply
			delete(b.waiting, reply.ID)
		}
		b.mu.Unlock()
	}
}

// call runs a command and waits for its result. The result may be nil.
func (b *bidi) call(method string, params object, result any) error {
	c := make(chan bidiReply, 1)
	b.mu.Lock()
	b.last++
	id := b.last
	b.waiting[id] = c
	text, err := json.Marshal(object{"id": id, "method": method, "params": params})
	if err == nil {
		err = wsutil.WriteClientText(b.conn, text)
	}
	b.mu.Unlock()
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case reply := <-c:
		if reply.Error != "" {
			return fmt.Errorf("%s: %s: %s", method, reply.Error, reply.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(reply.Result, result)
	case <-b.ended:
		return fmt.Errorf("%s: the browser has ended", method)
	case <-time.After(patience):
		return fmt.Errorf("%s: the browser did not answer in %v", method, patience)
	}
}
