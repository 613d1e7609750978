package session

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"example.com/ctlive-go/ctlive/internal/jsonscan"
)

// version is that of the text. A text of another version is not read: change it with what the
// members mean.
const version = 1

const (
	nameVersion = "version"
	maxCount    = 1 << 30 // of anything that is counted
)

// codec writes or reads the members of a JSON object, so that each type lists its members once, for
// both. A member that is zero is not in the text. encoding/json would add 130 KB to a page.
type codec interface {
	text(name string, value *string)
	texts(name string, value *[]string)
	number(name string, value *int, most int) // from 0
	flag(name string, value *bool)
	moment(name string, value *time.Time)

	// objects writes an array of count objects, or reads one of at most most: object is called for
	// each, with a codec for its members.
	objects(name string, count, most int, object func(i int, c codec))
}

// list writes or reads an array of objects.
func list[T any](c codec, name string, all *[]*T, most int, members func(*T, codec)) {
	c.objects(name, len(*all), most, func(i int, c codec) {
		if i == len(*all) {
			*all = append(*all, new(T))
		}
		members((*all)[i], c)
	})
}

// MarshalJSON writes what a later page needs to go on: all that Snapshot shows, but what the page
// shows now, and which widgets have been clicked for a chat that has not started. The text holds
// the ids of people and chats.
func (t *Tracker) MarshalJSON() ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	w := &writer{json: []byte("{")}
	number := version
	w.number(nameVersion, &number, maxCount)
	t.members(w)
	return append(w.json, '}'), nil
}

// UnmarshalJSON replaces all that the Tracker knows by what MarshalJSON wrote on an earlier page.
// Call it before the first event of the new page.
//
// It changes no time and counts nothing again. What the new page shows is not known yet: Shown and
// Collecting are false until an event says otherwise, and the first event of each kind for each
// widget is no anomaly. A chat that goes on has Resumed set with its first event here.
//
// A text of another version, or one that MarshalJSON cannot have written, is an error that says
// what is wrong with it. Then the Tracker is as it was. As with encoding/json, null changes
// nothing.
func (t *Tracker) UnmarshalJSON(text []byte) error {
	kind, fault := jsonscan.Check(string(text))
	switch {
	case fault != "":
		return unmarshalError("malformed JSON " + fault)
	case kind == jsonscan.Null:
		return nil
	case kind != jsonscan.Object:
		return unmarshalError("the text is " + kind.String() + ", want an object")
	}
	r := newReader(jsonscan.Value(text))
	var found int
	if r.number(nameVersion, &found, maxCount); r.fault.text == "" && found != version {
		return unmarshalError("the text has version " + strconv.Itoa(found) + ", want " + strconv.Itoa(version))
	}
	var restored state
	restored.members(r)
	if r.fault.text == "" {
		r.fault.text = restored.complete()
	}
	if r.fault.text != "" {
		return unmarshalError(r.fault.text)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.state = restored
	return nil
}

func unmarshalError(reason string) error { return errors.New("session: UnmarshalJSON: " + reason) }

// complete makes the rest of a state whose members have been read. It returns what is wrong with
// them, "" if nothing is.
func (s *state) complete() (fault string) {
	s.restored = true
	widgets, chats := s.widgets, s.chats
	s.widgets, s.chats = nil, nil
	for i, w := range widgets {
		if w.key() == (widgetKey{}) || s.widgetsByKey[w.key()] != nil {
			return element("widgets", i) + " has no id, or that of another"
		}
		w.pastUnknown = true
		for j, count := range w.counts {
			kept, ok := s.types.keep(count.typeName)
			if !ok || slices.ContainsFunc(w.counts[:j], func(c *clickCount) bool { return c.typeName == kept }) {
				return element("widgets", i) + " has a type twice, or all widgets have too many"
			}
			count.typeName = kept
		}
		s.addWidget(w)
	}
	for i, c := range chats {
		if c.ChatID != "" && s.chatsByID[c.ChatID] != nil {
			return element("chats", i) + " has the id of another"
		}
		if c.Survey != NoSurvey && !c.isOver() {
			return element("chats", i) + " has a survey and is not over"
		}
		c.restored = true
		c.WidgetInferred = c.ElementID != "" || c.WidgetID != ""
		s.addChat(c)
	}
	for i, a := range s.anomalies {
		if a.Message.Event == nil {
			return element("anomalies", i) + " has no type of an event that can be one"
		}
	}
	for i, u := range s.clicks.users {
		if u.userID == "" || s.clicks.find(u.userID) < i {
			return element("chatClicks", i) + " has no user, or that of another"
		}
	}
	return ""
}

func element(array string, i int) string { return array + "[" + strconv.Itoa(i) + "]" }

func (s *state) members(c codec) {
	c.flag("loaded", &s.loaded)
	list(c, "widgets", &s.widgets, maxWidgets, (*widget).members)
	list(c, "chats", &s.chats, maxChats, (*chat).members)
	s.funnel.members(c)
	list(c, "anomalies", &s.anomalies, maxAnomalies, (*Anomaly).members)
	list(c, "chatClicks", &s.clicks.users, maxClickers, (*userClick).members)
	c.flag("clicksMissed", &s.clicks.missed)
}

func (w *widget) members(c codec) {
	c.text("elementID", &w.ElementID)
	c.text("widgetID", &w.WidgetID)
	c.text("userID", &w.UserID)
	list(c, "clicks", &w.counts, maxTypes, (*clickCount).members)
	c.moment("since", &w.Since)
}

func (n *clickCount) members(c codec) {
	c.text("type", (*string)(&n.typeName))
	c.number("count", &n.count, maxCount)
}

func (h *chat) members(c codec) {
	c.text("chatID", &h.ChatID)
	c.text("userID", &h.UserID)
	c.texts("users", &h.Users)
	c.number("state", (*int)(&h.State), int(Abandoned))
	c.number("survey", (*int)(&h.Survey), int(SurveyDone))
	c.flag("resumed", &h.Resumed)
	c.text("elementID", &h.ElementID)
	c.text("widgetID", &h.WidgetID)
	c.moment("started", &h.Started)
	c.moment("answered", &h.Answered)
	c.moment("ended", &h.Ended)
}

func (f *Funnel) members(c codec) {
	c.number("shown", &f.Shown, maxCount)
	c.number("clicked", &f.Clicked, maxCount)
	c.number("collected", &f.Collected, maxCount)
	c.number("requested", &f.Requested, maxCount)
	c.number("online", &f.Online, maxCount)
	c.number("finished", &f.Finished, maxCount)
	c.number("abandoned", &f.Abandoned, maxCount)
	c.number("surveyed", &f.Surveyed, maxCount)
	c.number("resumed", &f.Resumed, maxCount)
}

func (a *Anomaly) members(c codec) {
	e := factsOf(a.Message.Event)
	c.text("type", (*string)(&e.eventType))
	c.text("elementID", &e.elementID)
	c.text("widgetID", &e.widgetID)
	c.text("userID", &e.userID)
	c.text("widgetType", (*string)(&e.widgetType))
	c.text("chatID", &e.chatID)
	c.texts("users", &e.users)
	c.flag("isSurveyConfigured", &e.isSurveyConfigured)
	a.Message.Event = e.event()
	c.text("origin", &a.Message.Origin)
	c.moment("time", &a.Message.Time)
	c.flag("early", &a.Message.Early)
	c.text("reason", &a.Reason)
}

func (u *userClick) members(c codec) {
	c.text("userID", &u.userID)
	c.text("elementID", &u.elementID)
	c.text("widgetID", &u.widgetID)
}
