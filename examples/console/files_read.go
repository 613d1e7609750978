//go:build js && wasm

package main

import (
	"errors"
	"io"
	"syscall/js"
	"time"
)

// breath lets the page go on during long work. It must not be taken in a callback of JavaScript's.
type breath struct{ last time.Time }

// take pauses for a moment, if there has been no pause for longer than one notices.
func (b *breath) take() {
	if time.Since(b.last) > 30*time.Millisecond {
		time.Sleep(time.Millisecond)
		b.last = time.Now()
	}
}

// fileReader reads a file of the browser's piece by piece, while the page goes on. It must not be
// read in a callback of JavaScript's.
type fileReader struct {
	file     js.Value
	size, at int
}

func (r *fileReader) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	content, err := await(r.file.Call("slice", r.at, r.at+len(p)).Call("arrayBuffer"))
	if err != nil {
		return 0, err
	}
	n := js.CopyBytesToGo(p, js.Global().Get("Uint8Array").New(content))
	if r.at += n; n == 0 { // it has become shorter
		return 0, io.EOF
	}
	return n, nil
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
