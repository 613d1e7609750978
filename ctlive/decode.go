package ctlive

import (
	"slices"
	"strconv"

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
	envelope := jsonscan.Walk(string(raw))
	var name, typ, object jsonscan.Value
	for envelope.Next() {
		switch envelope.Name.Text() {
		case memberName:
			name = envelope.Value
		case memberType:
			typ = envelope.Value
		case memberObject:
			object = envelope.Value
		}
	}
	if err := envelope.Err(); err != nil {
		return nil, &DecodeError{Reason: "malformed JSON " + err.Error(), Raw: slices.Clone(raw)}
	}
	if name.Text() != envelopeName {
		return nil, ErrNotCTLive
	}
	d := decoder{}
	event := d.event(typ, object)
	if d.err != nil {
		d.err.Raw = slices.Clone(raw)
		return nil, d.err
	}
	return event, nil
}

// decoder turns the members of one object into the fields of an event. After the first error it only returns zero
// values; err stays.
type decoder struct {
	eventType EventType
	values    [memberCount]jsonscan.Value
	err       *DecodeError
}

func (d *decoder) event(typ, object jsonscan.Value) Event {
	d.eventType = EventType(d.text(memberType, typ))
	if !d.is(memberObject, object, jsonscan.Object) {
		object = "{}"
	}
	members := jsonscan.Walk(string(object))
	for members.Next() {
		if m := memberNamed(members.Name.Text()); m < memberCount {
			d.values[m] = members.Value
		}
	}
	switch d.eventType {
	case TypeLoaded:
		return Loaded(d.widget())
	case TypeWidgetShown:
		return WidgetShown(d.widget())
	case TypeWidgetHidden:
		return WidgetHidden(d.widget())
	case TypeWidgetClicked:
		return WidgetClicked(d.activation())
	case TypeChatStarted:
		return ChatStarted(d.chat())
	case TypeChatOnline:
		return ChatOnline{ChatID: d.member(chatID), Users: d.users()}
	case TypeChatFinished:
		return ChatFinished{ChatID: d.member(chatID), UserID: d.member(userID), IsSurveyConfigured: d.flag(isSurveyConfigured)}
	case TypeDatacollectionStarted:
		return DatacollectionStarted(d.activation())
	case TypeDatacollectionSubmitted:
		return DatacollectionSubmitted(d.activation())
	case TypeSurveyStarted:
		return SurveyStarted(d.chat())
	case TypeSurveySubmitted:
		return SurveySubmitted(d.chat())
	}
	return Unknown{Type: d.eventType, Object: []byte(object)}
}

func (d *decoder) widget() widget {
	return widget{ElementID: d.member(elementID), WidgetID: d.member(widgetID), UserID: d.member(userID)}
}

func (d *decoder) activation() activation {
	w := d.widget()
	return activation{w.ElementID, w.WidgetID, w.UserID, WidgetType(d.member(widgetType))}
}

func (d *decoder) chat() chat {
	return chat{ChatID: d.member(chatID), UserID: d.member(userID)}
}

func (d *decoder) member(m member) string {
	return d.text(m.path(), d.values[m])
}

func (d *decoder) flag(m member) bool {
	return d.is(m.path(), d.values[m], jsonscan.Bool) && d.values[m] == "true"
}

// users returns the participants: nil where there is no such member, empty for an empty array.
func (d *decoder) users() []string {
	if !d.is(users.path(), d.values[users], jsonscan.Array) {
		return nil
	}
	ids := []string{}
	elements := jsonscan.Walk(string(d.values[users]))
	for elements.Next() {
		id := elements.Value
		if id.Kind() != jsonscan.String {
			d.wrongType(users.path()+"["+strconv.Itoa(len(ids))+"]", id, jsonscan.String)
			return nil
		}
		ids = append(ids, id.Text())
	}
	return ids
}

func (d *decoder) text(path string, v jsonscan.Value) string {
	d.is(path, v, jsonscan.String)
	return v.Text()
}

// is reports whether v is there and of the kind wanted. A value of another kind is noted as an error, absence and null
// are not.
func (d *decoder) is(path string, v jsonscan.Value, want jsonscan.Kind) bool {
	switch v.Kind() {
	case want:
		return true
	case jsonscan.None, jsonscan.Null:
		return false
	}
	d.wrongType(path, v, want)
	return false
}

func (d *decoder) wrongType(path string, v jsonscan.Value, want jsonscan.Kind) {
	if d.err == nil {
		d.err = &DecodeError{
			Type:   d.eventType,
			Member: path,
			Reason: "is " + v.Kind().String() + ", want " + want.String(),
		}
	}
}
