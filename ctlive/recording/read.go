package recording

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"example.com/ctlive-go/ctlive"
)

// maxLine is the length of the longest line that is read, in bytes.
const maxLine = 16 << 20

var errTooLong = errors.New("is longer than 16 MiB")

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

func parse(text []byte) (ctlive.Message, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return ctlive.Message{}, fmt.Errorf("want an object with time, origin, early and envelope: %w", err)
	}
	if len(l.Envelope) == 0 {
		return ctlive.Message{}, errors.New(`has no envelope, want {"envelope":{"name":"CTLiveEvent",…}}`)
	}
	event, err := ctlive.Decode(l.Envelope)
	if err != nil {
		return ctlive.Message{}, err
	}
	return ctlive.Message{Event: event, Origin: l.Origin, Time: l.Time, Early: l.Early, Raw: l.Envelope}, nil
}
