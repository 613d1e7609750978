package webhook

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// Contact is one notice. Source of its members: documented by the vendor; what is inferred says so.
type Contact struct {
	Event       string // EventNew or EventEnd
	ChatID      string // the member cid; that it is the chatID of the page's events is inferred
	Media       string // how they are in contact; "" at the end
	Service     string // the service's id, serv; "" at the end
	ServiceName string // serv_name
	Title       string
	Lang        string // the contact's language
	UserID      string // the visitor; that it is the userID of the page's events is inferred
	WidgetID    string // widgetid; that it is the widgetID of the page's events is inferred

	Begin time.Time // in UTC, to the millisecond; zero if unknown
	End   time.Time // as Begin; zero if not yet. That a time of 0 means this too is inferred

	Users           json.RawMessage // who takes part, as it came; nil if absent
	DataCollections json.RawMessage // what the visitor has filled in, as it came; nil if absent. Expect personal data
}

// The values of Contact.Event.
const (
	EventNew = "new" // the contact begins
	EventEnd = "end" // it has ended
)

// The members of a notice.
const (
	cid = iota
	media
	serv
	event
	servName
	beginTime
	endTime
	title
	lang
	userID
	users
	dataCollections
	widgetID
)

var members = [...]string{
	cid:             "cid",
	media:           "media",
	serv:            "serv",
	event:           "event",
	servName:        "serv_name",
	beginTime:       "beginTime",
	endTime:         "endTime",
	title:           "title",
	lang:            "lang",
	userID:          "userID",
	users:           "users",
	dataCollections: "dataCollections",
	widgetID:        "widgetid",
}

// reader turns the members of a notice into the fields of a Contact. After the first error it only returns zero values;
// err stays.
type reader struct {
	values [len(members)]jsonscan.Value
	err    error
}

// parse reads the body of a notice. An error names the member.
func parse(body string) (Contact, error) {
	r := reader{}
	w := jsonscan.Walk(body)
	w.Find(members[:], r.values[:])
	if fault := w.Fault(); fault != "" {
		return Contact{}, errors.New("webhook: malformed JSON " + fault)
	}
	if w.Kind() != jsonscan.Object {
		return Contact{}, errors.New("webhook: the body is " + w.Kind().String() + ", want an object")
	}
	c := Contact{
		Event: r.text(event), ChatID: r.text(cid), Media: r.text(media), Service: r.text(serv), ServiceName: r.text(servName),
		Title: r.text(title), Lang: r.text(lang), UserID: r.text(userID), WidgetID: r.text(widgetID),
		Begin: r.time(beginTime), End: r.time(endTime),
		Users: r.raw(users), DataCollections: r.raw(dataCollections),
	}
	if c.Event != EventNew && c.Event != EventEnd {
		r.fail(event, "is "+r.shown(event)+`, want "`+EventNew+`" or "`+EventEnd+`"`)
	}
	if c.ChatID == "" {
		r.fail(cid, "is "+r.shown(cid)+", want the id of a chat")
	}
	if r.err != nil {
		return Contact{}, r.err
	}
	return c, nil
}

// has tells whether a member is there, and not null.
func (r *reader) has(member int) bool {
	kind := r.values[member].Kind()
	return kind != jsonscan.None && kind != jsonscan.Null
}

func (r *reader) text(member int) string {
	if r.has(member) && r.values[member].Kind() != jsonscan.String {
		r.fail(member, "is "+r.values[member].Kind().String()+", want a string")
	}
	return r.values[member].Text()
}

func (r *reader) raw(member int) json.RawMessage {
	if r.values[member] == "" {
		return nil
	}
	return json.RawMessage(r.values[member])
}

// maxTime is the last millisecond of the year 9999: package time writes no later time as JSON.
const maxTime = 253_402_300_799_999

// time reads milliseconds: a number, or a string of one.
func (r *reader) time(member int) time.Time {
	number := string(r.values[member])
	if r.values[member].Kind() == jsonscan.String {
		number = r.values[member].Text()
	}
	if number == "" || !r.has(member) {
		return time.Time{}
	}
	kind, fault := jsonscan.Check(number)
	ms, err := strconv.ParseFloat(number, 64) // as servers may write 1.7952e12; it is exact up to maxTime
	if kind != jsonscan.Number || fault != "" || err != nil || ms < 0 || ms >= maxTime+1 {
		r.fail(member, "is "+r.shown(member)+", want milliseconds since 1970, a number or a string of one")
		return time.Time{}
	}
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(ms)).UTC()
}

func (r *reader) fail(member int, reason string) {
	if r.err == nil {
		r.err = errors.New("webhook: " + members[member] + " " + reason)
	}
}

// shown returns a value as an error shows it: a text in quotation marks, on one line and not too long for a log, and of
// an object or an array the kind alone.
func (r *reader) shown(member int) string {
	v := r.values[member]
	const most = 100
	switch v.Kind() {
	case jsonscan.String:
		text := v.Text()
		if len(text) > most {
			text = text[:most] + "…"
		}
		return string(jsonscan.AppendQuote(nil, text))
	case jsonscan.Number:
		if len(v) <= most {
			return string(v)
		}
	}
	return v.Kind().String()
}
