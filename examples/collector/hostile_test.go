package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

// stillWorks sends a visit and finds it counted.
func (r running) stillWorks(t *testing.T, visit string) {
	t.Helper()
	before := r.stats(t)
	assert.Equal(t, http.StatusAccepted, r.post(t, eventsOf(visit, ctlivetest.Visit("", ""))...).status)
	after := r.stats(t)
	assert.Equal(t, before.Events+11, after.Events)
	assert.Equal(t, before.Funnel.Surveyed+1, after.Funnel.Surveyed)
}

// open opens a connection and writes a text.
func (r running) open(t *testing.T, text string) net.Conn {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { connection.Close() })
	_, err = io.WriteString(connection, text)
	require.NoError(t, err)
	return connection
}

const requestLine = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Type: " + cloudevents.BatchContentType + "\r\n"

// endless is a body that goes on, without a length.
type endless struct {
	sent   atomic.Int64 // the client may go on reading after the answer
	length int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.sent.Load() >= e.length {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	e.sent.Add(int64(len(p)))
	return len(p), nil
}

func TestBodyOf100MBDoesNoHarm(t *testing.T) {
	c := start(t, testOptions(t))
	const length = 100 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	body := &endless{length: length}
	for _, known := range []int64{length, -1} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/events",
			io.MultiReader(strings.NewReader("["), body))
		require.NoError(t, err)
		request.ContentLength, request.Header = known, batchHeader
		response, err := client.Do(request)
		if err == nil { // a client that does not read while it writes may find the connection closed
			assert.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
			response.Body.Close()
		}
	}
	runtime.ReadMemStats(&after)
	assert.Less(t, body.sent.Load(), int64(64<<20), "the collector did not read to the end")
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20))
	c.stillWorks(t, "v")
}

func TestManyLargeBodiesAtOneTimeAreRefusedBeforeTheyFillTheMemory(t *testing.T) {
	o := testOptions(t)
	o.limits.bodies = 1 << 20
	c := start(t, o)
	half := requestLine + fmt.Sprintf("Content-Length: %d\r\n\r\n", 600<<10) + strings.Repeat(" ", 300<<10)
	var connections []net.Conn
	for range 20 {
		connections = append(connections, c.open(t, half))
	}
	refused := make(chan string, len(connections))
	for _, connection := range connections {
		go func() {
			answer := make([]byte, 12)
			io.ReadFull(connection, answer)
			refused <- string(answer)
		}()
	}
	for range 10 { // of the others the collector waits for the rest
		assert.Equal(t, "HTTP/1.1 503", <-refused)
	}
	c.stillWorks(t, "v")
}

func TestSlowClientsAreCutOff(t *testing.T) {
	o := testOptions(t)
	o.limits.header, o.limits.request, o.limits.idle = 100*time.Millisecond, 200*time.Millisecond, 100*time.Millisecond
	c := start(t, o)
	for name, sent := range map[string]string{
		"nothing":          "",
		"half a header":    requestLine,
		"half a body":      requestLine + "Content-Length: 1000\r\n\r\n[",
		"half a chunk":     requestLine + "Transfer-Encoding: chunked\r\n\r\n5\r\n[",
		"no other request": "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			connection := c.open(t, sent)
			require.NoError(t, connection.SetReadDeadline(time.Now().Add(time.Minute)))
			_, err := io.Copy(io.Discard, connection)
			assert.False(t, errors.Is(err, net.ErrClosed) || isTimeout(err), "the collector closes the connection: %v", err)
		})
	}
	c.stillWorks(t, "v")
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// TestManyOpenConnectionsDoNoHarm opens 10,000, or as many as the limit of open files allows with both ends in this
// process, and says how many: some send nothing, some half a header, some half a body.
func TestManyOpenConnectionsDoNoHarm(t *testing.T) {
	var files syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files))
	o := testOptions(t)
	o.limits.connections = min(o.limits.connections, int(files.Cur/4))
	o.limits.header, o.limits.request = time.Hour, time.Hour // the limit of connections alone is to help
	c := start(t, o)
	count := min(10_000, int(files.Cur/2))
	t.Logf("%d connections, of which the collector keeps %d", count, o.limits.connections)
	sent := []string{"", requestLine, requestLine + "Content-Length: 1000\r\n\r\n["}
	for i := range count {
		connection, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
		require.NoError(t, err)
		defer connection.Close()
		io.WriteString(connection, sent[i%len(sent)]) // the collector may have closed it
		if i%1000 == 0 {
			c.stillWorks(t, fmt.Sprint("while they come ", i))
		}
	}
	c.stillWorks(t, "all are there")
}

func TestConnectionsThatAreInUseAreKept(t *testing.T) {
	c := &connections{limit: 2}
	first, second, third, fourth := &net.TCPConn{}, &net.TCPConn{}, &net.TCPConn{}, &net.TCPConn{}
	request := func(connection net.Conn) *http.Request {
		r, err := http.NewRequestWithContext(c.note(t.Context(), connection), http.MethodPost, "/", nil)
		require.NoError(t, err)
		return r
	}
	assert.Nil(t, c.change(first, http.StateNew))
	assert.Nil(t, c.change(second, http.StateNew))
	c.received(request(first))
	assert.Same(t, second, c.change(third, http.StateNew), "the one that has sent nothing")
	assert.Nil(t, c.change(second, http.StateClosed))
	assert.Nil(t, c.change(first, http.StateIdle))
	assert.Same(t, third, c.change(fourth, http.StateNew), "the one that has sent nothing for longest")
	assert.Nil(t, c.change(third, http.StateClosed))
	c.received(request(first))
	c.received(request(fourth))
	assert.Same(t, second, c.change(second, http.StateNew), "all others are in use")
}
