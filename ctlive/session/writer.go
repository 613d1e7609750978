package session

import (
	"strconv"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// utc follows a time that has UTC for its location. Another is read as local time, which is what messages have.
const utc = "UTC"

// writer is a codec that writes. It is inside an object.
type writer struct{ json []byte }

// separate writes a comma if something stands before in the same object or array.
func (w *writer) separate() {
	if last := w.json[len(w.json)-1]; last != '{' && last != '[' {
		w.json = append(w.json, ',')
	}
}

func (w *writer) name(name string) {
	w.separate()
	w.json = append(jsonscan.AppendQuote(w.json, name), ':')
}

func (w *writer) text(name string, value *string) {
	if *value != "" {
		w.name(name)
		w.json = jsonscan.AppendQuote(w.json, *value)
	}
}

// texts writes an empty array too: nil is something else.
func (w *writer) texts(name string, value *[]string) {
	if *value == nil {
		return
	}
	w.name(name)
	w.json = append(w.json, '[')
	for _, text := range *value {
		w.separate()
		w.json = jsonscan.AppendQuote(w.json, text)
	}
	w.json = append(w.json, ']')
}

func (w *writer) number(name string, value *int, _ int) {
	if *value != 0 {
		w.name(name)
		w.json = strconv.AppendInt(w.json, int64(*value), 10)
	}
}

func (w *writer) flag(name string, value *bool) {
	if *value {
		w.name(name)
		w.json = append(w.json, "true"...)
	}
}

// moment writes [seconds since 1970, nanoseconds], and utc behind them.
func (w *writer) moment(name string, value *time.Time) {
	if value.IsZero() {
		return
	}
	w.name(name)
	w.json = strconv.AppendInt(append(w.json, '['), value.Unix(), 10)
	w.json = strconv.AppendInt(append(w.json, ','), int64(value.Nanosecond()), 10)
	if value.Location() == time.UTC {
		w.json = jsonscan.AppendQuote(append(w.json, ','), utc)
	}
	w.json = append(w.json, ']')
}

func (w *writer) event(name string, value *ctlive.Event) {
	envelope, err := ctlive.Encode(*value)
	if err != nil {
		panic(err) // keepEvent returns events of package ctlive alone
	}
	w.name(name)
	w.json = append(w.json, envelope...)
}

func (w *writer) objects(name string, count, _ int, object func(i int, c codec)) {
	if count == 0 {
		return
	}
	w.name(name)
	w.json = append(w.json, '[')
	for i := range count {
		w.separate()
		w.json = append(w.json, '{')
		object(i, w)
		w.json = append(w.json, '}')
	}
	w.json = append(w.json, ']')
}
