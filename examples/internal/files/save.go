//go:build js && wasm

package files

import (
	"bytes"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/recording"
	"example.com/ctlive-go/examples/internal/dom"
)

// Save offers messages as a file, and returns what could not be written of them. It must not be called in a callback
// of JavaScript's.
func Save(messages []ctlive.Message, name string) (bad []error) {
	var part bytes.Buffer
	var parts []any
	var breath breath
	w := recording.NewWriter(&part)
	for n, m := range messages {
		if err := w.Write(m); err != nil {
			bad = append(bad, err)
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
	link.Set("download", name)
	link.Call("click")
	js.Global().Get("URL").Call("revokeObjectURL", address)
	return bad
}

func toJS(content []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(content))
	js.CopyBytesToJS(array, content)
	return array
}
