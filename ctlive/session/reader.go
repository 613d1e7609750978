package session

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// reader is a codec that reads one object, from a text that is JSON. After the first fault it reads
// on, to no effect.
type reader struct {
	members []member
	path    string // of the object: "chats[3]."
	fault   *fault
}

type member struct {
	name  string
	value jsonscan.Value
}

// fault is what is wrong with a text, "" if nothing is. The readers of a text share it.
type fault struct{ text string }

func newReader(object jsonscan.Value) *reader { return (&reader{fault: new(fault)}).inside(object, "") }

// inside returns a reader for an object that is a part of this one.
func (r *reader) inside(object jsonscan.Value, path string) *reader {
	inner := &reader{path: path, fault: r.fault}
	for w := jsonscan.Walk(string(object)); w.Next(); {
		inner.members = append(inner.members, member{w.Name.Text(), w.Value()})
	}
	return inner
}

func (r *reader) fail(name, reason string) {
	if r.fault.text == "" {
		r.fault.text = r.path + name + " " + reason
	}
}

// value returns the value of a member. ok is false where there is none, or null, or where it is of
// another kind.
func (r *reader) value(name string, want jsonscan.Kind) (v jsonscan.Value, ok bool) {
	for _, m := range r.members { // of duplicates the last
		if m.name == name {
			v = m.value
		}
	}
	switch kind := v.Kind(); kind {
	case want:
		return v, true
	case jsonscan.None, jsonscan.Null:
	default:
		r.fail(name, "is "+kind.String()+", want "+want.String())
	}
	return "", false
}

func (r *reader) text(name string, value *string) {
	if v, ok := r.value(name, jsonscan.String); ok {
		if *value = strings.Clone(v.Text()); len(*value) > maxText {
			r.fail(name, "is longer than "+strconv.Itoa(maxText)+" bytes")
		}
	}
}

func (r *reader) texts(name string, value *[]string) {
	array, ok := r.value(name, jsonscan.Array)
	if !ok {
		return
	}
	*value = []string{}
	for w := jsonscan.Walk(string(array)); w.Next(); {
		if w.Value().Kind() != jsonscan.String {
			r.fail(name, "holds "+w.Value().Kind().String()+", want strings")
			return
		}
		*value = append(*value, w.Value().Text())
	}
	all := *value
	if *value = keepUsers(all); !slices.Equal(*value, all) {
		r.fail(name, "is longer than what is kept of it")
	}
}

func (r *reader) number(name string, value *int, most int) {
	v, ok := r.value(name, jsonscan.Number)
	if !ok {
		return
	}
	n, ok := whole(v)
	if !ok || n < 0 || n > int64(most) {
		r.fail(name, "is "+string(v[:min(len(v), 20)])+", want a whole number from 0 to "+strconv.Itoa(most))
		return
	}
	*value = int(n)
}

// whole reads a whole number. ok is false for any other. strconv would link 18 KB for the text of
// its errors.
func whole(v jsonscan.Value) (n int64, ok bool) {
	digits, negative := strings.CutPrefix(string(v), "-")
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, false
		}
		n = 10*n + int64(digits[i]-'0')
	}
	ok = digits != "" && len(digits) <= 19 && n >= 0 // 19 digits overflow to a negative number, or not at all
	if negative {
		n = -n
	}
	return n, ok
}

func (r *reader) flag(name string, value *bool) {
	if v, ok := r.value(name, jsonscan.Bool); ok {
		*value = v == "true"
	}
}

func (r *reader) moment(name string, value *time.Time) {
	array, ok := r.value(name, jsonscan.Array)
	if !ok {
		return
	}
	var parts [4]jsonscan.Value
	count := 0
	for w := jsonscan.Walk(string(array)); count < len(parts) && w.Next(); count++ {
		parts[count] = w.Value()
	}
	seconds, ok := whole(parts[0])
	nanoseconds, ok2 := whole(parts[1])
	isUTC := count == 3 && parts[2].Text() == utc
	if !ok || !ok2 || nanoseconds < 0 || nanoseconds > 999_999_999 || count != 2 && !isUTC {
		r.fail(name, "is no time: want [seconds, nanoseconds] and perhaps \""+utc+"\"")
		return
	}
	t := time.Unix(seconds, nanoseconds)
	switch {
	case t.IsZero():
		t = time.Time{}
	case isUTC:
		t = t.UTC()
	}
	*value = t
}

func (r *reader) objects(name string, _, most int, object func(i int, c codec)) {
	array, ok := r.value(name, jsonscan.Array)
	if !ok {
		return
	}
	w := jsonscan.Walk(string(array))
	for i := 0; w.Next(); i++ {
		switch kind := w.Value().Kind(); {
		case i == most:
			r.fail(name, "has more than "+strconv.Itoa(most)+" elements")
			return
		case kind != jsonscan.Object:
			r.fail(name, "holds "+kind.String()+", want objects")
			return
		}
		object(i, r.inside(w.Value(), r.path+element(name, i)+"."))
	}
}
