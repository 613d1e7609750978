package visit

import (
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/ctlive-go/ctlive"
)

// subject is what an event names: a widget, a chat, both or neither.
type subject struct{ elementID, widgetID, chatID string }

func subjectOf(event ctlive.Event) subject {
	switch e := event.(type) {
	case ctlive.Loaded:
		return subject{e.ElementID, e.WidgetID, ""}
	case ctlive.WidgetShown:
		return subject{e.ElementID, e.WidgetID, ""}
	case ctlive.WidgetHidden:
		return subject{e.ElementID, e.WidgetID, ""}
	case ctlive.WidgetClicked:
		return subject{e.ElementID, e.WidgetID, ""}
	case ctlive.DatacollectionStarted:
		return subject{e.ElementID, e.WidgetID, ""}
	case ctlive.DatacollectionSubmitted:
		return subject{e.ElementID, e.WidgetID, ""}
	case ctlive.ChatStarted:
		return subject{"", "", e.ChatID}
	case ctlive.ChatOnline:
		return subject{"", "", e.ChatID}
	case ctlive.ChatFinished:
		return subject{"", "", e.ChatID}
	case ctlive.SurveyStarted:
		return subject{"", "", e.ChatID}
	case ctlive.SurveySubmitted:
		return subject{"", "", e.ChatID}
	case ctlive.Unknown:
		return subjectOfUnknown(e.Object)
	}
	return subject{}
}

// subjectOfUnknown finds the ids of an event that this version does not know. A member that is no
// string names nothing.
func subjectOfUnknown(object []byte) (s subject) {
	for members := Object(object); ; {
		name, value := members.next()
		if name == nil {
			return s
		}
		switch string(name) {
		case `"elementID"`:
			s.elementID, _ = unquote(value)
		case `"widgetID"`:
			s.widgetID, _ = unquote(value)
		case `"chatID"`:
			s.chatID, _ = unquote(value)
		}
	}
}

// laneKey tells a lane from the others.
type laneKey struct {
	kind                Kind
	elementID, widgetID string // of a widget: services may share a widgetID
	chatID              string
}

// lanesOf returns the lane that a message belongs to, and that of the widget it names. One that
// names a widget and a chat belongs to the chat.
func (v *Visit) lanesOf(event ctlive.Event) (lane, widget *Lane) {
	s := subjectOf(event)
	chatKey := laneKey{kind: Chat, chatID: short(s.chatID)}
	widgetKey := laneKey{kind: Widget, elementID: short(s.elementID), widgetID: short(s.widgetID)}
	switch {
	case s.elementID != "" || s.widgetID != "":
		widget = v.lane(widgetKey)
		if s.chatID == "" {
			return widget, widget
		}
		return v.lane(chatKey), widget
	case s.chatID != "":
		return v.lane(chatKey), nil
	}
	return v.lane(laneKey{kind: Other}), nil
}

// short is what is kept of an id beyond its message: as package session does it, whole characters.
// It shares the id's memory.
func short(id string) string {
	if len(id) <= maxID {
		return id
	}
	end := maxID
	for end > 0 && !utf8.RuneStart(id[end]) {
		end--
	}
	return id[:end]
}

// lane returns the lane with a key, and makes it if there is none.
func (v *Visit) lane(key laneKey) *Lane {
	if l := v.laneOf[key]; l != nil {
		return l
	}
	if v.laneOf == nil {
		v.laneOf = map[laneKey]*Lane{}
	}
	// The ids are parts of a message, which may be large and is not kept as long.
	for _, id := range []*string{&key.elementID, &key.widgetID, &key.chatID} {
		*id = strings.Clone(*id)
	}
	l := &Lane{key: key}
	v.laneOf[key] = l
	v.tellApart(l)
	at := slices.IndexFunc(v.lanes, func(other *Lane) bool { return other.key.kind > key.kind })
	if at < 0 {
		at = len(v.lanes)
	}
	v.lanes = slices.Insert(v.lanes, at, l)
	return l
}

// tellApart notes that widgets share a widgetID, so that their names say more.
func (v *Visit) tellApart(added *Lane) {
	if added.key.widgetID == "" {
		return
	}
	for _, l := range v.lanes {
		if l.key.widgetID == added.key.widgetID {
			l.shared, added.shared = true, true
		}
	}
}
