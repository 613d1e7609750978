package main

import (
	"container/list"
	"iter"
)

// lru is a map that knows which of its entries was used longest ago. The zero value is ready.
type lru[K comparable, V any] struct {
	entries map[K]*list.Element
	order   list.List // of entry[K, V], the latest first
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

func (l *lru[K, V]) len() int { return len(l.entries) }

// get returns the value of a key, which is then the one used last.
func (l *lru[K, V]) get(key K) (value V, ok bool) {
	element, ok := l.entries[key]
	if !ok {
		return value, false
	}
	l.order.MoveToFront(element)
	return element.Value.(entry[K, V]).value, true
}

// put adds a key, which is not there yet.
func (l *lru[K, V]) put(key K, value V) {
	if l.entries == nil {
		l.entries = map[K]*list.Element{}
	}
	l.entries[key] = l.order.PushFront(entry[K, V]{key, value})
}

// remove removes a key, if it is there.
func (l *lru[K, V]) remove(key K) {
	if element, ok := l.entries[key]; ok {
		l.order.Remove(element)
		delete(l.entries, key)
	}
}

// oldest returns what was used longest ago. There must be an entry.
func (l *lru[K, V]) oldest() (K, V) {
	e := l.order.Back().Value.(entry[K, V])
	return e.key, e.value
}

// all ranges over the keys, the one used last first.
func (l *lru[K, V]) all() iter.Seq[K] {
	return func(yield func(K) bool) {
		for element := l.order.Front(); element != nil && yield(element.Value.(entry[K, V]).key); {
			element = element.Next()
		}
	}
}
