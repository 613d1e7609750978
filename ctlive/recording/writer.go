package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"example.com/ctlive-go/ctlive"
)

// Writer writes messages. It is safe for concurrent use.
type Writer struct {
	mu sync.Mutex
	w  io.Writer
}

// NewWriter returns a Writer that writes to w, each line with one call of w.Write.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes one line: Raw without line breaks, or Event as ctlive.Encode writes it where there is no Raw. An
// error: a message with neither, an Event that has no envelope, Raw that ctlive.Decode refuses, a line over 16
// MiB, a year beyond 9999, or what w.Write returns. After an error of the message's nothing has been written.
func (w *Writer) Write(m ctlive.Message) error {
	if len(m.Raw) == 0 && m.Event == nil {
		return errors.New("recording: Write: the message has neither Raw nor Event")
	}
	m.Time = m.Time.UTC()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text) // it ends the line, and takes the line breaks out of the envelope
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(m); err != nil {
		return fmt.Errorf("recording: Write: %w", err)
	}
	if text.Len() > maxLine+1 { // the line feed does not count
		return fmt.Errorf("recording: Write: the line %w", errTooLong)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.w.Write(text.Bytes()); err != nil {
		return fmt.Errorf("recording: Write: %w", err)
	}
	return nil
}
