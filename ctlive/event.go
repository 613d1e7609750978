package ctlive

// EventType names a kind of event, as the SDK writes it in the type member of the envelope.
type EventType string

// The events of the vendor's page "CTLive events". Another EventType is normal: it arrives as Unknown.
const (
	TypeLoaded                  EventType = "Loaded"
	TypeWidgetShown             EventType = "WidgetShown"
	TypeWidgetHidden            EventType = "WidgetHidden"
	TypeWidgetClicked           EventType = "WidgetClicked"
	TypeChatStarted             EventType = "ChatStarted"
	TypeChatOnline              EventType = "ChatOnline"
	TypeChatFinished            EventType = "ChatFinished"
	TypeDatacollectionStarted   EventType = "DatacollectionStarted"
	TypeDatacollectionSubmitted EventType = "DatacollectionSubmitted"
	TypeSurveyStarted           EventType = "SurveyStarted"
	TypeSurveySubmitted         EventType = "SurveySubmitted"
)

// everyEvent has one event of each struct of this package, Unknown last.
var everyEvent = [...]Event{
	Loaded{}, WidgetShown{}, WidgetHidden{}, WidgetClicked{},
	ChatStarted{}, ChatOnline{}, ChatFinished{},
	DatacollectionStarted{}, DatacollectionSubmitted{},
	SurveyStarted{}, SurveySubmitted{}, Unknown{},
}

// known returns the event of everyEvent that has a type, nil if there is none.
func known(t EventType) Event {
	for _, e := range everyEvent[:len(everyEvent)-1] {
		if e.EventType() == t {
			return e
		}
	}
	return nil
}

// EventTypes returns the event types that this version has structs for, in the order of the constants. The caller owns
// the slice.
func EventTypes() []EventType {
	types := make([]EventType, len(everyEvent)-1)
	for i := range types {
		types[i] = everyEvent[i].EventType()
	}
	return types
}

// WidgetType is what a visitor activated. A value that is none of the constants is kept as it came.
type WidgetType string

// The values that the vendor documents for WidgetClicked, DatacollectionStarted and DatacollectionSubmitted.
const (
	Chat          WidgetType = "Chat"
	CallbackNow   WidgetType = "CallbackNow"   // call me back now
	CallbackLater WidgetType = "CallbackLater" // call me back at a time I choose
	ClickToCall   WidgetType = "ClickToCall"   // call from the browser
)

// Event is one of the event structs of this package, by value: Loaded, WidgetShown, …, SurveySubmitted or Unknown.
// With encoding/json a struct becomes the object of its envelope, with the names of the wire; [Encode] writes the
// envelope.
type Event interface {
	// EventType returns the type member of the envelope that carries the event.
	EventType() EventType
}

// Loaded: the SDK is loaded and has read its configuration. Source: documented by the vendor.
type Loaded struct {
	ElementID string `json:"elementID"` // id of the HTML element that holds the widget
	WidgetID  string `json:"widgetID"`  // unique id of the widget
	UserID    string `json:"userID"`    // unique id of the user
}

// WidgetShown: a widget is shown; at least once for each widget on the page. Source: documented by the vendor.
type WidgetShown struct {
	ElementID string `json:"elementID"` // id of the HTML element that holds the widget
	WidgetID  string `json:"widgetID"`  // unique id of the widget
	UserID    string `json:"userID"`    // unique id of the user
}

// WidgetHidden: a widget is hidden. Source: documented by the vendor.
type WidgetHidden struct {
	ElementID string `json:"elementID"` // id of the HTML element that holds the widget
	WidgetID  string `json:"widgetID"`  // unique id of the widget
	UserID    string `json:"userID"`    // unique id of the user
}

// WidgetClicked: a widget is clicked or activated. Source: documented by the vendor.
type WidgetClicked struct {
	ElementID string     `json:"elementID"` // id of the HTML element that holds the widget
	WidgetID  string     `json:"widgetID"`  // unique id of the widget
	UserID    string     `json:"userID"`    // unique id of the user
	Type      WidgetType `json:"type"`      // what was activated
}

