//go:build js && wasm

package beacon

import (
	"errors"
	"sync"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm/internal/browser"
)

// Beacon sends events until it is stopped. Its methods are safe for concurrent use, from handlers and from callbacks of
// JavaScript too.
type Beacon struct {
	dispatcher *ctlive.Dispatcher
	options    Options
	url        string // absolute
	headers    js.Value
	local      area
	session    area
	location   js.Value
	start      time.Time // what now counts from
	unregister func()
	page       browser.Listeners
	wake       chan struct{} // wakes the goroutine that sends

	mu      sync.Mutex // not held during a call into JavaScript or into the program
	queue   queue
	stats   Stats
	sending sending
	visit   visit
	saving  saving
	stopped bool
}

// Attach sends every event that d dispatches from now on to a server: url, which may be relative to the page. Nil
// options are the defaults. What earlier pages have left in localStorage for that url is sent too. A page needs one
// beacon for each url.
//
// What goes wrong is reported to d: *StatusError, ErrHeldFull, a panic in Consent. A server that can't be reached is no
// error. Attach returns an error if d is nil, if url is not http or https or has a user name or a password, or if a
// browser would not send the Headers.
func Attach(d *ctlive.Dispatcher, url string, opts *Options) (*Beacon, error) {
	if d == nil {
		return nil, errors.New("beacon: Attach: the Dispatcher is nil, want one such as new(ctlive.Dispatcher)")
	}
	b := &Beacon{dispatcher: d, start: time.Now(), wake: make(chan struct{}, 1)}
	if opts != nil {
		b.options = *opts
	}
	b.options.complete()
	if b.options.Members != nil {
		b.options.Members = append([]string{}, b.options.Members...) // not nil, even if empty
	}
	b.queue.most = b.options.Held
	b.sending.most = b.options.Batch
	b.location = browser.Read(js.Global(), "location")
	b.local, b.session = newArea("localStorage"), newArea("sessionStorage")
	var ok bool
	if b.url, ok = absolute(url); !ok {
		return nil, errors.New(`beacon: Attach: the url is "` + url + `", want http or https without a user name, such as ` +
			`"https://www.example.com/events"`)
	}
	if b.headers, ok = newHeaders(b.options.Headers); !ok {
		return nil, errors.New("beacon: Attach: the browser refuses a name or a value in Options.Headers")
	}
	b.listen()
	b.unregister = d.OnMessage(b.observe)
	go b.run()
	return b, nil
}

// complete fills in the defaults.
func (o *Options) complete() {
	if o.Interval <= 0 {
		o.Interval = 5 * time.Second
	}
	if o.Batch <= 0 {
		o.Batch = 50
	}
	if o.Held <= 0 {
		o.Held = 1000
	}
}

// absolute returns the address that a url means on this page. It reports false if it is none that can be posted to.
func absolute(url string) (address string, ok bool) {
	document := browser.Read(js.Global(), "document")
	parsed, ok := construct("URL", url, browser.Read(document, "baseURI"))
	if !ok || browser.Text(browser.Read(parsed, "username"))+browser.Text(browser.Read(parsed, "password")) != "" {
		return "", false
	}
	switch browser.Text(browser.Read(parsed, "protocol")) {
	case "http:", "https:":
		address, _ = cut(browser.Text(browser.Read(parsed, "href")), '#')
		return address, true
	}
	return "", false
}

// construct calls a constructor of the window's. It reports false if that throws.
func construct(class string, args ...any) (object js.Value, ok bool) {
	defer func() { ok = recover() == nil }()
	return browser.Read(js.Global(), class).New(args...), true
}

// enter and exit lock and unlock the state. Copies of both in every caller would add 2 KB to the download.
//
//go:noinline
func (b *Beacon) enter() { b.mu.Lock() }

//go:noinline
func (b *Beacon) exit() { b.mu.Unlock() }

// now is the time since Attach, of a clock that never jumps.
func (b *Beacon) now() time.Duration { return time.Since(b.start) }

// signal wakes the goroutine, or lets its next wait end at once.
func (b *Beacon) signal() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// agreed asks for consent.
func (b *Beacon) agreed() (yes bool) {
	if b.options.Consent == nil {
		return true
	}
	defer func() {
		if value := recover(); value != nil {
			yes = false
			b.dispatcher.Report(errors.New("beacon: Options.Consent panicked, which means no: " + panicText(value)))
		}
	}()
	return b.options.Consent()
}

func panicText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case error:
		return v.Error()
	}
	return "(a value without text)"
}

// Flush asks for consent and, if it is given, sends what is held, now: call it when the visitor has agreed. It does not
// wait for the server. What the server has asked to wait for with Retry-After still waits.
func (b *Beacon) Flush() {
	b.enter()
	b.queue.hurry()
	b.sending.retryAt = 0
	b.exit()
	b.signal()
}

// Stop ends the beacon. What is held, and may be stored, is sent by the next page. A request on its way is not ended.
// Stop may be called any number of times, from anywhere.
func (b *Beacon) Stop() {
	b.unregister()
	b.enter()
	first := !b.stopped
	b.stopped = true
	b.exit()
	if first {
		b.page.Remove()
		b.beginLast()
		if b.agreed() {
			b.number()
			b.save()
		}
		b.signal()
	}
}

// Forget stops the beacon and deletes what is held for its url, by this tab and by others, and the visit: call it when
// the visitor has withdrawn consent. A request on its way is ended.
func (b *Beacon) Forget() {
	b.unregister()
	b.enter()
	first := !b.stopped
	b.stopped = true
	b.visit.forgotten = true
	b.stats.Dropped += uint64(b.queue.forget())
	b.saving = saving{}
	b.exit()
	if first {
		b.page.Remove()
	}
	b.abort()
	b.deleteStored()
	b.signal()
}

// Stats returns what the beacon has counted, also after Stop.
func (b *Beacon) Stats() Stats {
	b.enter()
	defer b.exit()
	stats := b.stats
	stats.Held = uint64(b.queue.len())
	return stats
}

// observe holds an event and, where that can be done at once, numbers and stores it.
func (b *Beacon) observe(m ctlive.Message) {
	d := draft{source: b.source(), message: ctlive.Message{
		Event: m.Event, Time: m.Time, Raw: ctlive.Select(m, b.options.Members),
	}}
	b.enter()
	if b.stopped {
		b.exit()
		return
	}
	d.due = b.now() + b.options.Interval
	dropped, begins := b.queue.add(d)
	b.stats.Dropped += uint64(dropped)
	b.exit()
	if b.agreed() {
		b.number()
		b.saveSoon()
	}
	if begins {
		b.dispatcher.Report(ErrHeldFull)
	}
}

// source is the source of an event that happens now.
func (b *Beacon) source() string {
	if b.options.Source != "" {
		return escapePercent(b.options.Source)
	}
	address := b.location.Get("href").String() // no page can redefine it
	address, _ = cut(address, '#')
	address, _ = cut(address, '?')
	return escapePercent(address)
}
