package webhook_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/webhook"
	"example.com/ctlive-go/internal/testkit"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

const token = "s3cret"

// desk deals with contacts: it keeps them, and returns err.
type desk struct {
	contacts []webhook.Contact
	err      error
}

func (d *desk) handle(_ context.Context, c webhook.Contact) error {
	d.contacts = append(d.contacts, c)
	return d.err
}

type answer struct {
	status int
	body   string
}

func (d *desk) post(t testing.TB, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	webhook.Handler(token, d.handle).ServeHTTP(w, r)
	return answer{w.Code, w.Body.String()}
}

// good returns a request that only its body could make a bad one.
func good(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/webhook/ctlive", strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	return r
}

func TestEachAnswerHasItsStatus(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*http.Request)
		status int
		header string // "Name: value" of the answer
	}{
		"a good notice":            {func(*http.Request) {}, 204, ""},
		"a scheme in another case": {func(r *http.Request) { r.Header.Set("Authorization", "bearer  "+token) }, 204, ""},
		"parameters of the type": {
			func(r *http.Request) { r.Header.Set("Content-Type", "Application/JSON; charset=utf-8") }, 204, "",
		},
		"a parameter without value": {
			func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset") }, 204, "",
		},

		"no token": {func(r *http.Request) { r.Header.Del("Authorization") }, 401, "Www-Authenticate: Bearer"},
		"an empty token": {
			func(r *http.Request) { r.Header.Set("Authorization", "Bearer ") }, 401, "Www-Authenticate: Bearer",
		},
		"another token": {
			func(r *http.Request) { r.Header.Set("Authorization", "Bearer s3cres") }, 401, "Www-Authenticate: Bearer",
		},
		"a longer token": {
			func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token+"x") }, 401, "Www-Authenticate: Bearer",
		},
		"a part of it": {
			func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token[:5]) }, 401, "Www-Authenticate: Bearer",
		},
		"the token alone": {
			func(r *http.Request) { r.Header.Set("Authorization", token) }, 401, "Www-Authenticate: Bearer",
		},
		"another scheme": {
			func(r *http.Request) { r.Header.Set("Authorization", "Basic "+token) }, 401, "Www-Authenticate: Bearer",
		},
		"the token in a URL": {
			func(r *http.Request) { r.Header.Del("Authorization"); r.URL.RawQuery = "access_token=" + token }, 401, "",
		},

		"GET": {func(r *http.Request) { r.Method = http.MethodGet }, 405, "Allow: POST"},
		"PUT": {func(r *http.Request) { r.Method = http.MethodPut }, 405, "Allow: POST"},
		"a body that ends too early": {
			func(r *http.Request) { r.Body = io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF)) }, 400, "",
		},
		"no type": {
			func(r *http.Request) { r.Header.Del("Content-Type") }, 415, "Accept: application/json",
		},
		"a form": {
			func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415, "",
		},
		"another JSON type": {
			func(r *http.Request) { r.Header.Set("Content-Type", "application/cloudevents+json") }, 415, "",
		},
		"a type that begins like JSON": {
			func(r *http.Request) { r.Header.Set("Content-Type", "application/jsonx") }, 415, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := good(newContact)
			c.change(r)
			d, w := desk{}, httptest.NewRecorder()
			webhook.Handler(token, d.handle).ServeHTTP(w, r)
			assert.Equal(t, c.status, w.Code, w.Body)
			assert.Equal(t, c.status == 204, len(d.contacts) == 1, "the notice reaches handle where it is good, and only there")
			assert.Equal(t, c.status == 204, w.Body.Len() == 0)
			assert.NotContains(t, w.Body.String(), token)
			if header, value, ok := strings.Cut(c.header, ": "); ok {
				assert.Equal(t, value, w.Header().Get(header))
			}
		})
	}
}

func TestAnErrorOfHandleIsA500AndItsTextStays(t *testing.T) {
	d := desk{err: errors.New("the password of the database is hunter2")}
	a := d.post(t, good(newContact))
	assert.Equal(t, http.StatusInternalServerError, a.status)
	assert.NotContains(t, a.body, "hunter2")
	assert.Len(t, d.contacts, 1)
}

func TestAPanicInHandleIsLeftToTheServer(t *testing.T) {
	h := webhook.Handler(token, func(context.Context, webhook.Contact) error { panic("in handle") })
	assert.PanicsWithValue(t, "in handle", func() { h.ServeHTTP(httptest.NewRecorder(), good(newContact)) })
}

func TestHandleGetsTheContextOfTheRequest(t *testing.T) {
	type key struct{}
	r := good(newContact)
	r = r.WithContext(context.WithValue(r.Context(), key{}, "value"))
	h := webhook.Handler(token, func(ctx context.Context, _ webhook.Contact) error {
		assert.Equal(t, "value", ctx.Value(key{}))
		return nil
	})
	h.ServeHTTP(httptest.NewRecorder(), r)
}

func TestHandlerPanicsOnWhatCannotWork(t *testing.T) {
	handle := (&desk{}).handle
	assert.PanicsWithValue(t, "webhook: Handler: the token is empty, and anybody could post: pass the token that was "+
		"agreed with the vendor",
		func() { webhook.Handler("", handle) })
	for _, token := range []string{" ", "s3cret\n", "\ts3cret"} {
		assert.PanicsWithValue(t, "webhook: Handler: the token has white space around it: pass it through strings.TrimSpace",
			func() { webhook.Handler(token, handle) })
	}
	assert.PanicsWithValue(t, "webhook: Handler: handle is nil: pass the function that deals with a contact",
		func() { webhook.Handler(token, nil) })
}

func TestABodyMayHave1MiBAndNotAByteMore(t *testing.T) {
	body := func(length int) string {
		start := with(`"x":"`)
		start = strings.TrimSuffix(start, "}")
		return start + strings.Repeat("x", length-len(start)-2) + `"}`
	}
	d := desk{}
	assert.Equal(t, http.StatusNoContent, d.post(t, good(body(1<<20))).status)
	a := d.post(t, good(body(1<<20+1)))
	assert.Equal(t, http.StatusRequestEntityTooLarge, a.status)
	assert.Equal(t, "webhook: the body is longer than 1 MiB\n", a.body)
	assert.Len(t, d.contacts, 1)
}

// TestABodyWithoutEndIsCutOff posts to a real server, which must not wait for the end of what it refuses.
func TestABodyWithoutEndIsCutOff(t *testing.T) {
	server := httptest.NewServer(webhook.Handler(token, (&desk{}).handle))
	defer server.Close()
	connection, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer connection.Close()
	require.NoError(t, connection.SetDeadline(time.Now().Add(time.Minute)))
	_, err = fmt.Fprintf(connection, "POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: "+
		"application/json\r\n"+
		"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s", token, 100<<20, strings.Repeat(" ", 1<<20+1)) // and no more
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	require.NoError(t, err)
	defer response.Body.Close()
	assert.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
	assert.True(t, response.Close)
}
