package jsonscan

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// Text returns the content of a string value. Lone surrogates, and each byte of invalid UTF-8, become U+FFFD.
func (v Value) Text() string {
	content := v[1 : len(v)-1]
	if bytes.IndexByte(content, '\\') < 0 && utf8.Valid(content) {
		return string(content)
	}
	return string(appendUnescaped(make([]byte, 0, len(content)), content))
}

// Is reports whether v is a string value with the content s.
func (v Value) Is(s string) bool {
	if v.Kind() != String {
		return false
	}
	content := v[1 : len(v)-1]
	if bytes.IndexByte(content, '\\') < 0 {
		return string(content) == s // the compiler makes no copy for a comparison
	}
	return v.Text() == s
}

func appendUnescaped(dst, content []byte) []byte {
	for pos := 0; pos < len(content); {
		if content[pos] != '\\' {
			r, size := utf8.DecodeRune(content[pos:])
			dst = utf8.AppendRune(dst, r)
			pos += size
			continue
		}
		pos += 2
		switch b := content[pos-1]; b {
		case 'u':
			r := hex4(content[pos:])
			pos += 4
			if utf16.IsSurrogate(r) && pos+6 <= len(content) && content[pos] == '\\' && content[pos+1] == 'u' {
				if pair := utf16.DecodeRune(r, hex4(content[pos+2:])); pair != utf8.RuneError {
					r = pair
					pos += 6
				}
			}
			dst = utf8.AppendRune(dst, r)
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		default: // the quote, the slash or the backslash itself
			dst = append(dst, b)
		}
	}
	return dst
}

func hex4(digits []byte) rune {
	var r rune
	for _, b := range digits[:4] {
		r <<= 4
		if isDigit(b) {
			r |= rune(b - '0')
		} else {
			r |= rune(b|0x20-'a') + 10
		}
	}
	return r
}

const hexDigits = "0123456789abcdef"

// AppendQuote appends s as a JSON string. Each byte of invalid UTF-8 becomes U+FFFD.
func AppendQuote(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r < ' ' || r == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&0xf])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
