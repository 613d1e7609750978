//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// observePage is called for the events of the page. What they ask for is done before they end: there may be no later
// moment.
func (b *Beacon) observePage(event js.Value) {
	name := browser.Text(browser.Read(event, "type"))
	b.do(func() {
		switch name {
		case "pagehide":
			b.putAway(true)
			b.suspend()
		case "visibilitychange":
			if browser.IsHidden() && b.visit.known && b.agreed() {
				b.save()
				b.sendLast()
			}
		case "pageshow":
			b.visit.suspended = false
		case "online":
			b.sending.retryAt = 0
		}
	})
}

// putAway stores what is held, and gives the visit back.
func (b *Beacon) putAway(send bool) {
	if b.agreed() {
		b.beginLast()
		b.number()
		b.save()
		if send {
			b.sendLast()
		}
	}
	b.leave()
}

// suspend leaves what is stored to the next page of the tab. If this one comes back from the back/forward cache, it
// takes up what is there then.
func (b *Beacon) suspend() {
	b.visit.suspended = true
	var kept []*batch
	for _, c := range b.queue.batches {
		if c.dirty {
			c.key = ""
			kept = append(kept, c)
		} else {
			b.stats.Held -= uint64(c.count)
		}
	}
	b.queue.batches = kept
}
