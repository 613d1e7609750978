//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"strings"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/dom"
)

// connectFiles connects what saves and opens recordings. A file may also be dropped anywhere on the page.
func connectFiles() {
	dom.OnClick("save", func() { act(save) })
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

// save offers the messages that are shown as a file.
func save() {
	var file bytes.Buffer
	w := recording.NewWriter(&file)
	for _, m := range source.visit().Messages() {
		if err := w.Write(m); err != nil {
			problems.add(err)
		}
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
	act(func() {
		if err != nil {
			problems.add(err)
			return
		}
		var messages []ctlive.Message
		for m, err := range recording.Read(strings.NewReader(text.String())) {
			if err != nil {
				problems.add(err)
				continue
			}
			messages = append(messages, m)
		}
		source.show(messages, file.Get("name").String())
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
