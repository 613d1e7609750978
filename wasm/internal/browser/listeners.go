//go:build js && wasm

package browser

import "syscall/js"

// Listeners are what listens to events of the window and of its document. An event is heard on its way down: no
// listener of the document can stop it, and one that does not come up again passes the window too.
type Listeners struct {
	funcs Funcs
	all   []listener
}

type listener struct {
	name   string
	handle js.Value
}

// Add calls handle for each event of a name.
func (l *Listeners) Add(name string, handle func(event js.Value)) {
	added := listener{name, l.funcs.Add(func(args []js.Value) { handle(args[0]) })}
	l.all = append(l.all, added)
	Call(js.Global(), "addEventListener", name, added.handle, true)
}

// Remove ends the calls, and releases the functions. One of the listeners may call it.
func (l *Listeners) Remove() {
	for _, old := range l.all {
		Call(js.Global(), "removeEventListener", old.name, old.handle, true)
	}
	l.all = nil
	l.funcs.Release()
}

// IsHidden reports whether the page can't be seen: the visitor looks at another tab, or leaves.
func IsHidden() bool {
	return Text(Read(Read(js.Global(), "document"), "visibilityState")) == "hidden"
}
