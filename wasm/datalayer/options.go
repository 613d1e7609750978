package datalayer

import "example.com/ctlive-go/ctlive"

// Options say what is pushed, and when. The zero value pushes every event at once, without what identifies a person.
type Options struct {
	// Name gives the event member of the push; "" skips the event. Nil: EventName.
	Name func(ctlive.EventType) string

	// Members are the members pushed, by the names of the protocol. Nil: those that identify no person, which are
	// elementID, widgetID, type and isSurveyConfigured. With userID, chatID or users, the page hands on who its visitors
	// and agents are. Members that this version does not know are pushed where they are texts, numbers or booleans.
	Members []string

	// Consent tells whether the visitor has agreed. It is asked before each push, and must neither block nor dispatch
	// events. A panic in it is reported, and means no. Nil: always.
	Consent func() bool
}

// PushError is an event that was not pushed, or on which the push failed half-way.
type PushError struct {
	Name   string // the event, as it is called in the dataLayer
	Reason string // what is wrong with window.dataLayer
}

// Error names the event, what is wrong, and what was expected.
func (e *PushError) Error() string {
	return "datalayer: pushing " + e.Name + " failed: " + e.Reason
}
