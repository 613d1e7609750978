//go:build js && wasm

package wasm

import "syscall/js"

// maxEffort is what writing a message as JSON may cost, for messages of at most maxBytes. What is written counts as much
// as it is long, or a little more: indices and undefined members are counted, and leave nothing in the text.
func maxEffort(maxBytes int) float64 { return 8 * float64(maxBytes) }

// stringifier writes messages as JSON, up to an effort. An object that is shared many times is small to post and endless
// as JSON, so the writing itself must end: JSON.stringify asks a replacer function for each value, which replaces nothing
// but counts. It is what the filter does, and explains, for browsers that can't compile the filter.
type stringifier struct {
	browser   *browser
	replacer  js.Func
	maxEffort float64
	left      float64 // negative when that was not enough
}

func newStringifier(b *browser, maxBytes int) (s *stringifier, release func()) {
	s = &stringifier{browser: b, maxEffort: maxEffort(maxBytes)}
	s.replacer, release = newReplacer(s.measure)
	return s, release
}

// stringify returns the text of data, or undefined where JSON can't express it or it is too long.
func (s *stringifier) stringify(data js.Value) js.Value {
	s.left = s.maxEffort
	json, _ := s.browser.call(s.browser.stringify, data, s.replacer)
	return json
}

// measure counts a value and its name. It reports false when that was too much.
func (s *stringifier) measure(name, value js.Value) bool {
	b := s.browser
	s.left -= 1 + s.length(name)
	tag, _ := b.call(b.objectToString, value)
	isView, _ := b.call(b.isView, value)
	if tag.Equal(b.stringTag) || isView.Equal(js.ValueOf(true)) {
		s.left -= s.length(value)
	}
	return s.left >= 0
}

// length returns the length of a value that has one, else 0.
func (s *stringifier) length(value js.Value) float64 {
	object, _ := s.browser.call(s.browser.object, value)
	length, _ := s.browser.get(object, s.browser.length)
	n, _ := number(length)
	return max(n, 0)
}
