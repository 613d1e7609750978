package ctlive

// The members of the object in an envelope.
const (
	elementID = iota
	widgetID
	userID
	widgetType
	chatID
	users
	isSurveyConfigured
)

var objectMembers = [...]string{
	elementID:          "elementID",
	widgetID:           "widgetID",
	userID:             "userID",
	widgetType:         "type",
	chatID:             "chatID",
	users:              "users",
	isSurveyConfigured: "isSurveyConfigured",
}

// The shapes that several events share. Each converts to and from the exported structs with the same fields.
type (
	widget struct{ ElementID, WidgetID, UserID string }

	activation struct {
		ElementID, WidgetID, UserID string
		Type                        WidgetType
	}

	chat struct{ ChatID, UserID string }
)