// ChatStarted: a chat request starts. Source: documented by the vendor.
type ChatStarted struct {
	ChatID string `json:"chatID"` // unique id of the chat
	UserID string `json:"userID"` // unique id of the user
}

// ChatOnline: the chat is active. Source: documented by the vendor. That an agent has joined is inferred: a bot
// may have.
type ChatOnline struct {
	ChatID string   `json:"chatID"` // unique id of the chat
	Users  []string `json:"users"`  // ids of the participants; nil if the message has none
}

// ChatFinished: the chat has ended. Source: documented by the vendor, IsSurveyConfigured since a later version of its
// page. That it also comes for a chat that nobody answered is inferred.
type ChatFinished struct {
	ChatID             string `json:"chatID"`             // unique id of the chat
	UserID             string `json:"userID"`             // unique id of the user
	IsSurveyConfigured bool   `json:"isSurveyConfigured"` // whether a survey follows
}

// DatacollectionStarted: the form that asks for the visitor's data is open. Source: the vendor documents the event and
// the values of Type; the other members are inferred.
type DatacollectionStarted struct {
	ElementID string     `json:"elementID"` // id of the HTML element that holds the widget
	WidgetID  string     `json:"widgetID"`  // unique id of the widget
	UserID    string     `json:"userID"`    // unique id of the user
	Type      WidgetType `json:"type"`      // what the form is for
}

// DatacollectionSubmitted: the form is completed. Source: as for DatacollectionStarted.
type DatacollectionSubmitted struct {
	ElementID string     `json:"elementID"` // id of the HTML element that holds the widget
	WidgetID  string     `json:"widgetID"`  // unique id of the widget
	UserID    string     `json:"userID"`    // unique id of the user
	Type      WidgetType `json:"type"`      // what the form was for
}

// SurveyStarted: the survey after a chat is open. Source: the vendor documents the event; the members are inferred.
type SurveyStarted struct {
	ChatID string `json:"chatID"` // unique id of the chat
	UserID string `json:"userID"` // unique id of the user
}

// SurveySubmitted: the survey is completed. Source: as for SurveyStarted.
type SurveySubmitted struct {
	ChatID string `json:"chatID"` // unique id of the chat
	UserID string `json:"userID"` // unique id of the user
}

// Unknown is an event that this version has no struct for. The vendor has added events with each version of the SDK, so
// a page must expect them. As JSON it is {"type":…,"object":{…}}.
type Unknown struct {
	Type   EventType // as it came; "" if the envelope has none
	Object []byte    // the event's data, a JSON object ("{}" if the envelope has none); shared, read only
}

// EventType returns TypeLoaded.
func (Loaded) EventType() EventType { return TypeLoaded }

// EventType returns TypeWidgetShown.
func (WidgetShown) EventType() EventType { return TypeWidgetShown }

// EventType returns TypeWidgetHidden.
func (WidgetHidden) EventType() EventType { return TypeWidgetHidden }

// EventType returns TypeWidgetClicked.
func (WidgetClicked) EventType() EventType { return TypeWidgetClicked }

// EventType returns TypeChatStarted.
func (ChatStarted) EventType() EventType { return TypeChatStarted }

// EventType returns TypeChatOnline.
func (ChatOnline) EventType() EventType { return TypeChatOnline }

// EventType returns TypeChatFinished.
func (ChatFinished) EventType() EventType { return TypeChatFinished }

// EventType returns TypeDatacollectionStarted.
func (DatacollectionStarted) EventType() EventType { return TypeDatacollectionStarted }

// EventType returns TypeDatacollectionSubmitted.
func (DatacollectionSubmitted) EventType() EventType { return TypeDatacollectionSubmitted }

// EventType returns TypeSurveyStarted.
func (SurveyStarted) EventType() EventType { return TypeSurveyStarted }

// EventType returns TypeSurveySubmitted.
func (SurveySubmitted) EventType() EventType { return TypeSurveySubmitted }

// EventType returns the type as it came.
func (u Unknown) EventType() EventType { return u.Type }
