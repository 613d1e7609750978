//go:build js && wasm

package beacon

import (
	"errors"
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
	url        string   // absolute
	init       js.Value // of every fetch
	prefix     string   // begins the key of every batch for the url, and the name of every lock
	local      js.Value // localStorage and sessionStorage; undefined where the page may not have them
	session    js.Value
	record     record
	location   js.Value
	href       js.Value // of the page at the latest event
	address    string   // the source that it makes
	unregister func()
	page       browser.Listeners

	steps   steps
	clock   clock
	queue   queue
	store   store
	visit   visit
	sending sending
	stats   Stats
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
	var options Options
	if opts != nil {
		options = *opts
	}
	options.complete()
	address, ok := absolute(url)
	if !ok {
		return nil, errors.New(`beacon: Attach: the url is "` + url + `", want http or https without a user name, such as ` +
			`"https://www.example.com/events"`)
	}
	init, ok := newInit(options.Headers)
	if !ok {
		return nil, errors.New("beacon: Attach: the browser refuses a name or a value in Options.Headers")
	}
	b := &Beacon{
		dispatcher: d,
		options:    options,
		url:        address,
		init:       init,
		prefix:     "ctlive.beacon " + address + " ",
		local:      browser.Read(window, "localStorage"),
		session:    browser.Read(window, "sessionStorage"),
		location:   browser.Read(window, "location"),
		sending:    sending{most: options.Batch},
	}
	b.record = b.newRecord()
	observePage := b.observePage
	for _, name := range []string{"pagehide", "visibilitychange", "pageshow", "online"} {
		b.page.Add(name, observePage)
	}
	b.clock.start(func() { b.do(func() {}) })
	b.unregister = d.OnMessage(b.observe)
	return b, nil
}

// observe holds an event.
func (b *Beacon) observe(m ctlive.Message) {
	d := new(draft)
	d.event.Source = b.source()
	d.event.Message.Event = ctlive.Unknown{Type: m.Event.EventType()} // an Event may keep a whole envelope in memory
	d.event.Message.Time = m.Time
	d.event.Message.Raw = ctlive.Select(m, b.options.Members)
	b.do(func() {
		if !b.stopped {
			d.due = b.clock.now + moment(b.options.Interval/time.Millisecond)
			b.hold(d)
		}
	})
}

// source is the source of an event that happens now: by default the address of the page, without query and fragment.
func (b *Beacon) source() string {
	if href := b.location.Get("href"); !href.Equal(b.href) { // no page can redefine it
		address, _ := cut(href.String(), '#')
		address, _ = cut(address, '?')
		if b.options.Source != "" {
			address = b.options.Source
		}
		b.address, b.href = escapePercent(address), href
	}
	return b.address
}

// Flush asks for consent and, if it is given, sends what is held, now: call it when the visitor has agreed. It does not
// wait for the server. What the server has asked to wait for with Retry-After still waits.
func (b *Beacon) Flush() {
	b.do(func() {
		b.queue.hurry()
		b.sending.retryAt = 0
	})
}

// Stop ends the beacon. What is held, and may be stored, is sent by the next page. A request on its way is not ended,
// but what it carries may be sent again. Stop may be called any number of times, from anywhere.
func (b *Beacon) Stop() { b.stop(func() { b.putAway(false) }) }

// Forget stops the beacon and deletes what is held for its url, by this tab and by others, and the visit: call it when
// the visitor has withdrawn consent. A request on its way is ended.
func (b *Beacon) Forget() { b.stop(b.erase) }

func (b *Beacon) stop(last func()) {
	b.unregister()
	b.do(func() {
		last()
		b.stopped = true
		b.page.Remove()
	})
}

// Stats returns what the beacon has counted, also after Stop.
func (b *Beacon) Stats() Stats { return b.stats }

// complete fills in the defaults, and makes the Members its own.
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
	if o.Members != nil {
		o.Members = append([]string{}, o.Members...) // not nil, even if empty
	}
}
