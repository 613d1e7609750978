//go:build js && wasm

package wasm

import (
	"sync"
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/filter"
)

// filterModule compiles the filter, once for all listeners. Undefined where the browser does not have what it needs.
var filterModule = sync.OnceValue(func() (module js.Value) {
	guard(func() {
		bytes := js.Global().Get("Uint8Array").New(len(filter.Module))
		js.CopyBytesToJS(bytes, filter.Module)
		module = js.Global().Get("WebAssembly").Get("Module").New(bytes)
	})
	return module
})

// attachFilter listens through the WebAssembly filter, which wakes Go only for messages that passed the first two checks
// and for refused origins that are news. It returns false where there is no such filter.
func (l *Listener) attachFilter(target js.Value) (detach func(), ok bool) {
	module := filterModule()
	if module.IsUndefined() {
		return nil, false
	}
	var exports js.Value
	accept, releaseAccept := newFunc(func(origin, timeStamp, json js.Value) {
		text, _ := l.origins.allow(origin)
		gotTooLong := json.IsNull() && exports.Get("left").Get("value").Float() < 0
		l.accept(arrival{origin: text, time: l.browser.clock(timeStamp)}, json, gotTooLong)
	})
	refuse, releaseRefuse := newFunc(func(origin, _, _ js.Value) { l.reportOrigin(origin) })
	release := func() {
		releaseAccept()
		releaseRefuse()
	}
	ok = guard(func() {
		instance := js.Global().Get("WebAssembly").Get("Instance").New(module, l.filterImports(accept, refuse))
		exports = instance.Get("exports")
	})
	if !ok {
		release()
		return nil, false
	}
	removeListener, ok := l.browser.addListener(target, exports.Get("receive"))
	if !ok {
		release()
		return nil, false
	}
	l.filterRejected = exports.Get("rejected")
	return func() {
		removeListener()
		release()
	}, true
}

func (l *Listener) filterImports(accept, refuse js.Func) map[string]any {
	b := l.browser
	allowed, reported := newSet(), newSet()
	for _, o := range l.origins.allowed {
		allowed.Call("add", o.value)
	}
	return map[string]any{"": map[string]any{
		"get":       b.reflectGet,
		"object":    b.object,
		"is":        js.Global().Get("Object").Get("is"),
		"stringify": b.stringify,
		"allowed":   bound(allowed, "has"),
		"reported":  bound(reported, "has"),
		"report":    bound(reported, "add"),
		"accept":    accept,
		"refuse":    refuse,
		"dataKey":   b.data,
		"nameKey":   b.name,
		"originKey": b.origin,
		"timeKey":   b.timeStamp,
		"lengthKey": b.length,
		"envelope":  b.envelopeName,
		"any":       boolToInt(l.origins.any),
		"reports":   maxReported,
		"length":    l.maxBytes,
		"depth":     maxDepth,
		"keys":      b.keys,
		"isArray":   b.isArray,
		"toString":  b.objectToString,
		"isView":    b.isView,
		"stringTag": b.stringTag,
	}}
}

func newSet() js.Value { return js.Global().Get("Set").New() }

func bound(object js.Value, method string) js.Value {
	return object.Get(method).Call("bind", object)
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
