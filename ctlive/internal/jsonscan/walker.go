package jsonscan

import (
	"slices"
	"strconv"
)

// Walker goes through the members of an object, or the elements of an array, in the order of the text, duplicates too.
// A text that is another value has no parts; it is checked all the same.
type Walker struct {
	Name Value // of the member that Next came to, a string value; none in an array

	scanner *scanner
	open    byte // what the text begins with; 0 before the first Next
	from    int  // where the value begins of the part that Next came to; 0 before the first
}

// Walk begins a walk through a whole text, which need not have been checked.
func Walk(text string) Walker { return WalkDepth(text, MaxDepth) }

// WalkDepth is Walk with a limit of its own for the levels of objects and arrays, in place of MaxDepth.
func WalkDepth(text string, maxDepth int) Walker {
	return Walker{scanner: &scanner{text: text, maxDepth: maxDepth}}
}

// Next goes to the next part. It returns false behind the last one, and where the text is at fault: ask Fault. After
// that it must not be called again.
func (w *Walker) Next() bool {
	s := w.scanner
	if w.open == 0 {
		w.open = s.skip()
		if w.open != '{' && w.open != '[' {
			s.value()
			return false
		}
		if s.depth == s.maxDepth {
			return s.fail("want at most " + strconv.Itoa(s.maxDepth) + " levels of objects and arrays")
		}
		s.depth++
		s.pos++
	} else if s.pos == w.from { // the caller has not read the value
		s.value()
	}
	if s.reason != "" || !w.advance() {
		return false
	}
	w.from = s.pos
	return true
}

// advance goes to the next value in an object or array, behind its name in an object. It returns false behind the
// closing bracket, and where the text is at fault.
func (w *Walker) advance() bool {
	s := w.scanner
	b := s.skip()
	if b == w.open+2 { // in ASCII, ] and } stand two behind [ and {
		s.pos++
		s.depth--
		return false
	}
	if w.from != 0 {
		if b != ',' {
			return s.fail("want ',' or '" + string(rune(w.open+2)) + "'")
		}
		s.pos++
		b = s.skip()
	}
	if w.open == '[' {
		return true
	}
	if b != '"' {
		return s.fail("want the name of a member, in double quotes")
	}
	from := s.pos
	if !s.str() {
		return false
	}
	w.Name = Value(s.text[from:s.pos])
	if s.skip() != ':' {
		return s.fail("want ':'")
	}
	s.pos++
	s.skip()
	return true
}

// Value returns the value of the part that Next came to, "" if it is at fault. It is for after a Next that returned
// true.
func (w *Walker) Value() Value {
	s := w.scanner
	if s.pos == w.from {
		s.value()
	}
	if s.reason != "" {
		return ""
	}
	return Value(s.text[w.from:s.pos])
}

// Inside begins a walk through the value of the part that Next came to, in place of the first Value. It must come to
// its end before w goes on.
func (w *Walker) Inside() Walker { return Walker{scanner: w.scanner} }

// Find walks to the end, and finds the values of the members that are named, each at its place in names. Of duplicates
// the last wins.
func (w *Walker) Find(names []string, values []Value) {
	for w.Next() {
		if i := slices.Index(names, w.Name.Text()); i >= 0 && w.Name != "" {
			values[i] = w.Value()
		}
	}
}

// Kind tells what the text is, as far as its first byte tells. It is known once Next was called.
func (w *Walker) Kind() Kind { return kindOf(w.open) }

// Fault says what is wrong with the text and where, counting bytes from 0, once Next has returned false; "" if
// nothing is.
func (w *Walker) Fault() string {
	s := w.scanner
	if s.reason == "" {
		if s.skip(); s.pos == len(s.text) {
			return ""
		}
		s.reason = "want the end of the text"
	}
	return "at byte " + strconv.Itoa(s.pos) + ": " + s.reason
}

// Check walks through a whole text.
func Check(text string) (kind Kind, fault string) {
	w := Walk(text)
	for w.Next() {
	}
	return w.Kind(), w.Fault()
}
