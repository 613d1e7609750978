package visit

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Members reads the members of a JSON object one after the other, in their order and as they were
// written. An object may have very many, so they are read one at a time. A copy of a Members reads
// on independently.
type Members struct {
	text []byte // valid JSON; what is not ends the reading
	at   int    // where the next member begins
}

// MembersOf returns the members of what an envelope holds as its object, with those that this
// version does not know.
func MembersOf(envelope []byte) Members {
	var object []byte
	parts := Object(envelope)
	for {
		name, value, ok := parts.Next()
		if !ok {
			return Object(object)
		}
		if name == "object" { // of several the last counts, as for ctlive.Decode
			object = value
		}
	}
}

// Object returns the members of a JSON object; of another value none.
func Object(text []byte) Members {
	if at := skipSpace(text, 0); at < len(text) && text[at] == '{' {
		return Members{text, at + 1}
	}
	return Members{}
}

// Next returns the next member. Its value is JSON, and a part of the text that is read.
func (m *Members) Next() (name string, value []byte, ok bool) {
	quoted, value := m.next()
	name, ok = unquote(quoted)
	return name, value, ok
}

// Count is how many members follow.
func (m Members) Count() (count int) {
	for {
		if name, _ := m.next(); name == nil {
			return count
		}
		count++
	}
}

// next returns the next member as it is written, nil at the end.
func (m *Members) next() (name, value []byte) {
	from := skipSpace(m.text, m.at)
	if from < len(m.text) && m.text[from] == ',' {
		from = skipSpace(m.text, from+1)
	}
	to := endOfValue(m.text, from)
	colon := skipSpace(m.text, to)
	if colon >= len(m.text) || m.text[colon] != ':' {
		return nil, nil
	}
	begin := skipSpace(m.text, colon+1)
	m.at = endOfValue(m.text, begin)
	if m.text[from] != '"' || m.at == begin {
		return nil, nil
	}
	return m.text[from:to], m.text[begin:m.at]
}

// unquote returns the text of a JSON string, and false for another value.
func unquote(value []byte) (text string, ok bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return string(value[1 : len(value)-1]), true
	}
	return text, json.Unmarshal(value, &text) == nil
}

func skipSpace(text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t') {
		at++
	}
	return at
}

// endOfValue returns where the value ends that begins at a place.
func endOfValue(text []byte, at int) int {
	depth := 0
	for at < len(text) {
		switch text[at] {
		case '"':
			at = endOfString(text, at)
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
			if depth < 0 { // the end of what the value stands in
				return at
			}
		case ',', ':', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return at
}

// endOfString returns where the string ends whose opening quote is at a place.
func endOfString(text []byte, at int) int {
	for at++; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(text)
}

// maxIndented is the length of the longest envelope that Indent writes on lines of its own, in bytes.
const maxIndented = 64 << 10

// Indent writes an envelope on lines of its own, and changes nothing else in it. A very long one it
// leaves as it is.
func Indent(envelope []byte) []byte {
	var text bytes.Buffer
	if len(envelope) > maxIndented || json.Indent(&text, envelope, "", "  ") != nil {
		return envelope
	}
	return text.Bytes()
}

// Cut returns no more than so many bytes of a text, and no half of a character. It shares no memory
// with the text.
func Cut[T string | []byte](text T, length int) string {
	if len(text) <= length {
		return strings.Clone(string(text))
	}
	return strings.ToValidUTF8(string(text[:length]), "")
}
