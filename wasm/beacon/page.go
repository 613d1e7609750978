//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// listen listens to the events of the page.
func (b *Beacon) listen() {
	b.page.Add("pagehide", func(js.Value) {
		b.beginLast()
		b.hide()
		b.suspend()
	})
	b.page.Add("visibilitychange", func(js.Value) {
		if browser.IsHidden() {
			b.hide()
		}
	})
	b.page.Add("pageshow", func(js.Value) { b.resume() })
	b.page.Add("online", func(js.Value) {
		b.enter()
		b.sending.retryAt = 0
		b.exit()
		b.signal()
	})
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
