package webhook

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// maxBody is the length of the longest body that is read, in bytes.
const maxBody = 1 << 20

// Handler returns an http.Handler that reads a notice, checks it, and calls handle with it and the context of
// the request. The token is the one that was agreed with the vendor: a request must have the header
// "Authorization: Bearer TOKEN".
//
// handle runs once for each good request, for several at the same time where they come so. The same notice may
// come again (inferred): deal with a ChatID and Event twice as with once. What the vendor does with an answer
// that is no success is unknown, so return an error only for what another attempt could mend. A panic in handle
// is left to the http.Server.
//
// The answers: 204 where handle has returned nil, 500 where it has returned an error, whose text is not sent.
// 400 with what was wrong for a body that is no notice, 401 for another token or none, 405 for another method
// than POST, 413 for a body over 1 MiB, and 415 for a Content-Type other than application/json, with parameters
// or without.
//
// How long a request may take is the http.Server's to limit: set its ReadTimeout.
//
// Handler panics where the token is empty, or has white space around it, with which none could be sent, and
// where handle is nil.
func Handler(token string, handle func(context.Context, Contact) error) http.Handler {
	if token == "" {
		panic("webhook: Handler: the token is empty, and anybody could post: pass the token that was agreed with the vendor")
	}
	if strings.TrimSpace(token) != token {
		panic("webhook: Handler: the token has white space around it: pass it through strings.TrimSpace")
	}
	if handle == nil {
		panic("webhook: Handler: handle is nil: pass the function that deals with a contact")
	}
	return &handler{token: sha256.Sum256([]byte(token)), handle: handle}
}

type handler struct {
	token  [sha256.Size]byte // hashed, so that the time of a comparison tells nothing of its length
	handle func(context.Context, Contact) error
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "webhook: want POST", http.StatusMethodNotAllowed)
		return
	case !h.authorized(r):
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "webhook: want the agreed token, as in Authorization: Bearer TOKEN", http.StatusUnauthorized)
		return
	case !isJSON(r):
		w.Header().Set("Accept", mediaType)
		http.Error(w, "webhook: want the Content-Type "+mediaType, http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		http.Error(w, "webhook: the body is longer than 1 MiB", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "webhook: the body ended too early", http.StatusBadRequest)
		return
	}
	contact, err := parse(string(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := h.handle(r.Context(), contact); err != nil {
		http.Error(w, "webhook: the notice was good, but could not be dealt with", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *handler) authorized(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(sum[:], h.token[:]) == 1
}

const mediaType = "application/json"

func isJSON(r *http.Request) bool {
	got, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // parameters that are malformed are no reason to refuse
	return got == mediaType
}
