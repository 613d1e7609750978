package jsonscan

import "strconv"

// Walker goes through the members of an object, or the elements of an array, in the order of the text, duplicates too.
// A text that is another value has no parts; it is checked all the same.
type Walker struct {
	Name  Value // of the member that Next came to, a string value; none in an array
	Value Value

	scanner scanner
	open    byte // what the text begins with
	first   bool
	end     bool
}

// Walk begins a walk through a whole text, which need not have been checked.
func Walk(text string) Walker { return WalkDepth(text, MaxDepth) }

// WalkDepth is Walk with a limit of its own for the levels of objects and arrays, in place of MaxDepth.
func WalkDepth(text string, maxDepth int) Walker {
	w := Walker{scanner: scanner{text: text, maxDepth: maxDepth}, first: true}
	w.open = w.scanner.skip()
	if w.open == '{' || w.open == '[' {
		w.scanner.enter()
	} else {
		w.scanner.value()
		w.end = true
	}
	return w
}

// Next goes to the next part. It returns false behind the last one, and where the text is at fault: ask Fault.
func (w *Walker) Next() bool {
	if w.end {
		return false
	}
	s := &w.scanner
	if w.end = !s.next(w.open, w.first); w.end {
		return false
	}
	w.first = false
	w.Name = s.name
	from := s.pos
	w.end = !s.value()
	w.Value = Value(s.text[from:s.pos])
	return !w.end
}

// Kind tells what the text is, as far as its first byte tells.
func (w *Walker) Kind() Kind { return kindOf(w.open) }

// Fault says what is wrong with the text and where, counting bytes from 0, once Next has returned false; "" if
// nothing is.
func (w *Walker) Fault() string {
	s := &w.scanner
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
