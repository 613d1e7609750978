//go:build js && wasm

package beacon

import (
	"math/rand/v2"
	"time"
)

// A visit has a name and a next number. Both are kept in a record: in sessionStorage for a random visit, in
// localStorage for one that the program has given. So that two tabs never make the same ids, a page holds a Web Lock
// with the name of its visit: a browser copies sessionStorage when it duplicates a tab, or opens one from a page.
//
// Numbers are reserved in blocks, so that none is used again after a crash. When the page goes, the rest of the block
// is given back, and the record is marked as free: the next page may then have to wait for the lock, for a moment.
const (
	block      = 100
	lockWait   = 2 * time.Second
	lockPause  = 50 * time.Millisecond
	scanPeriod = 5 * time.Second // how often this page looks for the events of tabs that are gone
)

// visit is the visit of this page.
type visit struct {
	name           string
	next, reserved uint64 // numbers
	chunks         uint64 // the number of the latest chunk
	known          bool   // the fields above hold, and the lock is held where there are locks
	release        func() // gives the lock back; nil where there are none

	asking    bool          // the answer about a lock is to come
	askAt     time.Duration // when a lock is asked for next
	giveUp    time.Duration // when a lock that another page has is not waited for any longer; 0: not waited for yet
	scanAt    time.Duration // when to look for tabs that are gone
	recorded  bool          // the record is this visit's
	volatile  bool          // the record can't be written, or belongs to another tab
	suspended bool          // the page is gone, but for the back/forward cache
	forgotten bool          // by Forget
}

func (b *Beacon) visitsPrefix() string { return "ctlive.beacon.visit " + b.url + " " }

// record names the storage and the key that the visit's numbers are kept under.
func (b *Beacon) record() (storage area, key string) {
	if b.options.Visit != "" {
		return b.local, b.visitsPrefix() + b.options.Visit
	}
	return b.session, b.prefix()
}

// readRecord returns what an earlier page has kept; the name is "" if there is nothing.
func (b *Beacon) readRecord() (name string, next uint64, free bool) {
	storage, key := b.record()
	text := storage.read(key)
	number, rest := cut(text, ' ')
	mark, name := cut(rest, ' ')
	next, ok := parse(number)
	if !ok || next == 0 || b.options.Visit != "" && name != b.options.Visit {
		return "", 0, false
	}
	return name, next, mark == "free"
}

func (b *Beacon) writeRecord(name string, next uint64, mark string) (ok bool) {
	storage, key := b.record()
	return storage.write(key, decimal(next)+" "+mark+" "+name)
}

// newName returns the name of a visit that nobody has.
func (b *Beacon) newName() string {
	name := decimal(rand.Uint64()) + decimal(rand.Uint64())
	if b.options.Visit != "" {
		return b.options.Visit + "." + name
	}
	return name
}

// find goes on with the visit of the record, or begins one.
func (b *Beacon) find() {
	name, next, free := b.readRecord()
	b.enter()
	volatile := b.visit.volatile
	b.visit.asking = true
	if b.visit.giveUp == 0 {
		b.visit.giveUp = b.now() + lockWait
	}
	b.exit()
	switch {
	case volatile:
		name, next = b.newName(), 1
	case name == "" && b.options.Visit != "":
		name, next = b.options.Visit, 1
	case name == "":
		name, next = b.newName(), 1
	}
	b.lock(b.prefix()+name, func(answer lockAnswer, release func()) (hold bool) {
		older := ""
		switch {
		case answer == lockTaken && free && b.retryLock():
			return false
		case answer == lockTaken:
			b.beginNew()
			return false
		case answer == lockMissing && next > 1 && !free: // a copy of a tab, or after a crash
			older, name, next = name, b.newName(), 1
			b.setVolatile()
		}
		return b.begin(name, next, older, release)
	})
}

// retryLock reports whether the lock is asked for again: the page before may not be gone yet.
func (b *Beacon) retryLock() bool {
	b.enter()
	defer b.exit()
	now := b.now()
	if now >= b.visit.giveUp {
		return false
	}
	b.visit.asking = false
	b.visit.askAt = now + lockPause
	b.signal()
	return true
}

// setVolatile leaves the record of a given visit to the tab that has it.
func (b *Beacon) setVolatile() {
	b.enter()
	b.visit.volatile = b.visit.volatile || b.options.Visit != ""
	b.exit()
}

// beginNew begins a visit of its own, since another tab has the one of the record.
func (b *Beacon) beginNew() {
	b.setVolatile()
	name := b.newName()
	b.lock(b.prefix()+name, func(_ lockAnswer, release func()) (hold bool) { return b.begin(name, 1, "", release) })
}

// begin begins a visit whose lock is held, with a number. Chunks of an older visit are loaded too. It reports false if
// the page is gone meanwhile.
func (b *Beacon) begin(name string, next uint64, older string, release func()) (ok bool) {
	b.enter()
	v := &b.visit
	v.asking = false
	if v.suspended || b.stopped {
		b.exit()
		return false
	}
	v.name, v.next, v.reserved, v.chunks = name, next, next, 0
	v.known, v.release, v.recorded = true, release, next > 1
	v.giveUp, v.scanAt = 0, 0
	b.exit()
	b.reserve()
	b.load(name)
	if older != "" {
		b.load(older)
	}
	b.signal()
	return true
}

// reserve reserves numbers. If they can't be noted in a record that has this visit already, they would be used again by
// the next page: then the visit is left for one that is not recorded.
func (b *Beacon) reserve() {
	b.enter()
	v := &b.visit
	name, reserved, volatile, recorded := v.name, v.reserved+block, v.volatile, v.recorded
	b.exit()
	noted := volatile || b.writeRecord(name, reserved, "open")
	if !noted {
		storage, key := b.record()
		storage.remove(key)
	}
	b.enter()
	defer b.exit()
	if noted {
		v.reserved = reserved
		v.recorded = !volatile
		return
	}
	v.volatile = true
	if v.recorded = false; !recorded && b.options.Visit == "" {
		v.reserved = reserved
		return
	}
	v.known = false
	if v.release != nil {
		go v.release() // it calls JavaScript
		v.release = nil
	}
	b.signal()
}

// leave gives the visit back: the next page of the tab may go on with it.
func (b *Beacon) leave() {
	b.enter()
	v := &b.visit
	name, next, note, release := v.name, v.next, v.known && v.recorded && !v.forgotten, v.release
	v.known, v.release = false, nil
	b.exit()
	if note {
		b.writeRecord(name, next, "free")
	}
	if release != nil {
		release()
	}
}

// beginLast begins a visit without a lock or a record, for what is held while the page goes before it has found its
// visit. Another page can send it from storage at once.
func (b *Beacon) beginLast() {
	if !b.agreed() {
		return
	}
	b.enter()
	defer b.exit()
	if v := &b.visit; !v.known && len(b.queue.drafts) > 0 {
		v.name, v.next, v.reserved, v.chunks = b.newName(), 1, 1<<62, 0
		v.known, v.recorded = true, false
	}
}

// adopt looks for events of tabs that are gone, whose locks are free, and takes them over.
func (b *Beacon) adopt() {
	b.enter()
	own := b.visit.name
	b.exit()
	tried := map[string]bool{own: true}
	for _, s := range b.stored() {
		if tried[s.visit] {
			continue
		}
		tried[s.visit] = true
		b.lock(b.prefix()+s.visit, func(answer lockAnswer, _ func()) (hold bool) {
			b.enter()
			ready := b.visit.known && !b.stopped && answer == lockFree
			b.exit()
			if ready {
				b.load(s.visit)
				b.signal()
			}
			return false
		})
	}
}
