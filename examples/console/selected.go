//go:build js && wasm

package main

import (
	"syscall/js"

	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
)

// none stands in place of a number where there is no message.
const none = -1

// selected is the message that is selected, in the list and on the timeline alike.
type selected struct {
	number int
	show   bool // the list is to bring it into sight
}

// choose selects a message by its number. The filters may hide it from the list.
func (s *selected) choose(number int) { s.number, s.show = number, true }

// in returns the number of the selected message, or none if the visit does not keep it.
func (s *selected) in(v *visit.Visit) int {
	if !v.Has(s.number) {
		return none
	}
	return s.number
}

// onKey calls handle for each key that is pressed in an element, without another key that makes it
// one of the browser's. handle reports whether it makes use of the key.
func onKey(element js.Value, handle func(key string) bool) {
	dom.On(element, "keydown", func(event js.Value) {
		for _, modifier := range []string{"ctrlKey", "metaKey", "altKey"} {
			if event.Get(modifier).Bool() {
				return
			}
		}
		if handle(event.Get("key").String()) {
			event.Call("preventDefault")
		}
	})
}
