package recording

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"example.com/ctlive-go/ctlive"
)

// maxLine is the length of the longest line that is read, in bytes.
const maxLine = 16 << 20

var (
	errTooLong = errors.New("is longer than 16 MiB")
	errNull    = errors.New("is null, want an object with an envelope")
)

// Read yields the messages of a recording. A line that can't be read yields an error that names its number, from 1, and
// says what was wrong; reading goes on with the next one. A line of more than 16 MiB is such an error. An error of r's
// ends the recording. What ctlive.Decode refuses is a *ctlive.DecodeError or ctlive.ErrNotCTLive for errors.As and
// errors.Is.
//
// The sequence reads from r as it goes: range over it once.
func Read(r io.Reader) iter.Seq2[ctlive.Message, error] {
	return func(yield func(ctlive.Message, error) bool) {
		lines := bufio.NewReader(r)
		for number, more := 1, true; more; number++ {
			var text []byte
			var err error
			text, more, err = readLine(lines)
			if number == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			if len(text) == 0 && err == nil {
				continue
			}
			var m ctlive.Message
			if err == nil {
				m, err = parse(text)
			}
			if err != nil {
				err = fmt.Errorf("recording: line %d: %w", number, err)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// readLine reads to the end of a line, of which it keeps no more than maxLine, and cuts off white space. It reports
// whether there may be another one.
func readLine(r *bufio.Reader) (text []byte, more bool, err error) {
	for {
		part, readErr := r.ReadSlice('\n')
		if len(text)+len(bytes.TrimRight(part, "\r\n")) > maxLine {
			err = errTooLong
		}
		if err == nil {
			text = append(text, part...)
		}
		switch readErr {
		case bufio.ErrBufferFull:
		case nil:
			return bytes.TrimSpace(text), true, err
		case io.EOF:
			return bytes.TrimSpace(text), false, err
		default:
			return nil, false, readErr
		}
	}
}

func parse(text []byte) (m ctlive.Message, err error) {
	if bytes.Equal(text, []byte("null")) {
		return m, errNull
	}
	return m, m.UnmarshalJSON(text)
}
