package ctlive

import (
	"slices"
	"strconv"

	"example.com/ctlive-go/ctlive/internal/envelope"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// Decode reads an envelope, the JSON text of { name: "CTLiveEvent", type: …, object: … }.
//
// Members are matched by exact name, in any order; unknown ones pass, and of duplicates the last wins. A member that is
// absent or null is the zero value. An event type that this version does not know, or none, gives Unknown; an unknown
// WidgetType is kept as it came. Lone surrogates and invalid UTF-8 become U+FFFD.
//
// JSON that is no CTLive envelope gives ErrNotCTLive. Text that is no JSON, that nests deeper than 64 levels, or that
// has a member of the wrong type gives a *DecodeError. Decode keeps no reference to raw; the strings of an event share
// one copy of it.
func Decode(raw []byte) (Event, error) {
	var event Event
	var d decoder
	if parts, fault := readEnvelope(string(raw), objectMembers[:], d.values[:]); fault != "" {
		d.err = &DecodeError{Reason: "malformed JSON " + fault}
	} else if parts[envelope.MemberName].Text() != envelope.Name {
		return nil, ErrNotCTLive
	} else {
		event = d.event(parts[envelope.MemberType], parts[envelope.MemberObject])
	}
	if d.err != nil {
		d.err.Raw = slices.Clone(raw)
		return nil, d.err
	}
	return event, nil
}

// readEnvelope finds the members of an envelope and, in one walk, those members of its object that are named, each at
// its place in names. Of duplicates the last wins. It returns what is wrong with the text, "" if nothing is.
func readEnvelope(text string, names []string, values []jsonscan.Value) (
	parts [len(envelope.Members)]jsonscan.Value, fault string,
) {
	w := jsonscan.Walk(text)
	for w.Next() {
		i := slices.Index(envelope.Members[:], w.Name.Text())
		if i < 0 {
			continue
		}
		if i == envelope.MemberObject {
			clear(values)
			object := w.Inside()
			object.Find(names, values)
		}
		parts[i] = w.Value()
	}
	return parts, w.Fault()
}

// decoder turns the members of one object into the fields of an event. After the first error it only returns zero
// values; err stays.
type decoder struct {
	eventType EventType
	values    [len(objectMembers)]jsonscan.Value
	err       *DecodeError
}

func (d *decoder) event(typ, object jsonscan.Value) (event Event) {
	d.check("", envelope.Members[envelope.MemberType], typ, jsonscan.String)
	d.eventType = EventType(typ.Text())
	d.check("", envelope.Members[envelope.MemberObject], object, jsonscan.Object)
	switch known(d.eventType).(type) {
	case Loaded:
		event = Loaded(d.widget())
	case WidgetShown:
		event = WidgetShown(d.widget())
	case WidgetHidden:
		event = WidgetHidden(d.widget())
	case WidgetClicked:
		event = WidgetClicked(d.activation())
	case ChatStarted:
		event = ChatStarted(d.chat())
	case ChatOnline:
		event = ChatOnline{ChatID: d.text(chatID), Users: d.users()}
	case ChatFinished:
		event = ChatFinished{ChatID: d.text(chatID), UserID: d.text(userID), IsSurveyConfigured: d.flag(isSurveyConfigured)}
	case DatacollectionStarted:
		event = DatacollectionStarted(d.activation())
	case DatacollectionSubmitted:
		event = DatacollectionSubmitted(d.activation())
	case SurveyStarted:
		event = SurveyStarted(d.chat())
	case SurveySubmitted:
		event = SurveySubmitted(d.chat())
	default:
		if object.Kind() != jsonscan.Object {
			object = "{}"
		}
		event = Unknown{Type: d.eventType, Object: append([]byte(nil), object...)}
	}
	return event
}

func (d *decoder) widget() widget {
	return widget{ElementID: d.text(elementID), WidgetID: d.text(widgetID), UserID: d.text(userID)}
}

func (d *decoder) activation() activation {
	w := d.widget()
	return activation{w.ElementID, w.WidgetID, w.UserID, WidgetType(d.text(widgetType))}
}

func (d *decoder) chat() chat {
	return chat{ChatID: d.text(chatID), UserID: d.text(userID)}
}

func (d *decoder) text(member int) string {
	return d.value(member, jsonscan.String).Text()
}

func (d *decoder) flag(member int) bool {
	return d.value(member, jsonscan.Bool) == "true"
}

// users returns the participants: nil where there is no such member, empty for an empty array.
func (d *decoder) users() []string {
	array := d.value(users, jsonscan.Array)
	if array.Kind() != jsonscan.Array {
		return nil
	}
	// There is room for ids of 36 letters, as they are seen, and for two of any length. To begin with []string{} would
	// link 3 KB of Go 1.26's runtime, not compressed, which keeps a small list on the stack at first.
	ids := make([]string, 0, max(len(array)/40+1, 2))
	for w := jsonscan.Walk(string(array)); w.Next(); {
		if w.Value().Kind() != jsonscan.String {
			d.wrongType("object.users["+strconv.Itoa(len(ids))+"]", w.Value().Kind(), jsonscan.String)
			return nil
		}
		ids = append(ids, w.Value().Text())
	}
	return ids
}

// value returns the value of a member of the object, which should be of a kind. Copies of it, and of wrongType, in each
// caller would be larger.
//
//go:noinline
func (d *decoder) value(member int, want jsonscan.Kind) jsonscan.Value {
	d.check("object.", objectMembers[member], d.values[member], want)
	return d.values[member]
}

// check notes an error if a value is of another kind than the one wanted. Absence and null are none.
func (d *decoder) check(parent, name string, v jsonscan.Value, want jsonscan.Kind) {
	if kind := v.Kind(); kind != want && kind != jsonscan.None && kind != jsonscan.Null {
		d.wrongType(parent+name, kind, want)
	}
}

//go:noinline
func (d *decoder) wrongType(path string, kind, want jsonscan.Kind) {
	if d.err == nil {
		d.err = &DecodeError{Type: d.eventType, Member: path, Reason: "is " + kind.String() + ", want " + want.String()}
	}
}
