package session

import (
	"strings"
	"unicode/utf8"
)

// What is kept is cloned: the strings of an event share one copy of its whole envelope, of up to 64
// KB and more.
const (
	maxText      = 256     // bytes of a string
	maxUserBytes = 1 << 10 // of the users of a chat together; the first that fit are kept
)

// keep returns a copy of what is kept of a string.
func keep(text string) string { return strings.Clone(cut(text)) }

// cut returns what is kept of a string: at most maxText bytes of valid UTF-8, no part of a
// character at the end. It shares the string if that is valid, as what Decode returns always is.
func cut(text string) string {
	if len(text) > maxText {
		end := maxText
		for end > maxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	if !utf8.ValidString(text) {
		return cut(string([]rune(text))) // with U+FFFD for each byte at fault, as in the JSON
	}
	return text
}

// keepUsers returns a copy of what is kept of users, nil for nil.
func keepUsers(users []string) []string {
	if users == nil {
		return nil
	}
	kept := make([]string, fitting(users))
	for i := range kept {
		kept[i] = keep(users[i])
	}
	return kept
}

// fitting tells how many users are kept.
func fitting(users []string) (count int) {
	size := 0
	for i, user := range users {
		if size += len(cut(user)) + 16; size > maxUserBytes { // 16 is the string's header
			return i
		}
	}
	return len(users)
}
