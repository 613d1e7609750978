//go:build js && wasm

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/internal/dom"
)

// files saves and opens recordings. A file may also be dropped anywhere on the page.
type files struct {
	source   *source
	problems *problems
	act      func(func())
}

func (f *files) connect() {
	dom.OnClick("save", func() { f.act(func() { go f.save(f.source.all()) }) })
	dom.OnClick("open", func() { dom.ByID("file").Call("click") })
	input := dom.ByID("file")
	dom.On(input, "change", func(js.Value) {
		go f.open(input.Get("files").Index(0))
		input.Set("value", "") // so that the same file can be opened again
	})
	dom.On(dom.Document, "dragover", func(event js.Value) { event.Call("preventDefault") })
	dom.On(dom.Document, "drop", func(event js.Value) {
		event.Call("preventDefault")
		if dropped := event.Get("dataTransfer").Get("files"); dropped.Length() > 0 {
			go f.open(dropped.Index(0))
		}
	})
}

const (
	maxBad  = 20      // lines of a recording of which the page says why it can't read them
	perRead = 1 << 20 // bytes of a file that are read or written at once
)

// save offers messages as a file.
func (f *files) save(messages []ctlive.Message) {
	var part bytes.Buffer
	var parts []any
	var breath breath
	w := recording.NewWriter(&part)
	for n, m := range messages {
		if err := w.Write(m); err != nil {
			f.report(err)
		}
		if part.Len() >= perRead || n == len(messages)-1 {
			parts = append(parts, toJS(part.Bytes()))
			part.Reset()
		}
		breath.take()
	}
	blob := js.Global().Get("Blob").New(parts, map[string]any{"type": "application/jsonl"})
	address := js.Global().Get("URL").Call("createObjectURL", blob)
	link := dom.New("a")
	link.Set("href", address)
	link.Set("download", "ctlive-recording.jsonl")
	link.Call("click")
	js.Global().Get("URL").Call("revokeObjectURL", address)
}

func (f *files) report(errs ...error) {
	f.act(func() {
		for _, err := range errs {
			f.problems.add(err, time.Now())
		}
	})
}

func toJS(content []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(content))
	js.CopyBytesToJS(array, content)
	return array
}

// open reads a recording and shows it. What can't be read of it is a problem, and the rest is shown.
func (f *files) open(file js.Value) {
	var messages []ctlive.Message
	var bad []error
	count := 0
	var breath breath
	lines := bufio.NewReaderSize(&fileReader{file: file, size: file.Get("size").Int()}, perRead)
	for m, err := range recording.Read(lines) {
		switch {
		case err == nil:
			messages = append(messages, m)
		case count < maxBad:
			bad = append(bad, err)
			fallthrough
		default:
			count++
		}
		breath.take()
	}
	if more := count - maxBad; more > 0 {
		bad = append(bad, fmt.Errorf("recording: %d more lines could not be read", more))
	}
	name := file.Get("name").String()
	if len(messages) == 0 {
		bad = append(bad, errors.New("recording: there is no message in "+name))
	} else {
		f.act(func() { f.source.open(messages, name) })
	}
	f.report(bad...)
}
