//go:build js && wasm

package wasm

import "syscall/js"

// stringifier writes messages as JSON, up to a length. An object that is shared many times is small to post and endless
// as JSON, so the writing itself must end: JSON.stringify asks a replacer function for each value, which replaces nothing
// but counts. It is what the filter does, for browsers that can't compile the filter.
type stringifier struct {
	browser  *browser
	replacer js.Func
	max      int
	left     int // negative when the text was too long
}

func newStringifier(b *browser, max int) (s *stringifier, release func()) {
	s = &stringifier{browser: b, max: max}
	s.replacer, release = newReplacer(s.measure)
	return s, release
}

// stringify returns the text of data, or undefined where JSON can't express it or it is too long.
func (s *stringifier) stringify(data js.Value) js.Value {
	s.left = s.max
	json, _ := s.browser.call(s.browser.stringify, data, s.replacer)
	return json
}

// measure counts one character for each value, and the length of names and strings; other primitives have none. It
// reports false when the text is too long.
func (s *stringifier) measure(name, value js.Value) bool {
	b := s.browser
	s.left -= 1 + s.length(name)
	if object, ok := b.call(b.object, value); ok && !object.Equal(value) {
		s.left -= s.length(value)
	}
	return s.left >= 0
}

func (s *stringifier) length(primitive js.Value) int {
	object, _ := s.browser.call(s.browser.object, primitive)
	length, _ := s.browser.get(object, s.browser.length)
	n, _ := number(length)
	return int(n)
}
