// Package jsonscan reads JSON text in place. A Walker goes through the members of an object or the elements of
// an array; it checks the whole text on its way, and copies nothing: the strings that it hands out are parts of
// the text.
//
// It exists because the lightest JSON package adds a tenth to the size of a page's download, to read one flat object.
// Small functions with several callers are not inlined: their copies would add 5 KB of code, not compressed.
package jsonscan

// MaxDepth is how many objects and arrays may be open at once, the outermost included.
const MaxDepth = 64

// scanner checks a text from front to back (RFC 8259, strings may hold invalid UTF-8). Its methods move pos behind what
// they accept; when they return false, pos is at the byte at fault and reason says what was expected.
type scanner struct {
	text   string
	pos    int
	reason string

	depth, maxDepth int // how many objects and arrays are open, and may be open
}

//go:noinline
func (s *scanner) fail(reason string) bool {
	s.reason = reason
	return false
}

// peek returns the next byte, or 0 at the end of the text (a NUL is never valid outside strings, nor bare in them).
//
//go:noinline
func (s *scanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

// skip returns the next byte that is no white space, or 0 at the end of the text.
//
//go:noinline
func (s *scanner) skip() byte {
	for ; s.pos < len(s.text); s.pos++ {
		switch b := s.text[s.pos]; b {
		case ' ', '\n', '\t', '\r':
		default:
			return b
		}
	}
	return 0
}

// value accepts one value with all that is in it.
func (s *scanner) value() {
	switch s.peek() {
	case '{', '[':
		for w := (Walker{scanner: s}); w.Next(); {
		}
	case '"':
		s.str()
	default:
		for _, word := range [...]string{"true", "false", "null"} {
			if end := s.pos + len(word); end <= len(s.text) && s.text[s.pos:end] == word {
				s.pos = end
				return
			}
		}
		s.number()
	}
}

func (s *scanner) str() bool {
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch b := s.text[s.pos]; {
		case b == '"':
			s.pos++
			return true
		case b < ' ':
			return s.fail("want no bare control character in a string")
		case b == '\\':
			s.pos++
			if !s.escape() {
				return false
			}
		}
	}
	return s.fail("want the end of a string")
}

// escape accepts what follows a backslash, and leaves pos at its last byte.
func (s *scanner) escape() bool {
	b := s.peek()
	if b == 'u' {
		for range 4 {
			s.pos++
			if hexDigit(s.peek()) < 0 {
				return s.fail(`want four hexadecimal digits after \u`)
			}
		}
		return true
	}
	if unescaped(b) == 0 {
		return s.fail(`want an escape: one of "\/bfnrtu after the backslash`)
	}
	return true
}

func (s *scanner) number() {
	s.accept('-', '-')
	if !s.accept('0', '0') && !s.digits() {
		s.fail("want a value")
		return
	}
	ok := !s.accept('.', '.') || s.digits()
	if ok && s.accept('e', 'E') {
		s.accept('+', '-')
		ok = s.digits()
	}
	if !ok {
		s.fail("want a digit")
	}
}

// accept accepts one of two bytes.
//
//go:noinline
func (s *scanner) accept(a, b byte) bool {
	if next := s.peek(); next != a && next != b {
		return false
	}
	s.pos++
	return true
}

// digits accepts one digit or more.
func (s *scanner) digits() bool {
	start := s.pos
	for isDigit(s.peek()) {
		s.pos++
	}
	return s.pos > start
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
