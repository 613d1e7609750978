//go:build js && wasm

package wasm

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/filter"
)

// attachFilter listens through the WebAssembly filter, which wakes Go only for messages that passed the first two checks
// and for refused origins that are news. It returns false where there is no such filter.
func (l *Listener) attachFilter(target js.Value) (detach func(), ok bool) {
	compile := js.Global().Get("WebAssembly").Get("Module")
	if compile.IsUndefined() {
		return nil, false
	}
	buffer := newBytes(l.maxBytes + 4)
	accept, releaseAccept := newFunc(func(origin, timeStamp, length js.Value) {
		l.acceptFiltered(origin, timeStamp, length.Int(), buffer)
	})
	refuse, releaseRefuse := newFunc(func(origin, _, _ js.Value) { l.reportOrigin(origin) })
	release := func() {
		releaseAccept()
		releaseRefuse()
	}
	var exports js.Value
	if !guard(func() {
		module := newBytes(len(filter.Module))
		js.CopyBytesToJS(module, filter.Module)
		imports := l.filterImports(buffer, accept.Value, refuse.Value)
		exports = js.Global().Get("WebAssembly").Get("Instance").New(compile.New(module), imports).Get("exports")
	}) {
		release()
		return nil, false
	}
	l.filterRejected = exports.Get("rejected")
	return l.browser.addListener(target, exports.Get("receive"), release)
}

// acceptFiltered is called by the filter, with the text in the buffer.
func (l *Listener) acceptFiltered(origin, timeStamp js.Value, length int, buffer js.Value) {
	a := new(arrival)
	a.Time = l.browser.clock(timeStamp)
	if n, ok := number(origin); ok {
		a.Origin = l.origins.allowed[int(n)-1].text
	} else {
		a.Origin, _ = text(origin)
	}
	switch {
	case length >= 0 && length <= l.maxBytes:
		a.Raw = make([]byte, length)
		js.CopyBytesToGo(a.Raw, buffer)
	default:
		a.err = l.contentError(length != -2)
	}
	l.enqueue(a)
}

// filterImports is what the filter's imports name.
func (l *Listener) filterImports(buffer, accept, refuse js.Value) js.Value {
	imports, own := newObject("Object"), newObject("Object")
	imports.Set("", own)
	for _, name := range [...]string{"Reflect", "Object", "Array", "ArrayBuffer", "JSON"} {
		imports.Set(name, js.Global().Get(name))
	}
	for _, text := range [...]string{"data", "name", "origin", "timeStamp", "length", "written", "[object String]", "CTLiveEvent"} {
		own.Set(text, text)
	}
	allowed, reported := newObject("Map"), newObject("Set")
	for i, o := range l.origins.allowed {
		allowed.Call("set", o.value, i+1)
	}
	anyOrigin := 0
	if l.origins.any {
		anyOrigin = 1
	}
	values := [...]js.Value{
		l.browser.functions[toObject], l.browser.functions[toString], bound(newObject("TextEncoder"), "encodeInto"), buffer,
		bound(allowed, "get"), bound(reported, "has"), bound(reported, "add"), accept, refuse,
		js.ValueOf(anyOrigin), js.ValueOf(maxReported), js.ValueOf(l.maxBytes), js.ValueOf(maxDepth),
	}
	for i, name := range [len(values)]string{
		"object", "toString", "encodeInto", "buffer",
		"allowed", "reported", "report", "accept", "refuse",
		"any", "reports", "maxLength", "maxDepth",
	} {
		own.Set(name, values[i])
	}
	return imports
}

func newObject(class string) js.Value { return js.Global().Get(class).New() }

func newBytes(n int) js.Value { return js.Global().Get("Uint8Array").New(n) }

func bound(object js.Value, method string) js.Value {
	return object.Get(method).Call("bind", object)
}
