package ctlive

// envelopeName is what the name member of every CTLive envelope says.
const envelopeName = "CTLiveEvent"

// The members of an envelope: { name: "CTLiveEvent", type: <event type>, object: <data of that event> }.
const (
	memberName   = "name"
	memberType   = "type"
	memberObject = "object"
)

// member is a member of the object in an envelope.
type member int

const (
	elementID member = iota
	widgetID
	userID
	widgetType
	chatID
	users
	isSurveyConfigured
	memberCount
)

// memberPaths says where in the envelope each member stands.
var memberPaths = [memberCount]string{
	elementID:          memberObject + ".elementID",
	widgetID:           memberObject + ".widgetID",
	userID:             memberObject + ".userID",
	widgetType:         memberObject + ".type",
	chatID:             memberObject + ".chatID",
	users:              memberObject + ".users",
	isSurveyConfigured: memberObject + ".isSurveyConfigured",
}

func (m member) path() string { return memberPaths[m] }

func (m member) name() string { return memberPaths[m][len(memberObject+"."):] }

// memberNamed returns the member with a name, and memberCount if there is none.
func memberNamed(name string) member {
	m := member(0)
	for m < memberCount && m.name() != name {
		m++
	}
	return m
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
