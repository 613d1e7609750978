package ctlive

import (
	"errors"
	"slices"

	"example.com/ctlive-go/ctlive/internal/envelope"
	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

var errForeignEvent = errors.New("ctlive: Encode: want an event struct of this package, by value, such as " +
	"ctlive.Loaded{}")

// Encode writes e as the envelope that the SDK posts for it, such that Decode gives back e. Invalid UTF-8 in
// its strings is written as U+FFFD.
//
// An error: a nil event, an event type from elsewhere (a pointer to a struct of this package is one), an Unknown with a
// Type that this version knows, or with an Object that is no JSON object.
func Encode(e Event) ([]byte, error) {
	object := objectWriter{}
	switch e := e.(type) {
	case Loaded:
		object.widget(widget(e))
	case WidgetShown:
		object.widget(widget(e))
	case WidgetHidden:
		object.widget(widget(e))
	case WidgetClicked:
		object.activation(activation(e))
	case ChatStarted:
		object.chat(chat(e))
	case ChatOnline:
		object.text(chatID, e.ChatID)
		object.users(e.Users)
	case ChatFinished:
		object.chat(chat{ChatID: e.ChatID, UserID: e.UserID})
		object.flag(isSurveyConfigured, e.IsSurveyConfigured)
	case DatacollectionStarted:
		object.activation(activation(e))
	case DatacollectionSubmitted:
		object.activation(activation(e))
	case SurveyStarted:
		object.chat(chat(e))
	case SurveySubmitted:
		object.chat(chat(e))
	case Unknown:
		return encodeUnknown(e)
	default:
		return nil, errForeignEvent
	}
	return envelope.Append(nil, string(e.EventType()), string(append(object.json, '}'))), nil
}

func encodeUnknown(e Unknown) ([]byte, error) {
	if slices.Contains(EventTypes(), e.Type) {
		return nil, errors.New("ctlive: Encode: an Unknown has the type " + string(e.Type) +
			", want ctlive." + string(e.Type) + "{}")
	}
	object := string(e.Object)
	if err := checkObject("Encode: Unknown.Object", object); err != nil {
		return nil, err
	}
	text := envelope.Append(nil, string(e.Type), object)
	if _, fault := jsonscan.Check(string(text)); fault != "" { // the envelope is one level more
		return nil, errors.New("ctlive: Encode: Unknown.Object nests too deep: " + fault)
	}
	return text, nil
}

// checkObject returns an error if a text is no JSON object; what begins the text of the error.
func checkObject(what, text string) error {
	kind, fault := jsonscan.Check(text)
	if fault != "" {
		return errors.New("ctlive: " + what + " is malformed JSON " + fault)
	}
	if kind != jsonscan.Object {
		return errors.New("ctlive: " + what + " is " + kind.String() + ", want an object")
	}
	return nil
}

// objectWriter writes the members of an object, all but the closing bracket.
type objectWriter struct{ json []byte }

func (w *objectWriter) name(m int) {
	separator := byte(',')
	if len(w.json) == 0 {
		separator = '{'
	}
	w.json = jsonscan.AppendName(append(w.json, separator), objectMembers[m])
}

func (w *objectWriter) text(m int, s string) {
	w.name(m)
	w.json = jsonscan.AppendQuote(w.json, s)
}

func (w *objectWriter) flag(m int, b bool) {
	w.name(m)
	if b {
		w.json = append(w.json, "true"...)
	} else {
		w.json = append(w.json, "false"...)
	}
}

// users writes nil as null, so that Decode can tell it from an empty array.
func (w *objectWriter) users(ids []string) {
	w.name(users)
	if ids == nil {
		w.json = append(w.json, "null"...)
		return
	}
	w.json = append(w.json, '[')
	for i, id := range ids {
		if i > 0 {
			w.json = append(w.json, ',')
		}
		w.json = jsonscan.AppendQuote(w.json, id)
	}
	w.json = append(w.json, ']')
}

func (w *objectWriter) widget(v widget) {
	w.text(elementID, v.ElementID)
	w.text(widgetID, v.WidgetID)
	w.text(userID, v.UserID)
}

func (w *objectWriter) activation(v activation) {
	w.widget(widget{ElementID: v.ElementID, WidgetID: v.WidgetID, UserID: v.UserID})
	w.text(widgetType, string(v.Type))
}

func (w *objectWriter) chat(v chat) {
	w.text(chatID, v.ChatID)
	w.text(userID, v.UserID)
}
