//go:build js && wasm

package datalayer

import (
	"slices"
	"sync"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// maxHeld is how many events wait for consent.
const maxHeld = 256

// Options say what is pushed, and when. The zero value pushes every event at once, without what identifies a person.
type Options struct {
	// Name gives the event member of the push; "" skips the event. Nil: EventName.
	Name func(ctlive.EventType) string

	// Members are the members pushed, by the names of the protocol. Nil: those that identify no person, which are
	// elementID, widgetID, type and isSurveyConfigured. With userID, chatID or users, the page hands on who its visitors
	// and agents are. Of members that this version does not know, texts, numbers, booleans and lists of these are pushed.
	Members []string

	// Consent tells whether the visitor has agreed. It is asked before each push. Nil: always.
	Consent func() bool
}

// Layer pushes events until it is stopped. Its methods are safe for concurrent use, from handlers too.
type Layer struct {
	dispatcher *ctlive.Dispatcher
	options    Options
	unregister func()

	mu      sync.Mutex // never held while other code runs
	held    []entry
	stopped bool
}

// entry is what one event pushes.
type entry struct {
	name  string
	value js.Value
}

// Attach pushes every event that d dispatches from now on, from within the dispatch. Nil options are the defaults. Each
// further Attach pushes each event once more.
//
// If window.dataLayer is missing, it is made. If it throws or is no array, the event is lost, and an error is reported to d.
// Attach panics if d is nil.
func Attach(d *ctlive.Dispatcher, opts *Options) *Layer {
	if d == nil {
		panic("datalayer: Attach: the Dispatcher is nil, want one such as new(ctlive.Dispatcher)")
	}
	l := &Layer{dispatcher: d}
	if opts != nil {
		l.options = *opts
	}
	if l.options.Name == nil {
		l.options.Name = EventName
	}
	if l.options.Members == nil {
		l.options.Members = []string{"elementID", "widgetID", "type", "isSurveyConfigured"}
	}
	l.options.Members = slices.Clone(l.options.Members)
	if l.options.Consent == nil {
		l.options.Consent = func() bool { return true }
	}
	l.unregister = d.OnMessage(l.observe)
	return l
}

// Flush asks for consent and, if it is given, pushes what is held, in order. Call it when the visitor has decided.
func (l *Layer) Flush() {
	for l.waiting() && l.options.Consent() {
		if e, ok := l.next(); ok {
			l.push(e)
		}
	}
}

// Stop ends the pushes, and forgets what is held. It may be called any number of times, from anywhere.
func (l *Layer) Stop() {
	l.unregister()
	l.mu.Lock()
	l.stopped = true
	l.held = nil
	l.mu.Unlock()
}

// observe holds an event before it asks for consent, so that a Consent that panics loses nothing.
func (l *Layer) observe(m ctlive.Message) {
	name := l.options.Name(m.Event.EventType())
	if name == "" {
		return
	}
	l.hold(entry{name, pushed(name, parameters(m, l.options.Members))})
	l.Flush()
}

func (l *Layer) hold(e entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return
	}
	if len(l.held) == maxHeld {
		l.held = slices.Delete(l.held, 0, 1)
	}
	l.held = append(l.held, e)
}

func (l *Layer) waiting() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.held) > 0
}

// next takes the oldest that is held. There may be none: it was pushed, or the layer stopped, while Consent ran.
func (l *Layer) next() (e entry, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.held) == 0 {
		return entry{}, false
	}
	e = l.held[0]
	l.held = slices.Delete(l.held, 0, 1)
	return e, true
}
