//go:build js && wasm

package sessionstore

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// pageEvents are called when the page comes and goes.
type pageEvents struct {
	left   func()           // for another page, or for good
	hidden func()           // the visitor looks at another tab or program, or leaves
	shown  func()           // again, from the back/forward cache, or first, after prerendering
	stored func(key string) // another page or frame has written under a key, "" for all of a storage
}

// page listens on the window. It listens while an event is on its way down: events of the document that do not come up
// again pass there too, and no listener of the document can stop them.
type page struct {
	names []string
	funcs []js.Func
}

func listen(events pageEvents) *page {
	p := new(page)
	p.on("pagehide", func(js.Value) { events.left() })
	p.on("visibilitychange", func(js.Value) {
		if isHidden() {
			events.hidden()
		}
	})
	p.on("pageshow", func(event js.Value) {
		if browser.Read(event, "persisted").Equal(js.ValueOf(true)) {
			events.shown()
		}
	})
	p.on("prerenderingchange", func(js.Value) { events.shown() })
	p.on("storage", func(event js.Value) { events.stored(browser.Text(browser.Read(event, "key"))) })
	return p
}

func (p *page) on(name string, handle func(event js.Value)) {
	f := js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() { _ = recover() }() // a panic here would end the program
		handle(args[0])
		return nil
	})
	p.names, p.funcs = append(p.names, name), append(p.funcs, f)
	browser.Call(js.Global(), "addEventListener", name, f, true)
}

func (p *page) release() {
	for i, f := range p.funcs {
		browser.Call(js.Global(), "removeEventListener", p.names[i], f, true)
		f.Release()
	}
}

func isHidden() bool {
	document := browser.Read(js.Global(), "document")
	return browser.Text(browser.Read(document, "visibilityState")) == "hidden"
}
