//go:build js && wasm

package beacon

import (
	"slices"
	"time"
)

// Events are stored in localStorage as chunks. The key of a chunk is the prefix of the url, the visit that looks after
// it, a slash, and a number. A chunk is written at once if none was written within savePause, and else with all that
// come within it. So ten thousand events in a burst are some hundred writes, and a crash loses the last 20 ms at most.
const (
	savePause   = 20 * time.Millisecond
	chunkEvents = 25
	chunkBytes  = 32 << 10 // a chunk with more has one event
)

type saving struct {
	last time.Duration // when chunks were written
	due  bool          // there are events to be written, savePause after that
}

// prefix begins the key of every chunk for the url, and the name of every lock.
func (b *Beacon) prefix() string { return "ctlive.beacon " + b.url + " " }

// saveSoon stores what is new, or lets the goroutine do it.
func (b *Beacon) saveSoon() {
	b.enter()
	now := b.now()
	atOnce := b.saving.due && now-b.saving.last >= savePause
	wake := b.nextTurn(true) < b.sending.wakeAt
	b.exit()
	if atOnce {
		b.save()
	}
	if wake {
		b.signal()
	}
}

// save stores what is new. Where storage is full or refused, it stays in memory.
func (b *Beacon) save() {
	b.rewrite()
	b.enter()
	b.saving = saving{last: b.now()}
	var fresh []*event
	for _, e := range b.queue.events {
		if e.chunk == nil {
			fresh = append(fresh, e)
		}
	}
	known := b.visit.known
	b.exit()
	for known && len(fresh) > 0 {
		count, size := 1, len(fresh[0].text)
		for count < min(len(fresh), chunkEvents) && size+len(fresh[count].text) < chunkBytes {
			size += len(fresh[count].text)
			count++
		}
		c := &chunk{key: b.newKey(), events: fresh[:count:count]}
		if !b.local.write(c.key, c.text()) {
			return
		}
		b.enter()
		for _, e := range c.events {
			e.chunk = c
		}
		b.exit()
		fresh = fresh[count:]
	}
}

// newKey returns the key of a new chunk of the visit.
func (b *Beacon) newKey() string {
	b.enter()
	defer b.exit()
	b.visit.chunks++
	return b.prefix() + b.visit.name + "/" + decimal(b.visit.chunks)
}

// rewrite deletes from storage what is not held any more.
func (b *Beacon) rewrite() {
	b.enter()
	dirty := b.queue.dirty
	b.queue.dirty = nil
	b.exit()
	for _, c := range dirty {
		b.enter()
		c.dirty = false
		text := c.text()
		b.exit()
		if text == "" || !b.local.write(c.key, text) {
			b.local.remove(c.key)
		}
	}
}

// storedChunk is the name of a chunk that is in localStorage.
type storedChunk struct {
	key, visit string
	number     uint64
}

// stored lists the chunks in localStorage, in the order in which they were made.
func (b *Beacon) stored() (all []storedChunk) {
	prefix := b.prefix()
	for _, key := range b.local.keys() {
		if !hasPrefix(key, prefix) {
			continue
		}
		visit, digits := cutLast(key[len(prefix):], '/')
		number, ok := parse(digits)
		if !ok {
			continue
		}
		all = append(all, storedChunk{key, visit, number})
		for i := len(all) - 1; i > 0 && all[i-1].number > number; i-- {
			all[i-1], all[i] = all[i], all[i-1]
		}
	}
	return all
}

// load takes up the chunks of a visit that are in localStorage, and not in memory, as the chunks of this visit: they
// are sent before all that is newer. Those of another visit stay where they are while there is no room for them.
func (b *Beacon) load(visit string) {
	b.enter()
	room := b.queue.most - b.queue.len()
	empty := room == b.queue.most
	own := b.visit.name
	known := map[string]bool{}
	for _, e := range b.queue.events {
		if e.chunk != nil {
			known[e.chunk.key] = true
		}
	}
	b.exit()
	var loaded []*event
	for _, s := range b.stored() {
		if s.visit != visit || known[s.key] {
			continue
		}
		text := b.local.read(s.key)
		c := &chunk{key: s.key}
		for _, line := range split(text) {
			if line != "" && line[0] == '{' && line[len(line)-1] == '}' {
				c.events = append(c.events, &event{text: line, chunk: c})
			}
		}
		if room -= len(c.events); room < 0 && visit != own && !empty {
			break
		}
		empty = false
		if visit != own {
			c.key = b.newKey()
			b.local.write(c.key, c.text())
			b.local.remove(s.key)
		} else {
			b.enter()
			b.visit.chunks = max(b.visit.chunks, s.number)
			b.exit()
		}
		loaded = append(loaded, c.events...)
	}
	b.enter()
	dropped, begins := b.queue.prepend(loaded)
	b.stats.Dropped += uint64(dropped)
	b.exit()
	if begins {
		b.dispatcher.Report(ErrHeldFull)
	}
}

// reconcile forgets the events whose chunks another page has taken while this one was in the back/forward cache.
func (b *Beacon) reconcile() {
	there := map[string]bool{}
	for _, s := range b.stored() {
		there[s.key] = true
	}
	b.enter()
	b.queue.events = slices.DeleteFunc(b.queue.events, func(e *event) bool {
		e.gone = e.gone || e.chunk != nil && !there[e.chunk.key]
		return e.gone
	})
	b.exit()
}

// deleteStored deletes all that any page has stored for the url.
func (b *Beacon) deleteStored() {
	for _, key := range b.local.keys() {
		if hasPrefix(key, b.prefix()) || hasPrefix(key, b.visitsPrefix()) {
			b.local.remove(key)
		}
	}
	b.session.remove(b.prefix())
}
