package datalayer

import "example.com/ctlive-go/ctlive"

// maxName is the length of the longest event name that GA4 takes. Source: Google's "[GA4] Event naming rules".
const maxName = 40

// EventName is the name of an event by GA4's rules, which Options.Name has by default: "ctlive_" and the type
// in lower case with underscores, at most 40 characters. What is no ASCII letter or digit separates words. A
// type without any is "ctlive_unknown".
func EventName(t ctlive.EventType) string {
	name := []byte("ctlive")
	separated := true
	for i := range len(t) {
		if !isLower(t[i]) && !isUpper(t[i]) && !isDigit(t[i]) {
			separated = true
			continue
		}
		if separated || startsWord(t, i) {
			name = append(name, '_')
			separated = false
		}
		name = append(name, lower(t[i]))
	}
	if separated && len(name) == len("ctlive") {
		return "ctlive_unknown"
	}
	name = name[:min(len(name), maxName)]
	if name[len(name)-1] == '_' {
		name = name[:len(name)-1]
	}
	return string(name)
}

// startsWord reports whether an upper-case letter begins a word: after a lower-case one or a digit, or before a
// lower-case one, as the E in "HTTPError".
func startsWord(t ctlive.EventType, i int) bool {
	if i == 0 || !isUpper(t[i]) {
		return false
	}
	return isLower(t[i-1]) || isDigit(t[i-1]) || isUpper(t[i-1]) && i+1 < len(t) && isLower(t[i+1])
}

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }
func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }
func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func lower(b byte) byte {
	if isUpper(b) {
		b += 'a' - 'A'
	}
	return b
}
