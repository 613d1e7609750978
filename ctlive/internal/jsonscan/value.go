package jsonscan

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Value is one JSON value of a text that has been checked, without the white space around it. "" is no value.
type Value string

// Kind is what a Value is.
type Kind byte

// The kinds of JSON values, and None for no Value.
const (
	None Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

var kindNames = [...]string{"absent", "null", "a boolean", "a number", "a string", "an array", "an object"}

// String returns the kind as it stands in a sentence: "a number".
func (k Kind) String() string { return kindNames[k] }

// Kind tells what v is.
//
//go:noinline
func (v Value) Kind() Kind {
	if v == "" {
		return None
	}
	return kindOf(v[0])
}

// kindOf tells what a value is that begins with b.
func kindOf(b byte) Kind {
	switch b {
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

// Text returns the content of a string value, "" of any other. Lone surrogates, and each byte of invalid UTF-8, become
// U+FFFD.
func (v Value) Text() string {
	if v == "" || v[0] != '"' {
		return ""
	}
	content := string(v[1 : len(v)-1])
	for i := range len(content) {
		if b := content[i]; b == '\\' || b >= utf8.RuneSelf {
			return unescape(content)
		}
	}
	return content
}

func unescape(content string) string {
	text := make([]byte, 0, len(content))
	next := 0 // behind the last escape
	for pos, r := range content {
		if pos < next {
			continue
		}
		if r == '\\' {
			var size int
			r, size = escaped(content[pos:])
			next = pos + size
		}
		text = append(text, string(r)...)
	}
	return string(text)
}

// escaped reads the escape that text begins with; a surrogate pair is two escapes, and one rune.
func escaped(text string) (r rune, size int) {
	if text[1] != 'u' {
		return rune(unescaped(text[1])), 2
	}
	r = hex4(text[2:])
	if utf16.IsSurrogate(r) && len(text) >= 12 && text[6:8] == `\u` {
		if pair := utf16.DecodeRune(r, hex4(text[8:])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return r, 6 // a lone surrogate becomes U+FFFD
}

// unescaped returns what the letter behind a backslash stands for, 0 if there is no such escape.
//
//go:noinline
func unescaped(letter byte) byte {
	switch letter {
	case '"', '\\', '/':
		return letter
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return 0
}

func hex4(digits string) (r rune) {
	for i := range 4 {
		r = r<<4 | rune(hexDigit(digits[i]))
	}
	return r
}

// hexDigit returns the value of a hexadecimal digit, -1 if it is none.
func hexDigit(b byte) int {
	switch letter := b | 0x20; {
	case isDigit(b):
		return int(b - '0')
	case 'a' <= letter && letter <= 'f':
		return int(letter-'a') + 10
	}
	return -1
}
