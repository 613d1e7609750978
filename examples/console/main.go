//go:build js && wasm

// The live console shows what a CTLive widget does on the page, as it happens: a timeline of the visit, each message, what
// each widget and each chat has come to, and why nothing happens where nothing does. It saves what it has seen to a file, and
// replays such a file. Each part of the page has a file of its own here, or several that begin with its name; package visit
// knows what there is to show.
package main

import (
	"runtime/debug"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm"
)

// tasks are run one after the other by main, so that nothing else needs a lock.
var tasks = make(chan func())

// The parts of the page.
var (
	source   = newSource()
	list     = newMessagesPart()
	timeline timelinePart
	answers  answersPart
	problems problemsPart
)

func main() {
	debug.SetGCPercent(400) // a page has memory to spare, and a pause is seen

	var d ctlive.Dispatcher
	d.OnMessage(func(m ctlive.Message) { tasks <- func() { source.add(m) } })
	d.OnError(func(err error) { tasks <- func() { problems.add(err) } })
	listener, err := wasm.Listen(&d, nil)
	if err != nil {
		dom.SetText("state", err.Error())
		return
	}
	started := time.Now()
	source.connect()
	list.connect()
	timeline.connect()
	connectTry()
	dom.Document.Get("documentElement").Get("dataset").Set("ctlive", "listening")
	for tick := time.Tick(100 * time.Millisecond); ; { // the handlers live as long as main does
		var soon <-chan time.Time // nil unless there is more to do than one part
		if source.seeking() {
			soon = time.After(time.Millisecond)
		}
		select {
		case task := <-tasks:
			task()
		case <-soon:
			source.advance(time.Now())
			render()
		case <-tick:
			source.advance(time.Now())
			render()
			problems.render(listener.Stats(), time.Since(started))
		}
	}
}

// act runs what a visitor of the page has asked for, and shows what it has changed. It may be called within a callback of
// the browser's.
func act(f func()) {
	go func() { tasks <- func() { f(); render() } }()
}

// onKey calls handle for each key that is pressed in an element, without another key that makes it one of the browser's.
// handle reports whether it makes use of the key.
func onKey(element js.Value, handle func(key string) bool) {
	dom.On(element, "keydown", func(event js.Value) {
		for _, modifier := range []string{"ctrlKey", "metaKey", "altKey"} {
			if event.Get(modifier).Bool() {
				return
			}
		}
		if handle(event.Get("key").String()) {
			event.Call("preventDefault")
		}
	})
}

// pace keeps what is drawn only because time passes from taking up much of it.
type pace struct{ next time.Time }

// run runs f, unless it has just run and nothing but time has changed.
func (p *pace) run(onlyTime bool, atLeast time.Duration, f func()) {
	begin := time.Now()
	if onlyTime && begin.Before(p.next) {
		return
	}
	f()
	p.next = time.Now().Add(max(20*time.Since(begin), atLeast))
}

// render brings the page up to date. Each part does only what has become necessary.
func render() {
	v, now := source.visit(), source.now()
	source.render()
	if source.seeking() { // all the rest once it is there
		return
	}
	list.render(v)
	timeline.render(v, now)
	answers.render(v, now)
}
