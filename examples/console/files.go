//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	recordings "example.com/ctlive-go/examples/internal/files"
)

// files saves and opens recordings. A file may also be dropped anywhere on the page.
type files struct {
	source   *source
	problems *problems
	act      func(func())
}

func (f *files) connect() {
	dom.OnClick("save", func() { f.act(func() { go f.save(f.source.all()) }) })
	recordings.OnFile("open", "file", f.open)
}

// save offers messages as a file.
func (f *files) save(messages []ctlive.Message) {
	f.report(recordings.Save(messages, "ctlive-recording.jsonl")...)
}

func (f *files) report(errs ...error) {
	f.act(func() {
		for _, err := range errs {
			f.problems.add(err, time.Now())
		}
	})
}

// open reads a recording and shows it. What can't be read of it is a problem, and the rest is shown.
func (f *files) open(file js.Value) {
	messages, bad, _ := recordings.Messages(recordings.NewReader(file))
	name := file.Get("name").String()
	if len(messages) == 0 {
		bad = append(bad, errors.New("recording: there is no message in "+name))
	} else {
		f.act(func() { f.source.open(messages, name) })
	}
	f.report(bad...)
}
