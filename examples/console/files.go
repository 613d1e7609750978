//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/dom"
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

// maxBad is of how many lines of a recording the page says why it can't read them.
const maxBad = 20

// perBreath is how many messages are read or written before the page gets its turn.
const perBreath = 200

// breathe lets the page go on, after every so many messages. It must not run in a callback of JavaScript's.
func breathe(count int) {
	if count%perBreath == perBreath-1 {
		time.Sleep(time.Millisecond)
	}
}

// save offers messages as a file.
func save(messages []ctlive.Message) {
	var file bytes.Buffer
	w := recording.NewWriter(&file)
	for n, m := range messages {
		if err := w.Write(m); err != nil {
			act(func() { problems.add(err) })
		}
		breathe(n)
	}
	text := js.Global().Get("Uint8Array").New(file.Len())
	js.CopyBytesToJS(text, file.Bytes())
	blob := js.Global().Get("Blob").New([]any{text}, map[string]any{"type": "application/jsonl"})
	address := js.Global().Get("URL").Call("createObjectURL", blob)
	link := dom.New("a")
	link.Set("href", address)
	link.Set("download", "ctlive-recording.jsonl")
	link.Call("click")
	js.Global().Get("URL").Call("revokeObjectURL", address)
}

// open reads a recording and shows it. What can't be read of it is a problem, and the rest is shown.
func open(file js.Value) {
	text, err := await(file.Call("text"))
	if err != nil {
		act(func() { problems.add(err) })
		return
	}
	var messages []ctlive.Message
	var bad []error
	for m, err := range recording.Read(strings.NewReader(text.String())) {
		if err != nil {
			bad = append(bad, err)
		} else {
			messages = append(messages, m)
		}
		breathe(len(messages) + len(bad))
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

// await waits for a promise. It must not run in a callback of JavaScript's.
func await(promise js.Value) (value js.Value, err error) {
	done := make(chan struct{})
	then := js.FuncOf(func(_ js.Value, args []js.Value) any {
		value = args[0]
		close(done)
		return nil
	})
	defer then.Release()
	failed := js.FuncOf(func(_ js.Value, args []js.Value) any {
		err = errors.New(js.Global().Call("String", args[0]).String())
		close(done)
		return nil
	})
	defer failed.Release()
	promise.Call("then", then, failed)
	<-done
	return value, err
}
