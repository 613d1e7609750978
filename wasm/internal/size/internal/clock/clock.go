//go:build js && wasm

// Package clock is an application as many pages have one: it uses fmt, time and strings.
package clock

import (
	"fmt"
	"strings"
	"syscall/js"
	"time"
)

// Start shows the time, and returns the function that shows a text beside it.
func Start() (say func(text string)) {
	body := js.Global().Get("document").Get("body")
	text := ""
	show := func() {
		body.Set("textContent", fmt.Sprintf("%s %v", time.Now().Format(time.Kitchen), strings.ToUpper(text)))
	}
	go func() {
		for range time.Tick(time.Second) {
			show()
		}
	}()
	return func(said string) {
		text = said
		show()
	}
}
