package jsonscan

import "unicode/utf8"

const hexDigits = "0123456789abcdef"

// AppendQuote appends s as a JSON string. Each byte of invalid UTF-8 becomes U+FFFD.
func AppendQuote(text []byte, s string) []byte {
	text = append(text, '"')
	for _, r := range s {
		switch {
		case r == '\n':
			text = append(text, '\\')
			r = 'n'
		case r < ' ' || r == 0x7f:
			text = append(text, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&0xf])
			continue
		case r == '"' || r == '\\':
			text = append(text, '\\')
		}
		text = utf8.AppendRune(text, r)
	}
	return append(text, '"')
}
