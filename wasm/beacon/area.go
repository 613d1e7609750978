//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// area is one of the two storages of the window: its methods, bound to it. Reading the storage and the method anew for
// each call would take five times as long. Where a page may store nothing, they are undefined, and every call fails.
type area struct{ set, get, delete, list js.Value }

func newArea(name string) (a area) {
	storage := browser.Read(js.Global(), name)
	bind := func(object js.Value, method string, args ...any) js.Value {
		bound, _ := browser.Call(browser.Read(object, method), "bind", args...)
		return bound
	}
	object := browser.Read(js.Global(), "Object")
	return area{
		set: bind(storage, "setItem", storage), get: bind(storage, "getItem", storage),
		delete: bind(storage, "removeItem", storage), list: bind(object, "keys", object, storage),
	}
}

func (a area) write(key, text string) (ok bool) {
	defer func() { ok = recover() == nil }()
	a.set.Invoke(key, text)
	return true
}

// read returns "" if there is nothing.
func (a area) read(key string) string { return browser.Text(browser.Invoke(a.get, key)) }

func (a area) remove(key string) { browser.Invoke(a.delete, key) }

// keys lists the keys, in one text: one call for each would take longer. Keys with a line break are others', and fall
// apart.
func (a area) keys() []string {
	text, _ := browser.Call(browser.Invoke(a.list), "join", "\n")
	return split(browser.Text(text))
}
