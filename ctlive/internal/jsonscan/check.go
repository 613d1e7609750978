// Package jsonscan reads JSON text in place. Check validates a whole text once; the Value it returns then hands out
// members, elements and strings without checking again and without copying what is not asked for.
//
// It exists because the lightest JSON package adds a tenth to the size of a page's download, to read one flat object.
package jsonscan

import "strconv"

// MaxDepth is how many objects and arrays may be open at once, the outermost included.
const MaxDepth = 64

// SyntaxError says why a text is refused: it is not JSON, or it nests deeper than MaxDepth.
type SyntaxError struct {
	Offset int    // of the byte at fault, from 0
	Reason string // what was expected there
}

func (e *SyntaxError) Error() string {
	return "at byte " + strconv.Itoa(e.Offset) + ": " + e.Reason
}

// Check validates the whole of text as one JSON value (RFC 8259, strings may hold invalid UTF-8) and returns the value
// without the white space around it. It runs in one pass, without recursion.
func Check(text []byte) (Value, error) {
	c := checker{text: text}
	c.space()
	start := c.pos
	if !c.value() {
		return nil, &SyntaxError{Offset: c.pos, Reason: c.reason}
	}
	end := c.pos
	c.space()
	if c.pos < len(text) {
		return nil, &SyntaxError{Offset: c.pos, Reason: "want the end of the text"}
	}
	return Value(text[start:end:end]), nil
}

// checker walks over a text. Its methods move pos behind what they accept; when they return false, pos is at the byte
// at fault and reason says what was expected.
type checker struct {
	text   []byte
	pos    int
	reason string
}

func (c *checker) fail(reason string) bool {
	c.reason = reason
	return false
}

// peek returns the next byte, or 0 at the end of the text (a NUL is never valid outside strings, nor bare in them).
func (c *checker) peek() byte {
	if c.pos < len(c.text) {
		return c.text[c.pos]
	}
	return 0
}

func (c *checker) space() {
	for c.pos < len(c.text) && isSpace(c.text[c.pos]) {
		c.pos++
	}
}

// value accepts one value with all that is in it.
func (c *checker) value() bool {
	depth := 0
	var objects uint64 // bit 0 is the innermost open container, 1 for an object; MaxDepth bits
	for {
		opened := false
		switch b := c.peek(); {
		case b == '{' || b == '[':
			if depth == MaxDepth {
				return c.fail("want at most " + strconv.Itoa(MaxDepth) + " levels of objects and arrays")
			}
			depth++
			objects <<= 1
			if b == '{' {
				objects |= 1
			}
			c.pos++
			opened = true
		case b == '"':
			if !c.str() {
				return false
			}
		case b == '-' || isDigit(b):
			if !c.number() {
				return false
			}
		case !c.literal("true") && !c.literal("false") && !c.literal("null"):
			return c.fail("want a value")
		}

		for { // behind a value, or behind the bracket that opens one
			if depth == 0 {
				return true
			}
			c.space()
			inObject := objects&1 == 1
			b := c.peek()
			if inObject && b == '}' || !inObject && b == ']' {
				c.pos++
				depth--
				objects >>= 1
				opened = false
				continue
			}
			if !opened {
				if b != ',' {
					return c.fail(wantNext(inObject))
				}
				c.pos++
				c.space()
			}
			if inObject && !c.key() {
				return false
			}
			break
		}
	}
}

func wantNext(inObject bool) string {
	if inObject {
		return "want ',' or '}'"
	}
	return "want ',' or ']'"
}

// key accepts a member's name and the colon behind it, with the white space around the colon.
func (c *checker) key() bool {
	if c.peek() != '"' {
		return c.fail("want the name of a member, in double quotes")
	}
	if !c.str() {
		return false
	}
	c.space()
	if c.peek() != ':' {
		return c.fail("want ':'")
	}
	c.pos++
	c.space()
	return true
}

func (c *checker) str() bool {
	for c.pos++; c.pos < len(c.text); c.pos++ {
		switch b := c.text[c.pos]; {
		case b == '"':
			c.pos++
			return true
		case b < ' ':
			return c.fail("want no bare control character in a string")
		case b == '\\':
			c.pos++
			if !c.escape() {
				return false
			}
		}
	}
	return c.fail("want the end of a string")
}

// escape accepts what follows a backslash, and leaves pos at its last byte.
func (c *checker) escape() bool {
	switch c.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			c.pos++
			if !isHex(c.peek()) {
				return c.fail(`want four hexadecimal digits after \u`)
			}
		}
		return true
	}
	return c.fail(`want an escape: one of "\/bfnrtu after the backslash`)
}

func (c *checker) number() bool {
	if c.peek() == '-' {
		c.pos++
	}
	if c.peek() == '0' {
		c.pos++
	} else if !c.digits() {
		return false
	}
	if c.peek() == '.' {
		c.pos++
		if !c.digits() {
			return false
		}
	}
	if b := c.peek(); b == 'e' || b == 'E' {
		c.pos++
		if b := c.peek(); b == '+' || b == '-' {
			c.pos++
		}
		return c.digits()
	}
	return true
}

// digits accepts one digit or more.
func (c *checker) digits() bool {
	if !isDigit(c.peek()) {
		return c.fail("want a digit")
	}
	for isDigit(c.peek()) {
		c.pos++
	}
	return true
}

func (c *checker) literal(word string) bool {
	if len(c.text)-c.pos < len(word) || string(c.text[c.pos:c.pos+len(word)]) != word {
		return false
	}
	c.pos += len(word)
	return true
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }
func isDigit(b byte) bool { return '0' <= b && b <= '9' }
func isHex(b byte) bool   { return isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'f' }
