package jsonscan

const hexDigits = "0123456789abcdef"

// AppendQuote appends s as a JSON string. Each byte of invalid UTF-8 becomes U+FFFD.
func AppendQuote(text []byte, s string) []byte {
	plain := 0 // how many bytes can be copied as they are: in most strings all of them
	for plain < len(s) && ' ' <= s[plain] && s[plain] < 0x7f && s[plain] != '"' && s[plain] != '\\' {
		plain++
	}
	text = append(append(text, '"'), s[:plain]...)
	for _, r := range s[plain:] {
		quoted := string(r)
		switch {
		case r == '"' || r == '\\':
			quoted = `\` + quoted
		case r == '\n':
			quoted = `\n`
		case r < ' ' || r == 0x7f:
			quoted = `\u00` + hexDigits[r>>4:r>>4+1] + hexDigits[r&15:r&15+1]
		}
		text = append(text, quoted...)
	}
	return append(text, '"')
}

// AppendName appends a member's name and the colon behind it.
func AppendName(text []byte, name string) []byte {
	return append(AppendQuote(text, name), ':')
}
