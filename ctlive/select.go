package ctlive

import (
	"slices"

	"example.com/ctlive-go/ctlive/internal/envelope"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// Select returns the envelope of m, as JSON, with those members of its object that are named, in that order. It is for
// what goes to others. Nil members are those that identify no person: elementID, widgetID, type and isSurveyConfigured.
//
// A member of the protocol is taken from m.Event, any other from m.Raw, or from m.Event where Raw is empty. It is kept
// if it is a text that is not empty, a number, a boolean, or, of users, a list of texts: nobody knows what objects and
// lists of an unknown kind hold. An event type that is not of this package has only members that are not the
// protocol's, from m.Raw.
func Select(m Message, members []string) []byte {
	if members == nil { // the others are ids of people and chats: docs/security.md, "Personal data"
		members = []string{objectMembers[elementID], objectMembers[widgetID], objectMembers[widgetType],
			objectMembers[isSurveyConfigured]}
	}
	encoded, _ := Encode(m.Event)
	values := membersOf(string(encoded), members)
	if len(m.Raw) > 0 && slices.ContainsFunc(members, isForeign) {
		for i, v := range membersOf(string(m.Raw), members) {
			if isForeign(members[i]) {
				values[i] = v
			}
		}
	}
	object := make([]byte, 0, 128)
	object = append(object, '{')
	for i, v := range values {
		switch v.Kind() {
		case jsonscan.Number, jsonscan.Bool:
		case jsonscan.String:
			if v == `""` {
				continue
			}
		case jsonscan.Array:
			if v = textList(v); v == "" || members[i] != objectMembers[users] {
				continue
			}
		default:
			continue
		}
		if len(object) > 1 {
			object = append(object, ',')
		}
		object = append(jsonscan.AppendName(object, members[i]), v...)
	}
	return envelope.Append(nil, string(m.Event.EventType()), string(append(object, '}')))
}

// isForeign tells whether the protocol has no member of this name.
func isForeign(member string) bool { return !slices.Contains(objectMembers[:], member) }

// membersOf returns the members of an envelope's object, each at its place in names. A text that is no JSON has none.
func membersOf(text string, names []string) []jsonscan.Value {
	values := make([]jsonscan.Value, len(names))
	if _, fault := readEnvelope(text, names, values); fault != "" {
		clear(values)
	}
	return values
}

// textList returns a list of texts without white space, "" if something else is in it.
func textList(list jsonscan.Value) jsonscan.Value {
	text := []byte{'['}
	for w := jsonscan.Walk(string(list)); w.Next(); {
		if w.Value().Kind() != jsonscan.String {
			return ""
		}
		if len(text) > 1 {
			text = append(text, ',')
		}
		text = append(text, w.Value()...)
	}
	return jsonscan.Value(append(text, ']'))
}
