package main

import (
	"net/url"
	"strings"
)

// maxNames is how many names of a kind are told from each other. The rest are others.
const maxNames = 10_000

const (
	noName     = 0
	otherNames = 1
)

// names gives each name a number, so that a visit need not hold it. The zero value is ready.
type names struct {
	numbers map[string]uint32
	texts   []string // from number 2 on
}

func (n *names) of(name string) uint32 {
	if name == "" {
		return noName
	}
	number, ok := n.numbers[name]
	switch {
	case ok:
		return number
	case len(n.texts) == maxNames:
		return otherNames
	case n.numbers == nil:
		n.numbers = map[string]uint32{}
	}
	name = strings.Clone(name)
	n.texts = append(n.texts, name)
	number = uint32(len(n.texts) + otherNames)
	n.numbers[name] = number
	return number
}

func (n *names) text(number uint32) string {
	switch number {
	case noName:
		return ""
	case otherNames:
		return "others"
	}
	return n.texts[number-otherNames-1]
}

// pageOf returns the address of a page without query and fragment, which may hold what concerns nobody else.
func pageOf(source string) string {
	u, err := url.Parse(source)
	if err != nil {
		return source
	}
	return u.Scheme + "://" + u.Host + u.EscapedPath()
}
