//go:build js && wasm

// Package files reads and saves recordings in a page.
package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/internal/dom"
)

const (
	maxBad  = 20      // lines of a recording of which the page says why it can't read them
	perRead = 1 << 20 // bytes of a file that are read or written at once
)

// OnFile calls open, on a goroutine of its own, for each recording that the visitor chooses in an input element for
// files or drops on the page. button is the id of the button that opens the choice.
func OnFile(button, input string, open func(file js.Value)) {
	dom.OnClick(button, func() { dom.ByID(input).Call("click") })
	field := dom.ByID(input)
	dom.On(field, "change", func(js.Value) {
		go open(field.Get("files").Index(0))
		field.Set("value", "") // so that the same file can be opened again
	})
	dom.On(dom.Document, "dragover", func(event js.Value) { event.Call("preventDefault") })
	dom.On(dom.Document, "drop", func(event js.Value) {
		event.Call("preventDefault")
		if dropped := event.Get("dataTransfer").Get("files"); dropped.Length() > 0 {
			go open(dropped.Index(0))
		}
	})
}

// Messages reads a recording while the page goes on. bad says what can't be read of it: the first of these lines, and
// how many more; count is how many they are together. It must not be called in a callback of JavaScript's.
func Messages(r io.Reader) (messages []ctlive.Message, bad []error, count int) {
	var breath breath
	for m, err := range recording.Read(bufio.NewReaderSize(r, perRead)) {
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
	return messages, bad, count
}

// breath lets the page go on during long work. It must not be taken in a callback of JavaScript's.
type breath struct{ last time.Time }

// take pauses for a moment, if there has been no pause for longer than one notices.
func (b *breath) take() {
	if time.Since(b.last) > 30*time.Millisecond {
		time.Sleep(time.Millisecond)
		b.last = time.Now()
	}
}

// NewReader returns a reader of a file of the browser's. It reads piece by piece, while the page goes on, and must not
// be read in a callback of JavaScript's.
func NewReader(file js.Value) io.Reader { return &reader{file: file, size: file.Get("size").Int()} }

type reader struct {
	file     js.Value
	size, at int
}

func (r *reader) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	content, err := Await(r.file.Call("slice", r.at, r.at+len(p)).Call("arrayBuffer"))
	if err != nil {
		return 0, err
	}
	n := js.CopyBytesToGo(p, js.Global().Get("Uint8Array").New(content))
	if r.at += n; n == 0 { // it has become shorter
		return 0, io.EOF
	}
	return n, nil
}

// Await waits for a promise. It must not run in a callback of JavaScript's.
func Await(promise js.Value) (value js.Value, err error) {
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
