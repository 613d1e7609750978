//go:build js && wasm

package datalayer

import (
	"errors"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// pushed makes what is pushed for an event.
func pushed(name string, parameters js.Value) js.Value {
	value := newObject()
	value.Set("event", name)
	value.Set("ctlive", parameters)
	return value
}

// parameters makes an object of those members of a message's envelope that have these names. Those that it does not have
// are undefined: Tag Manager would otherwise go on with the value of an earlier event.
func parameters(m ctlive.Message, members []string) js.Value {
	object := browser.Read(envelope(m), "object")
	parameters := newObject()
	for _, name := range members {
		value := browser.Read(object, name)
		if !isParameter(value) {
			value = js.Undefined()
		}
		parameters.Set(name, value)
	}
	return parameters
}

// envelope parses the envelope of a message, undefined if it has none: the program itself can dispatch what no SDK posts.
func envelope(m ctlive.Message) js.Value {
	text := m.Raw
	if len(text) == 0 {
		text, _ = ctlive.Encode(m.Event)
	}
	value, _ := browser.Call(js.Global().Get("JSON"), "parse", string(text))
	return value
}

// isParameter reports whether a value is a text, a number, a boolean or a list of these. Objects are none: GA4 takes none,
// and nobody knows what is in them.
func isParameter(value js.Value) bool {
	switch value.Type() {
	case js.TypeString, js.TypeNumber, js.TypeBoolean:
		return true
	case js.TypeObject:
		if !isArray(value) {
			return false
		}
		for i := range value.Length() {
			if element := value.Index(i); element.Type() == js.TypeObject || !isParameter(element) {
				return false
			}
		}
		return true
	}
	return false
}

// push adds an entry to window.dataLayer, or reports why that can't be done. Scripts of the page have their hands on it.
func (l *Layer) push(e entry) {
	queue, problem := queue()
	if problem == "" {
		problem = call(queue, "push", e.value)
	}
	if problem != "" {
		l.dispatcher.Report(errors.New("datalayer: " + e.name + " is lost: " + problem))
	}
}

// queue returns window.dataLayer, and makes it if it is missing.
func queue() (queue js.Value, problem string) {
	const name = "dataLayer"
	reflect, window := js.Global().Get("Reflect"), js.Global()
	queue, ok := browser.Call(reflect, "get", window, name)
	switch {
	case !ok:
		return queue, "reading window.dataLayer throws, want an array"
	case queue.IsUndefined() || queue.IsNull():
		queue = js.Global().Get("Array").New()
		if set, _ := browser.Call(reflect, "set", window, name, queue); !set.Equal(js.ValueOf(true)) {
			return queue, "window.dataLayer is missing and can't be set, want an array"
		}
	case !isArray(queue):
		return queue, "window.dataLayer is no array"
	}
	return queue, ""
}

// call calls a method of window.dataLayer, and says what it throws.
func call(queue js.Value, method string, argument js.Value) (problem string) {
	defer func() {
		if thrown, ok := recover().(js.Error); ok {
			problem = "window.dataLayer." + method + " throws: " + browser.Text(browser.Read(thrown.Value, "message"))
		}
	}()
	js.Global().Get("Reflect").Call("apply", browser.Read(queue, method), queue, []any{argument})
	return ""
}

func isArray(value js.Value) bool {
	is, _ := browser.Call(js.Global().Get("Array"), "isArray", value)
	return is.Equal(js.ValueOf(true))
}

func newObject() js.Value { return js.Global().Get("Object").New() }
