//go:build js && wasm

// The check page tells somebody who is no programmer how CTLive is installed on a page: on itself, with the tenant's
// script that it was started with, or on another site, from a recording. Package installation judges; record.js, which
// also runs on the page itself, tells it what there is to see.
package main

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/check/installation"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/examples/internal/files"
	"example.com/ctlive-go/wasm"
)

func main() {
	c := &check{tasks: make(chan func())}
	var d ctlive.Dispatcher
	d.OnMessage(func(m ctlive.Message) { c.tasks <- func() { c.add(m) } })
	d.OnError(func(err error) { c.tasks <- func() { c.addError(err) } })
	if _, err := wasm.Listen(&d, nil); err != nil {
		dom.SetText("state", err.Error())
		return
	}
	c.look()
	c.render()
	c.connect()
	dom.Document.Get("documentElement").Get("dataset").Set("ctlive", "listening")
	c.run() // the handlers live as long as main does
}

// maxMessages is how many messages of this page are judged: the first.
const maxMessages = 10_000

// check is the page.
type check struct {
	tasks chan func() // run one after the other, so that nothing else needs a lock

	live     installation.Evidence  // of this page
	recorded *installation.Evidence // of a recording; nil while the page shows itself
	fileName string
	shown    []installation.Result
	report   string // of what is shown, "" when something else is to be shown
}

func (c *check) add(m ctlive.Message) {
	if len(c.live.Messages) < maxMessages {
		c.live.Messages = append(c.live.Messages, m)
	}
}

func (c *check) addError(err error) {
	var refused *ctlive.OriginError
	var malformed *ctlive.DecodeError
	switch {
	case errors.As(err, &refused):
		if !slices.Contains(c.live.Refused, refused.Origin) {
			c.live.Refused = append(c.live.Refused, refused.Origin)
		}
	case errors.As(err, &malformed):
		c.live.Unreadable++
	}
}

// connect connects the elements of the page.
func (c *check) connect() {
	files.OnFile("open", "file", c.open)
	dom.OnClick("back", func() {
		dom.ByID("open").Call("focus") // the button that has the focus goes
		go func() { c.tasks <- func() { c.recorded, c.report = nil, "" } }()
	})
	connectCopy("copy-report", "report", "copied", "The report is copied: paste it into a ticket.")
	connectCopy("copy-recorder", "recorder", "recorder-copied",
		"The recorder is copied: paste it into the console of your site’s developer tools.")
	go fillRecorder()
}

// open reads a recording and judges it.
func (c *check) open(file js.Value) {
	text, err := io.ReadAll(files.NewReader(file))
	if err != nil {
		c.tasks <- func() { dom.SetText("file-problem", "The file can’t be read: "+err.Error()) }
		return
	}
	messages, _, unreadable := files.Messages(bytes.NewReader(text))
	page, alone := installation.PageOf(text)
	name := file.Get("name").String()
	c.tasks <- func() {
		dom.SetText("copied", "")
		dom.SetText("file-problem", "")
		if len(messages) == 0 && page == nil {
			dom.SetText("file-problem", "There is no message in "+name+", and no note of a page: it is no recording.")
			return
		}
		evidence := installation.FromRecording(messages, unreadable-alone, page)
		c.recorded, c.fileName, c.report = &evidence, name, ""
	}
}

// run runs the tasks, and keeps the page up to date. It does not return.
func (c *check) run() {
	for tick := time.Tick(250 * time.Millisecond); ; {
		select {
		case task := <-c.tasks:
			task()
		case <-tick:
			c.look()
			c.render()
		}
	}
}

// look asks record.js what there is to see of this page.
func (c *check) look() {
	seen := js.Global().Get("ctliveRecording").Call("page")
	page, err := installation.ParsePage([]byte(js.Global().Get("JSON").Call("stringify", seen).String()))
	if err != nil {
		dom.SetText("state", "What record.js says can’t be read: "+err.Error())
		return
	}
	page.Lost = 0 // the listener counts these itself
	c.live.Page = page
}
