//go:build js && wasm

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/internal/dom"
)

// connectFiles connects what saves and opens recordings. A file may also be dropped anywhere on the page.
func connectFiles() {
	dom.OnClick("save", func() { act(func() { go save(source.messages()) }) })
	dom.OnClick("open", func() { dom.ByID("file").Call("click") })
	input := dom.ByID("file")
	dom.On(input, "change", func(js.Value) {
		go open(input.Get("files").Index(0))
		input.Set("value", "") // so that the same file can be opened again
	})
	dom.On(dom.Document, "dragover", func(event js.Value) { event.Call("preventDefault") })
	dom.On(dom.Document, "drop", func(event js.Value) {
		event.Call("preventDefault")
		if files := event.Get("dataTransfer").Get("files"); files.Length() > 0 {
			go open(files.Index(0))
		}
	})
}

const (
	maxBad  = 20      // lines of a recording of which the page says why it can't read them
	perRead = 1 << 20 // bytes of a file that are read or written at once
)

// save offers messages as a file.
func save(messages []ctlive.Message) {
	var part bytes.Buffer
	var parts []any
	var breath breath
	w := recording.NewWriter(&part)
	for n, m := range messages {
		if err := w.Write(m); err != nil {
			act(func() { problems.add(err) })
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

func toJS(content []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(content))
	js.CopyBytesToJS(array, content)
	return array
}

// open reads a recording and shows it. What can't be read of it is a problem, and the rest is shown.
func open(file js.Value) {
	var messages []ctlive.Message
	var bad []error
	var breath breath
	lines := bufio.NewReaderSize(&fileReader{file: file, size: file.Get("size").Int()}, perRead)
	for m, err := range recording.Read(lines) {
		if err != nil {
			bad = append(bad, err)
		} else {
			messages = append(messages, m)
		}
		breath.take()
	}
	act(func() {
		for _, err := range bad[:min(len(bad), maxBad)] {
			problems.add(err)
		}
		if more := len(bad) - maxBad; more > 0 {
			problems.add(fmt.Errorf("recording: %d more lines could not be read", more))
		}
		if name := file.Get("name").String(); len(messages) > 0 {
			source.show(messages, name)
		} else {
			problems.add(errors.New("recording: there is no message in " + name))
		}
	})
}
