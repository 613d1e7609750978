package session

import "example.com/ctlive-go/ctlive"

// facts is what an event says that can be an anomaly, whatever its type.
type facts struct {
	eventType                   ctlive.EventType // "": no such event
	elementID, widgetID, userID string
	widgetType                  ctlive.WidgetType
	chatID                      string
	users                       []string
	isSurveyConfigured          bool
}

func factsOf(event ctlive.Event) (f facts) {
	switch e := event.(type) {
	case ctlive.Loaded:
		f.elementID, f.widgetID, f.userID = e.ElementID, e.WidgetID, e.UserID
	case ctlive.WidgetShown:
		f.elementID, f.widgetID, f.userID = e.ElementID, e.WidgetID, e.UserID
	case ctlive.WidgetHidden:
		f.elementID, f.widgetID, f.userID = e.ElementID, e.WidgetID, e.UserID
	case ctlive.DatacollectionSubmitted:
		f.elementID, f.widgetID, f.userID, f.widgetType = e.ElementID, e.WidgetID, e.UserID, e.Type
	case ctlive.ChatStarted:
		f.chatID, f.userID = e.ChatID, e.UserID
	case ctlive.ChatOnline:
		f.chatID, f.users = e.ChatID, e.Users
	case ctlive.ChatFinished:
		f.chatID, f.userID, f.isSurveyConfigured = e.ChatID, e.UserID, e.IsSurveyConfigured
	case ctlive.SurveyStarted:
		f.chatID, f.userID = e.ChatID, e.UserID
	case ctlive.SurveySubmitted:
		f.chatID, f.userID = e.ChatID, e.UserID
	default:
		return f
	}
	f.eventType = event.EventType()
	return f
}

// event returns the event that says f, nil if there is none.
func (f facts) event() ctlive.Event {
	switch f.eventType {
	case ctlive.TypeLoaded:
		return ctlive.Loaded{ElementID: f.elementID, WidgetID: f.widgetID, UserID: f.userID}
	case ctlive.TypeWidgetShown:
		return ctlive.WidgetShown{ElementID: f.elementID, WidgetID: f.widgetID, UserID: f.userID}
	case ctlive.TypeWidgetHidden:
		return ctlive.WidgetHidden{ElementID: f.elementID, WidgetID: f.widgetID, UserID: f.userID}
	case ctlive.TypeDatacollectionSubmitted:
		return ctlive.DatacollectionSubmitted{
			ElementID: f.elementID, WidgetID: f.widgetID, UserID: f.userID, Type: f.widgetType}
	case ctlive.TypeChatStarted:
		return ctlive.ChatStarted{ChatID: f.chatID, UserID: f.userID}
	case ctlive.TypeChatOnline:
		return ctlive.ChatOnline{ChatID: f.chatID, Users: f.users}
	case ctlive.TypeChatFinished:
		return ctlive.ChatFinished{ChatID: f.chatID, UserID: f.userID, IsSurveyConfigured: f.isSurveyConfigured}
	case ctlive.TypeSurveyStarted:
		return ctlive.SurveyStarted{ChatID: f.chatID, UserID: f.userID}
	case ctlive.TypeSurveySubmitted:
		return ctlive.SurveySubmitted{ChatID: f.chatID, UserID: f.userID}
	}
	return nil
}

// keepEvent returns a copy of what is kept of an event that can be an anomaly.
func keepEvent(event ctlive.Event) ctlive.Event {
	f := factsOf(event)
	f.elementID, f.widgetID, f.userID = keep(f.elementID), keep(f.widgetID), keep(f.userID)
	f.widgetType = ctlive.WidgetType(keep(string(f.widgetType)))
	f.chatID, f.users = keep(f.chatID), keepUsers(f.users)
	return f.event()
}
