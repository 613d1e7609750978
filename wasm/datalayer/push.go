//go:build js && wasm

package datalayer

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// page is what a layer needs of the page: functions of the browser's, taken at Attach, since any script can
// replace them or hang a setter on Object.prototype later. None of them runs such a setter.
type page struct {
	parse, stringify, get, set, ownProperty, isArray js.Value

	call js.Value // call(f, this, …) calls f as a method of this
}

func newPage() page {
	json, reflect := js.Global().Get("JSON"), js.Global().Get("Reflect")
	call := js.Global().Get("Function").Get("prototype").Get("call")
	return page{
		parse:       json.Get("parse"),
		stringify:   json.Get("stringify"),
		get:         reflect.Get("get"),
		set:         reflect.Get("set"),
		ownProperty: reflect.Get("getOwnPropertyDescriptor"),
		isArray:     js.Global().Get("Array").Get("isArray"),
		call:        call.Call("bind", call),
	}
}

// template is a push as JSON, in which all members have a place.
func (p page) template(members []string) string {
	text := `{"event":"","ctlive":{`
	for i, name := range members {
		if i > 0 {
			text += ","
		}
		text += browser.Text(browser.Invoke(p.stringify, name)) + ":0"
	}
	return text + "}}"
}

// value makes what is pushed for an event. Members that it does not have are undefined: Tag Manager would
// otherwise go on with the value of an earlier event.
func (p page) value(name, template string, members []string, m ctlive.Message) js.Value {
	value := browser.Invoke(p.parse, template)
	parameters := browser.Invoke(p.get, value, "ctlive")
	selected := browser.Invoke(p.get, browser.Invoke(p.parse, string(ctlive.Select(m, members))), "object")
	for _, member := range members {
		property := browser.Invoke(p.ownProperty, selected, member) // undefined if there is none: so is its value then
		browser.Invoke(p.set, parameters, member, browser.Invoke(p.get, property, "value"))
	}
	browser.Invoke(p.set, value, "event", name)
	return value
}

// queue returns window.dataLayer, and makes it if it is missing. Scripts of the page have their hands on it.
func (p page) queue() (queue js.Value, problem string) {
	const name = "dataLayer"
	queue, readable := p.read(name)
	if readable && (queue.IsUndefined() || queue.IsNull()) {
		browser.Invoke(p.set, js.Global(), name, browser.Invoke(p.parse, "[]"))
		if queue, readable = p.read(name); readable && (queue.IsUndefined() || queue.IsNull()) {
			return queue, "window.dataLayer is missing and can't be set, want an array"
		}
	}
	switch {
	case !readable:
		return queue, "reading window.dataLayer throws, want an array"
	case !p.isList(queue):
		return queue, "window.dataLayer is no array"
	}
	return queue, ""
}

// read reads a member of the window. It reports false if that throws.
func (p page) read(name string) (value js.Value, ok bool) {
	defer browser.IgnorePanic()
	return p.get.Invoke(js.Global(), name), true
}

// push calls the push of a queue, and says what it throws.
func (p page) push(queue, value js.Value) (problem string) {
	defer func() {
		if thrown := recover(); thrown != nil {
			problem = "window.dataLayer.push throws " + p.thrownText(thrown)
		}
	}()
	push := p.get.Invoke(queue, "push")
	if push.Type() != js.TypeFunction {
		return "window.dataLayer.push is no function"
	}
	p.call.Invoke(push, queue, value)
	return ""
}

func (p page) thrownText(thrown any) string {
	err, _ := thrown.(js.Error)
	for _, text := range []string{browser.Text(browser.Invoke(p.get, err.Value, "message")), browser.Text(err.Value)} {
		if text != "" {
			return `"` + text + `"`
		}
	}
	return "something without text"
}

func (p page) isList(value js.Value) bool {
	return browser.Invoke(p.isArray, value).Equal(js.ValueOf(true))
}
