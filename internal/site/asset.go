package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

// contentTypes has the types of the files that are served: the system's own table may lack some, or hold others.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".wasm": "application/wasm",
}

// Asset is a file in memory, compressed when it is first asked for. Browsers keep it and ask each time whether it has
// changed: the ETag is made of the content.
type Asset struct {
	contentType  string
	cacheControl string
	variants     []variant // the smallest first
}

type variant struct {
	encoding string // "" for the file as it is
	etag     string
	content  func() []byte
}

// NewAsset returns a handler for a file. Its name decides its content type.
func NewAsset(name string, content []byte) *Asset {
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:8])
	return &Asset{
		contentType:  contentTypes[path.Ext(name)],
		cacheControl: "no-cache", // ask each time
		variants: []variant{
			{"br", `"` + hash + `-br"`, sync.OnceValue(func() []byte {
				return compress(content, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 7) })
			})},
			{"gzip", `"` + hash + `-gzip"`, sync.OnceValue(func() []byte {
				return compress(content, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
			})},
			{"", `"` + hash + `"`, func() []byte { return content }},
		},
	}
}

func compress(content []byte, newWriter func(io.Writer) io.WriteCloser) []byte {
	var b bytes.Buffer
	w := newWriter(&b)
	_, err := w.Write(content)
	if closeErr := w.Close(); err != nil || closeErr != nil {
		panic("writing to memory failed")
	}
	return b.Bytes()
}

func (a *Asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v := a.choose(r.Header.Get("Accept-Encoding"))
	content := v.content()
	header := w.Header()
	header.Set("Content-Type", a.contentType)
	header.Set("Cache-Control", a.cacheControl)
	header.Set("Vary", "Accept-Encoding")
	header.Set("ETag", v.etag)
	if v.encoding != "" {
		header.Set("Content-Encoding", v.encoding)
		header.Set("Content-Length", strconv.Itoa(len(content)))
	}
	r.Header.Del("Range") // the files are small, and the length above is that of the whole
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// choose returns the smallest variant that the client accepts.
func (a *Asset) choose(acceptEncoding string) variant {
	for _, v := range a.variants[:len(a.variants)-1] {
		for accepted := range strings.SplitSeq(acceptEncoding, ",") {
			name, parameters, _ := strings.Cut(strings.TrimSpace(accepted), ";")
			if name == v.encoding && !refused(parameters) {
				return v
			}
		}
	}
	return a.variants[len(a.variants)-1]
}

// refused reports whether the parameters of an encoding say that the client will not have it: "q=0".
func refused(parameters string) bool {
	quality, ok := strings.CutPrefix(strings.TrimSpace(parameters), "q=")
	if !ok {
		return false
	}
	q, err := strconv.ParseFloat(quality, 64)
	return err == nil && q == 0
}
