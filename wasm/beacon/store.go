//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// Batches are stored in localStorage. The key of one is the prefix of the url, the visit that looks after it, a slash,
// and a number. They are stored at once if nothing was stored within savePause, and else together with all that come
// within it. So ten thousand events in a burst are some hundred writes, and a crash loses the last 20 ms at most.
const savePause moment = 20

// firstKey is the first number of a key. All have as many digits, so that keys in the order of texts are in the order
// of numbers too.
const firstKey = 1_000_000_000

type store struct {
	saveAt  moment // no sooner
	unsaved bool   // there may be batches to be stored
	keys    uint64 // the number of the latest key on this page
}

// save stores what is new. Where storage is full or refused, it stays in memory.
func (b *Beacon) save() {
	b.store.unsaved = false
	b.store.saveAt = b.clock.now + savePause
	for _, c := range b.queue.batches {
		if !c.dirty {
			continue
		}
		key := c.key
		if key == "" {
			key = b.newKey()
		}
		if write(b.local, key, c.body()) {
			c.key, c.dirty = key, false
		}
	}
}

// newKey returns a key of the visit that is not in use.
func (b *Beacon) newKey() string {
	for {
		key := b.prefix + b.visit.name + "/" + decimal(firstKey+b.store.keys)
		b.store.keys++
		if read(b.local, key) == "" {
			return key
		}
	}
}

// stored lists the keys in localStorage that begin with a text, sorted.
func (b *Beacon) stored(prefix string) (keys []string) {
	list, _ := browser.Call(browser.Read(window, "Object"), "keys", b.local)
	list, _ = call(list, "sort")
	list, _ = call(list, "join", "\n") // one call for each would take longer
	for text := browser.Text(list); text != ""; {
		var key string
		if key, text = cut(text, '\n'); hasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	return keys
}

// load takes up the events that are stored under a visit and not in memory, under keys of this visit. Those of another
// visit stay where they are while there is no room for them.
func (b *Beacon) load(visit string) {
	for _, key := range b.stored(b.prefix + visit + "/") {
		body := []byte(read(b.local, key))
		count := 0
		for _, c := range body {
			if c == '\n' {
				count++
			}
		}
		if visit != b.visit.name && b.stats.Held > 0 && int(b.stats.Held)+count > b.options.Held {
			return
		}
		if count > 0 && body[0] == '[' && body[len(body)-1] == ']' { // else it is somebody else's
			body[0] = ','
			b.add(body[:len(body)-1], count, 0)
			b.stats.Held += uint64(count)
			b.save()
		}
		remove(b.local, key)
	}
	b.store.unsaved = true // where storage was full, there is room now
	if b.drop() {
		b.fail(ErrHeldFull)
	}
}

// erase deletes all that any page holds for the url.
func (b *Beacon) erase() {
	b.stats.Dropped += b.stats.Held
	b.stats.Held = 0
	b.queue = queue{}
	b.abort()
	b.visit.noted = false
	b.leave()
	for _, prefix := range []string{b.prefix, visitsPrefix + b.url + " "} {
		for _, key := range b.stored(prefix) {
			remove(b.local, key)
		}
	}
	remove(b.session, b.prefix)
}

//go:noinline
func write(storage js.Value, key, text string) (ok bool) {
	_, ok = call(storage, "setItem", key, text)
	return ok
}

// read returns "" if there is nothing.
//
//go:noinline
func read(storage js.Value, key string) string {
	text, _ := call(storage, "getItem", key)
	return browser.Text(text)
}

//go:noinline
func remove(storage js.Value, key string) { call(storage, "removeItem", key) }
