//go:build js && wasm

// Package clock is an application as many pages have one: it uses fmt, time and strings, and listens to clicks.
package clock

import (
	"fmt"
	"strings"
	"sync"
	"syscall/js"
	"time"
)

type clock struct {
	mu      sync.Mutex
	element js.Value
	words   []string
}

// Start shows the time, with a text beside it. The text is what say was called with last; a click clears it.
func Start() (say func(text string)) {
	c := &clock{element: js.Global().Get("document").Get("body")}
	c.element.Call("addEventListener", "click", js.FuncOf(func(js.Value, []js.Value) any {
		c.say("")
		return nil
	}))
	go func() {
		for range time.Tick(time.Second) {
			c.show()
		}
	}()
	return c.say
}

func (c *clock) say(text string) {
	c.mu.Lock()
	c.words = strings.Fields(text)
	c.mu.Unlock()
	c.show()
}

func (c *clock) show() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.element.Set("textContent", fmt.Sprintf("%s %v", time.Now().Format(time.Kitchen), strings.Join(c.words, " ")))
}
