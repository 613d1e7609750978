//go:build js && wasm

package beacon

import (
	"math/rand/v2"
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// A visit has a name and a next number. Both are kept in a record: in sessionStorage for a random visit, in
// localStorage for one that the program has given. So that two tabs never make the same ids, a page holds a Web Lock
// with the name of its visit: a browser copies sessionStorage when it duplicates a tab, or opens one from a page.
//
// So that no number is used again after a crash, the record has a number far ahead while the page is open. When the
// page goes, it gets the next one, and is marked as free: the next page may then have to wait for the lock, for a
// moment.
const (
	ahead             = 1_000_000_000
	lockPause  moment = 50
	lockTries         = 40
	scanPeriod        = 5 * second // how often this page looks for the events of tabs that are gone
)

const markFree, markOpen = "free", "open"

// visit is the visit of this page.
type visit struct {
	name    string
	next    uint64   // number
	known   bool     // the fields above hold, and the lock is held where there are locks
	release js.Value // gives the lock back
	noted   bool     // the record is this visit's

	asking    bool   // the answer about a lock is to come
	askAt     moment // when a lock is asked for next
	tries     int    // how often it was taken
	scanAt    moment // when to look for tabs that are gone
	fresh     bool   // not the visit of the record: another tab has it, or it can't be written
	older     string // a visit whose events this page takes over, though no lock tells that its page is gone
	suspended bool   // the page is gone, but for the back/forward cache
}

const visitsPrefix = "ctlive.beacon.visit "

// record is where the visit's numbers are kept.
type record struct {
	storage js.Value
	key     string
}

func (b *Beacon) newRecord() record {
	if b.options.Visit != "" {
		return record{b.local, visitsPrefix + b.url + " " + b.options.Visit}
	}
	return record{b.session, b.prefix}
}

// readRecord returns what an earlier page has kept, and else a visit that begins.
func (b *Beacon) readRecord() (name string, next uint64, free bool) {
	given := b.options.Visit
	if b.visit.fresh {
		return b.newName(), 1, false
	}
	number, rest := cut(read(b.record.storage, b.record.key), ' ')
	mark, name := cut(rest, ' ')
	if next = parse(number); next > 0 && (given == "" || name == given) {
		return name, next, mark == markFree
	}
	if given != "" {
		return given, 1, false
	}
	return b.newName(), 1, false
}

// newName returns the name of a visit that nobody has.
//
//go:noinline
func (b *Beacon) newName() string {
	name := decimal(rand.Uint64()) + decimal(rand.Uint64())
	if b.options.Visit != "" {
		return b.options.Visit + "." + name
	}
	return name
}

func (b *Beacon) writeRecord(next uint64, mark string) (ok bool) {
	return write(b.record.storage, b.record.key, decimal(next)+" "+mark+" "+b.visit.name)
}

// find goes on with the visit of the record, or begins one.
func (b *Beacon) find() {
	v := &b.visit
	v.asking = true
	name, next, free := b.readRecord()
	b.lock(b.prefix+name, func(answer lockAnswer, release js.Value) {
		v.asking = false
		switch {
		case v.suspended || b.stopped || v.known:
		case answer == lockTaken && free && v.tries < lockTries: // the page before may not be gone yet
			v.tries++
			v.askAt = b.clock.now + lockPause
		case answer == lockTaken:
			v.fresh = true
		case answer == lockMissing && next > 1 && !free: // a copy of a tab, or after a crash
			v.fresh, v.older = true, name
		default:
			if b.begin(name, next) {
				v.release = release
				return
			}
		}
		browser.Invoke(release)
	})
}

// begin begins a visit whose lock is held. It reports false if it can't be noted in the record that it has: the next
// page would use its numbers again.
func (b *Beacon) begin(name string, next uint64) (ok bool) {
	v := &b.visit
	v.name, v.next = name, next
	if v.noted = !(v.fresh && b.options.Visit != "") && b.writeRecord(next+ahead, markOpen); !v.noted && !v.fresh {
		remove(b.record.storage, b.record.key)
		v.fresh = true
		return false
	}
	v.fresh = v.fresh && b.options.Visit != ""
	v.known, v.tries, v.scanAt = true, 0, 0
	b.load(name)
	if v.older != "" {
		b.load(v.older)
		v.older = ""
	}
	return true
}

// leave gives the visit back: the next page of the tab may go on with it.
func (b *Beacon) leave() {
	v := &b.visit
	if v.noted {
		b.writeRecord(v.next, markFree)
	}
	v.known, v.noted = false, false
	browser.Invoke(v.release)
}

// beginLast begins a visit without a lock or a record, for what is held while the page goes before it has found its
// visit. Another page can send it from storage at once.
func (b *Beacon) beginLast() {
	if v := &b.visit; !v.known && len(b.queue.drafts) > 0 {
		v.name, v.next, v.known, v.noted = b.newName(), 1, true, false
	}
}

// adopt looks for events of tabs that are gone, whose locks are free, and takes them over.
func (b *Beacon) adopt() {
	b.visit.scanAt = b.clock.now + scanPeriod
	tried := b.visit.name
	for _, key := range b.stored(b.prefix) {
		visit := cutLast(key[len(b.prefix):], '/')
		if visit == tried || visit == b.visit.name {
			continue
		}
		tried = visit
		b.lock(b.prefix+visit, func(answer lockAnswer, release js.Value) {
			if b.visit.known && !b.stopped && answer == lockFree {
				b.load(visit)
			}
			browser.Invoke(release)
		})
	}
}
