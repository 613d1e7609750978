//go:build js && wasm

package beacon

import "strconv"

// Package strings would add 3 KB to the download for the same.

// cut returns what stands before and behind the first separator. Without one, all of the text is before it.
//
//go:noinline
func cut(text string, separator byte) (before, behind string) {
	for i := range len(text) {
		if text[i] == separator {
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}

// cutLast returns what stands before the last separator.
func cutLast(text string, separator byte) (before string) {
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == separator {
			return text[:i]
		}
	}
	return text
}

func hasPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && text[:len(prefix)] == prefix
}

//go:noinline
func decimal(n uint64) string { return strconv.FormatUint(n, 10) }

// parse reads decimal digits, as decimal writes them. It returns 0 for any other text.
func parse(digits string) (n uint64) {
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' || n > 1<<50 {
			return 0
		}
		n = 10*n + uint64(digits[i]-'0')
	}
	return n
}

// escapePercent writes a % that no two hexadecimal digits follow as %25: browsers leave it as it is in an address, and
// readers of CloudEvents refuse it.
func escapePercent(address string) string {
	for i := 0; i < len(address); i++ {
		if address[i] == '%' && !(i+2 < len(address) && isHex(address[i+1]) && isHex(address[i+2])) {
			address = address[:i+1] + "25" + address[i+1:]
		}
	}
	return address
}

func isHex(b byte) bool { return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'f' }
