//go:build js && wasm

package main

import (
	"fmt"
	"strings"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
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
	dom.OnClick("save", func() {
		f.act(func() {
			f.reset()
			go f.save(f.source.all())
		})
	})
	recordings.OnFile("open", "file", f.open)
}

// reset says nothing of an earlier save any more.
func (f *files) reset() { dom.SetText("saved", "") }

// savedName is what a saved recording is called, until the visitor gives it another name.
const savedName = "ctlive-recording.jsonl"

// save offers messages as a file, and says so.
func (f *files) save(messages []ctlive.Message) {
	bad := recordings.Save(messages, savedName)
	count := fmt.Sprintf("%d messages", len(messages)-len(bad))
	if len(messages)-len(bad) == 1 {
		count = "1 message"
	}
	f.act(func() {
		dom.SetText("saved", "Saved "+count+" to "+savedName+", with personal ids.")
		for _, err := range bad {
			f.problems.add(err, time.Now())
		}
	})
}

// open reads a recording and shows it. What can't be read of it is one problem, and the rest is shown.
func (f *files) open(file js.Value) {
	messages, bad, count := recordings.Messages(recordings.NewReader(file))
	name := visit.Cut(file.Get("name").String(), maxName)
	f.act(func() {
		f.problems.dismiss() // what the notice says is not of the recording
		if len(messages) > 0 {
			f.source.open(messages, name)
		}
		if count > 0 || len(messages) == 0 {
			f.problems.add(&fileError{name: name, messages: len(messages), bad: bad, count: count}, time.Now())
		}
	})
}

// fileError is a recording that could not be read, or not all of it.
type fileError struct {
	name     string
	messages int // that could be read
	bad      []error
	count    int // of lines that could not be read
}

func (e *fileError) Error() string {
	if e.messages == 0 {
		return e.name + " is no recording: none of its lines is a message. Open a file that Save or the recorder has written."
	}
	return fmt.Sprintf("%s: lines that can't be read: %d; the others are shown. The first: %v", e.name, e.count, e.bad[0])
}

// reasons says of each line why it could not be read.
func (e *fileError) reasons() string {
	var texts []string
	for _, err := range e.bad {
		texts = append(texts, visit.Cut(err.Error(), maxProblem))
	}
	return strings.Join(texts, "\n")
}
