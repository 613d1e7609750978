package session

import (
	"strconv"
	"time"

	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// utc follows a time that has UTC for its location. Another is read as local time, which is what
// messages have.
const utc = "UTC"

// writer is a codec that writes. It is inside an object.
type writer struct{ json []byte }

// add appends in one place for all: an append is some 300 bytes of the program.
//
//go:noinline
func (w *writer) add(text string) { w.json = append(w.json, text...) }

// separate writes a comma if something stands before in the same object or array.
func (w *writer) separate() {
	if last := w.json[len(w.json)-1]; last != '{' && last != '[' {
		w.add(",")
	}
}

func (w *writer) quote(text string) { w.json = jsonscan.AppendQuote(w.json, text) }

func (w *writer) name(name string) {
	w.separate()
	w.quote(name)
	w.add(":")
}

func (w *writer) text(name string, value *string) {
	if *value != "" {
		w.name(name)
		w.quote(*value)
	}
}

// texts writes an empty array too: nil is something else.
func (w *writer) texts(name string, value *[]string) {
	if *value == nil {
		return
	}
	w.name(name)
	w.add("[")
	for _, text := range *value {
		w.separate()
		w.quote(text)
	}
	w.add("]")
}

func (w *writer) number(name string, value *int, _ int) {
	if *value != 0 {
		w.name(name)
		w.add(strconv.Itoa(*value))
	}
}

func (w *writer) flag(name string, value *bool) {
	if *value {
		w.name(name)
		w.add("true")
	}
}

// moment writes [seconds since 1970, nanoseconds], and utc behind them. Digits of a date would link
// 17 KB of formatting.
func (w *writer) moment(name string, value *time.Time) {
	if value.IsZero() {
		return
	}
	w.name(name)
	w.add("[" + strconv.FormatInt(value.Unix(), 10) + "," + strconv.Itoa(value.Nanosecond()))
	if value.Location() == time.UTC {
		w.separate()
		w.quote(utc)
	}
	w.add("]")
}

func (w *writer) objects(name string, count, _ int, object func(i int, c codec)) {
	if count == 0 {
		return
	}
	w.name(name)
	w.add("[")
	for i := range count {
		w.separate()
		w.add("{")
		object(i, w)
		w.add("}")
	}
	w.add("]")
}
