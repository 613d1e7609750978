package jsonscan

import "iter"

// Value is one JSON value of a text that Check has accepted, without the white space around it. Nil is no value: what
// Members did not come across.
type Value []byte

// Kind is what a Value is.
type Kind byte

// The kinds of JSON values, and None for a nil Value.
const (
	None Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

// String returns the kind as it stands in a sentence: "a number".
func (k Kind) String() string {
	return [...]string{"absent", "null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// Kind tells what v is.
func (v Value) Kind() Kind {
	if len(v) == 0 {
		return None
	}
	switch v[0] {
	case '{':
		return Object
	case '[':
		return Array
	case '"':
		return String
	case 't', 'f':
		return Bool
	case 'n':
		return Null
	}
	return Number
}

// IsTrue reports whether v is the literal true.
func (v Value) IsTrue() bool { return len(v) > 0 && v[0] == 't' }

// Members yields the names (string values) and values of an object in the order of the text, duplicates too.
func (v Value) Members() iter.Seq2[Value, Value] {
	return func(yield func(Value, Value) bool) {
		for pos := skipSpace(v, 1); v[pos] != '}'; {
			nameEnd := skipString(v, pos)
			start := skipSpace(v, skipSpace(v, nameEnd)+1) // behind the colon
			end := skipValue(v, start)
			if !yield(v[pos:nameEnd], v[start:end]) {
				return
			}
			pos = skipComma(v, end)
		}
	}
}

// Elements yields the elements of an array.
func (v Value) Elements() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for pos := skipSpace(v, 1); v[pos] != ']'; {
			end := skipValue(v, pos)
			if !yield(v[pos:end]) {
				return
			}
			pos = skipComma(v, end)
		}
	}
}

// The skip functions run over checked text only. Each takes the position of what it skips and returns the one behind.

func skipSpace(text []byte, pos int) int {
	for isSpace(text[pos]) {
		pos++
	}
	return pos
}

// skipComma goes from behind a value to the next value or to the closing bracket.
func skipComma(text []byte, pos int) int {
	pos = skipSpace(text, pos)
	if text[pos] == ',' {
		pos = skipSpace(text, pos+1)
	}
	return pos
}

func skipString(text []byte, pos int) int {
	for pos++; text[pos] != '"'; pos++ {
		if text[pos] == '\\' {
			pos++
		}
	}
	return pos + 1
}

func skipValue(text []byte, pos int) int {
	for depth := 0; ; {
		switch text[pos] {
		case '"':
			pos = skipString(text, pos)
		case '{', '[':
			depth++
			pos++
			continue
		case '}', ']':
			depth--
			pos++
		case ',', ':', ' ', '\n', '\t', '\r':
			pos++
			continue
		default:
			pos = skipLiteral(text, pos)
		}
		if depth == 0 {
			return pos
		}
	}
}

// skipLiteral skips a number, true, false or null: all that is no string and no bracket.
func skipLiteral(text []byte, pos int) int {
	for pos++; pos < len(text); pos++ {
		switch text[pos] {
		case ',', ':', '}', ']', ' ', '\n', '\t', '\r':
			return pos
		}
	}
	return pos
}
