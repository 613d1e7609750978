//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// pageListener is an event of the page that a beacon listens to.
type pageListener struct {
	target js.Value
	name   string
	listen js.Value
}

// listen begins to listen to the events of the page; unlisten ends that.
func (b *Beacon) listen() {
	window := js.Global()
	document := browser.Read(window, "document")
	add := func(target js.Value, name string, f func(event js.Value)) {
		l := pageListener{target, name, b.funcs.Add(func(args []js.Value) { f(args[0]) })}
		b.listeners = append(b.listeners, l)
		browser.Call(target, "addEventListener", name, l.listen)
	}
	add(window, "pagehide", func(js.Value) {
		b.beginLast()
		b.hide()
		b.suspend()
	})
	add(document, "visibilitychange", func(js.Value) {
		if browser.Text(browser.Read(document, "visibilityState")) == "hidden" {
			b.hide()
		}
	})
	add(window, "pageshow", func(js.Value) { b.resume() })
	add(window, "online", func(js.Value) {
		b.enter()
		b.sending.retryAt = 0
		b.exit()
		b.signal()
	})
}

func (b *Beacon) unlisten() {
	for _, l := range b.listeners {
		browser.Call(l.target, "removeEventListener", l.name, l.listen)
	}
	b.funcs.Release()
}

// hide stores and sends what is held, from within the event that hides the page: there may be no later moment.
func (b *Beacon) hide() {
	if b.agreed() {
		b.number()
		b.save()
		b.sendLast()
	}
}

// suspend gives the visit back when the page goes: it may come back from the back/forward cache, but meanwhile the next
// page of the tab goes on with the visit and sends what is stored.
func (b *Beacon) suspend() {
	b.enter()
	b.visit.suspended = true
	b.exit()
	b.leave()
}

// resume goes on when the page comes back.
func (b *Beacon) resume() {
	b.enter()
	wasSuspended := b.visit.suspended
	b.visit.suspended = false
	b.exit()
	if wasSuspended {
		b.reconcile()
		b.signal()
	}
}
