//go:build js && wasm

package wasm

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/filter"
)

// attachFilter listens through the WebAssembly filter, which wakes Go only for messages that passed the first two checks
// and for refused origins that are news. It returns false where there is no such filter.
func (l *Listener) attachFilter(target js.Value) (detach func(), ok bool) {
	var buffer js.Value
	accept, releaseAccept := newFunc(func(origin, timeStamp, length js.Value) {
		l.acceptFiltered(origin, timeStamp, length.Int(), buffer)
	})
	refuse, releaseRefuse := newFunc(func(origin, _, _ js.Value) { l.reportOrigin(origin) })
	release := func() {
		releaseAccept()
		releaseRefuse()
	}
	var exports js.Value
	ok = guard(func() {
		buffer = newBytes(l.maxBytes + 4)
		module := newBytes(len(filter.Module))
		js.CopyBytesToJS(module, filter.Module)
		webAssembly := js.Global().Get("WebAssembly")
		imports := l.filterImports(buffer, accept, refuse)
		exports = webAssembly.Get("Instance").New(webAssembly.Get("Module").New(module), imports).Get("exports")
	})
	if ok {
		var removeListener func()
		if removeListener, ok = l.browser.addListener(target, exports.Get("receive")); ok {
			l.filterRejected = exports.Get("rejected")
			return func() {
				removeListener()
				release()
			}, true
		}
	}
	release()
	return nil, false
}

// acceptFiltered is called by the filter, with the text in the buffer.
func (l *Listener) acceptFiltered(origin, timeStamp js.Value, length int, buffer js.Value) {
	a := arrival{time: l.browser.clock(timeStamp)}
	if n, ok := number(origin); ok {
		a.origin = l.origins.allowed[int(n)-1].text
	} else {
		a.origin, _ = text(origin)
	}
	switch {
	case length == -2:
		a.err = errNoJSON()
	case length < 0 || length > l.maxBytes:
		a.err = errTooLong(l.maxBytes)
	default:
		a.json = make([]byte, length)
		js.CopyBytesToGo(a.json, buffer)
	}
	l.enqueue(a)
}

// filterImports is what the filter's imports name.
func (l *Listener) filterImports(buffer js.Value, accept, refuse js.Func) js.Value {
	global := js.Global()
	imports, own := newObject("Object"), newObject("Object")
	imports.Set("", own)
	for _, name := range []string{"Reflect", "Object", "Array", "ArrayBuffer", "JSON"} {
		imports.Set(name, global.Get(name))
	}
	for _, text := range []string{"data", "name", "origin", "timeStamp", "length", "written", "[object String]", "CTLiveEvent"} {
		own.Set(text, text)
	}
	allowed, reported := newObject("Map"), newObject("Set")
	for i, o := range l.origins.allowed {
		allowed.Call("set", o.value, i+1)
	}
	own.Set("object", l.browser.functions[toObject])
	own.Set("toString", l.browser.functions[toString])
	own.Set("encodeInto", bound(newObject("TextEncoder"), "encodeInto"))
	own.Set("buffer", buffer)
	own.Set("allowed", bound(allowed, "get"))
	own.Set("reported", bound(reported, "has"))
	own.Set("report", bound(reported, "add"))
	own.Set("accept", accept)
	own.Set("refuse", refuse)
	own.Set("any", 0)
	if l.origins.any {
		own.Set("any", 1)
	}
	own.Set("reports", maxReported)
	own.Set("maxLength", l.maxBytes)
	own.Set("maxDepth", maxDepth)
	return imports
}

func newObject(class string) js.Value { return js.Global().Get(class).New() }

func newBytes(n int) js.Value { return js.Global().Get("Uint8Array").New(n) }

func bound(object js.Value, method string) js.Value {
	return object.Get(method).Call("bind", object)
}
