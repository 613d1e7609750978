//go:build js && wasm

package datalayer

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// maxHeld is how many events wait for consent.
const maxHeld = 256

// Layer pushes events until it is stopped. Its methods are safe for concurrent use, from handlers and from callbacks of
// JavaScript too.
type Layer struct {
	dispatcher *ctlive.Dispatcher
	options    Options
	page       page
	template   string
	unregister func()

	mu      sync.Mutex // never held while other code runs
	held    []entry
	pushing bool // a Flush is at work; what comes meanwhile is pushed by it
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
// If window.dataLayer is missing, it is made. If it throws or is no array, the event is lost, which is reported
// to d as a *PushError. Attach panics if d is nil.
func Attach(d *ctlive.Dispatcher, opts *Options) *Layer {
	if d == nil {
		panic("datalayer: Attach: the Dispatcher is nil, want one such as new(ctlive.Dispatcher)")
	}
	l := &Layer{dispatcher: d, page: newPage()}
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
	l.template = l.page.template(l.options.Members)
	l.unregister = d.OnMessage(l.observe)
	return l
}

// Flush asks for consent and, if it is given, pushes what is held, in order. Call it when the visitor has
// agreed. Within a push or within Consent it does nothing: the events that come there are pushed next.
func (l *Layer) Flush() {
	if !l.begin() {
		return
	}
	defer l.end()
	for l.waiting() && l.agreed() {
		queue, problem := l.page.queue()
		e, ok := l.next()
		if !ok {
			return // stopped meanwhile
		}
		if problem == "" {
			problem = l.page.push(queue, e.value)
		}
		if problem != "" {
			l.dispatcher.Report(&PushError{Name: e.name, Reason: problem})
		}
	}
}

// Stop ends the pushes for good, and forgets what is held: call it when the visitor has declined. For one who agrees
// later, Attach again. Stop may be called any number of times, from anywhere.
func (l *Layer) Stop() {
	l.unregister()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
	l.held = nil
}

func (l *Layer) observe(m ctlive.Message) {
	if name := l.options.Name(m.Event.EventType()); name != "" {
		name = strings.Clone(name) // it may be a part of the whole envelope
		l.hold(entry{name, l.page.value(name, l.template, l.options.Members, m)})
		l.Flush()
	}
}

// agreed asks for consent.
func (l *Layer) agreed() (yes bool) {
	defer func() {
		if value := recover(); value != nil {
			yes = false
			l.dispatcher.Report(errors.New("datalayer: Options.Consent panicked, which means no: " + browser.PanicText(value)))
		}
	}()
	return l.options.Consent == nil || l.options.Consent()
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

// begin reports whether nobody else is at it.
func (l *Layer) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.pushing {
		return false
	}
	l.pushing = true
	return true
}

func (l *Layer) end() {
	l.mu.Lock()
	l.pushing = false
	l.mu.Unlock()
}

func (l *Layer) waiting() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.held) > 0
}

// next takes the oldest that is held.
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
