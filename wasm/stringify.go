//go:build js && wasm

package wasm

import "syscall/js"

// maxDepth is how many levels of objects and arrays are written as JSON. Decode takes fewer, and says so itself.
const maxDepth = 200

// toJSON returns the text of data, or undefined where JSON can't express it or it is too long. It is what the filter
// does, for browsers that can't compile the filter.
func (b *browser) toJSON(data js.Value, maxBytes int) (json js.Value, tooLong bool) {
	m := measure{browser: b, left: float64(maxBytes)}
	if !m.fits(data, maxDepth) {
		return js.Undefined(), m.left < 0
	}
	json, _ = b.call(stringify, data)
	return json, false
}

// measure finds out whether a value can be written as JSON: an object that is shared many times is small to post and
// endless as JSON, and JSON.stringify itself recurses.
type measure struct {
	browser *browser
	left    float64 // of the length that the JSON may have; negative when it is longer
}

// fits spends at most what a value takes as JSON. It reports false where that is too long or nests too deep.
func (m *measure) fits(value js.Value, depth int) bool {
	b := m.browser
	tag, _ := b.call(toString, value)
	if tag.Equal(js.ValueOf("[object String]")) || b.is(isView, value) {
		return m.spend(1 + b.lengthOf(value))
	}
	object, _ := b.call(toObject, value)
	if !m.spend(1) || !object.Equal(value) { // another primitive
		return m.left >= 0
	}
	if depth == 0 {
		return false
	}
	if b.is(isArray, value) {
		count := b.lengthOf(value)
		if !m.spend(count) {
			return false
		}
		for i := range int(count) {
			if element, _ := b.get(value, i); !m.fits(element, depth-1) {
				return false
			}
		}
		return true
	}
	names, _ := b.call(keys, value)
	count := b.lengthOf(names)
	if !m.spend(count) {
		return false
	}
	for i := range int(count) {
		name, _ := b.get(names, i)
		member, _ := b.get(value, name)
		if !m.spend(b.lengthOf(name)) || !m.fits(member, depth-1) {
			return false
		}
	}
	return true
}

func (m *measure) spend(length float64) bool {
	m.left -= length
	return m.left >= 0
}
