//go:build js && wasm

// The live console shows what a CTLive widget does on the page, as it happens: a timeline of the
// visit, each message, the state of each widget and each chat, and why nothing happens where
// nothing does. It saves what it has seen to a file, and replays such a file. Each part of the page
// has a file of its own here, or several that begin with its name; package visit knows what there
// is to show.
package main

import (
	"runtime/debug"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm"
)

func main() {
	debug.SetGCPercent(400) // a page has memory to spare, and a pause is seen

	c := newConsole()
	var d ctlive.Dispatcher
	d.OnMessage(c.kept.dispatcher.Dispatch)
	c.outlets.attach(c.tasks, c.problems)
	d.OnMessage(func(m ctlive.Message) {
		pushed := c.outlets.dispatch(m)
		c.tasks <- func() {
			c.source.add(m)
			c.outlets.add(m, pushed)
		}
	})
	var listener *wasm.Listener
	d.OnError(func(err error) {
		c.tasks <- func() { c.problems.add(err, time.Now()) }
	})
	listener, err := wasm.Listen(&d, nil)
	if err != nil {
		dom.SetText("state", err.Error())
		return
	}
	c.connect()
	for _, id := range []string{"menu", "controls", "view"} {
		dom.ByID(id).Set("disabled", false)
	}
	dom.Document.Get("documentElement").Get("dataset").Set("ctlive", "listening")
	c.run(listener.Stats) // the handlers live as long as main does
}

// console is the page. Its parts know of each other what newConsole gives them, and no more.
type console struct {
	tasks chan func() // run one after the other, so that nothing else needs a lock
	clock clock

	kept     *kept     // the session, for the next page
	source   *source   // the visit that is shown: that of this page, or a recording
	selected *selected // the message that is selected

	controls *controls
	files    *files
	try      *try
	glance   *glance
	problems *problems
	outlets  *outlets
	timeline *timeline
	messages *messages
	detail   *detail
	results  *results
	room     *room
}

func newConsole() *console {
	c := &console{tasks: make(chan func()), selected: &selected{number: none}}
	c.source = newSource(c.reset)
	c.problems = newProblems(c.source, c.act)
	c.kept = newKept(c.tasks, c.problems)
	c.controls = &controls{kept: c.kept, source: c.source, selected: c.selected, act: c.act}
	c.files = &files{source: c.source, problems: c.problems, act: c.act}
	c.try = &try{problems: c.problems, act: c.act}
	c.glance = &glance{}
	c.outlets = &outlets{}
	c.timeline = &timeline{source: c.source, selected: c.selected, problems: c.problems, act: c.act}
	c.messages = &messages{selected: c.selected, act: c.act}
	c.detail = &detail{source: c.source, selected: c.selected, number: none, act: c.act}
	c.results = &results{}
	c.room = &room{}
	c.source.restart(c.kept.tracker)
	return c
}

// connect connects the elements of the page with the parts.
func (c *console) connect() {
	c.controls.connect()
	c.files.connect()
	c.try.connect()
	c.problems.connect()
	c.timeline.connect()
	c.messages.connect()
	c.detail.connect()
}

// act runs what a visitor of the page has asked for, and shows what it has changed. It may be
// called within a callback of the browser's.
func (c *console) act(f func()) {
	go func() { c.tasks <- func() { f(); c.render() } }()
}

// reset prepares the parts for another visit.
func (c *console) reset() {
	c.selected.number = none
	c.files.reset()
	c.messages.reset()
	c.detail.reset()
	c.timeline.reset()
}

// run runs the tasks, and keeps the page up to date. It does not return.
func (c *console) run(stats func() wasm.Stats) {
	started := time.Now()
	for tick := time.Tick(100 * time.Millisecond); ; {
		var soon <-chan time.Time // nil unless there is more to replay than one part
		if c.source.seeking() {
			soon = time.After(time.Millisecond)
		}
		select {
		case task := <-c.tasks:
			task()
		case now := <-soon:
			c.source.advance(now)
			c.render()
		case now := <-tick:
			c.problems.count(stats(), now)
			if soon == nil { // else the page would have no turn between two parts
				c.source.advance(now)
			}
			c.render()
			c.problems.render(time.Since(started))
			c.outlets.render()
		}
	}
}

// render brings the page up to date. Each part does only what has become necessary.
func (c *console) render() {
	c.controls.render()
	c.try.render()
	if c.source.seeking() { // the rest once all is there
		return
	}
	v := c.source.visit()
	now, done := c.clock.read(v, c.source.now())
	c.messages.render(v)
	c.detail.render(v)
	c.timeline.render(v, now)
	c.results.render(v, now)
	c.glance.render(v, now)
	c.room.render(c.source.live)
	done()
}
