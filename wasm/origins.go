//go:build js && wasm

package wasm

import (
	"slices"
	"syscall/js"
)

// maxReported is how many refused origins are reported, each once.
const maxReported = 16

// origins says who may post. Origins are compared as JavaScript strings, so that no text is copied into Go.
type origins struct {
	any      bool
	allowed  []origin
	reported []js.Value
}

type origin struct {
	text  string
	value js.Value
}

func newOrigins(allowed []string, any bool) origins {
	o := origins{any: any}
	for _, s := range allowed {
		o.allowed = append(o.allowed, origin{text: s, value: js.ValueOf(s)})
	}
	return o
}

// allow returns the text of an origin that may post.
func (o *origins) allow(value js.Value) (string, bool) {
	for _, a := range o.allowed {
		if a.value.Equal(value) {
			return a.text, true
		}
	}
	if o.any {
		s, _ := text(value)
		return s, true
	}
	return "", false
}

// isNews reports whether the refusal of an origin is to be reported, and notes it.
func (o *origins) isNews(value js.Value) bool {
	if len(o.reported) == maxReported || slices.ContainsFunc(o.reported, value.Equal) {
		return false
	}
	o.reported = append(o.reported, value)
	return true
}
