package visit

import (
	"fmt"
	"strings"

	"example.com/ctlive-go/ctlive"
)

// Summary is what a row of a list says of a message.
type Summary struct {
	About string // the widget or the chat, "" where it names none
	Who   string // the visitor, or all who take part: "USER_1 +1" where there is no room for two
	Rest  string // what else there is to say
}

const (
	maxPart = 300 // bytes of a part of a summary
	maxWho  = 50  // bytes of several participants: more may be cut off in a narrow row
	maxMore = 20  // members of an unknown event
)

// Summarize says what a message is about.
func Summarize(e *Entry) Summary {
	s := Summary{About: e.Lane.ID()}
	switch event := e.Event.(type) {
	case ctlive.Loaded:
		s.Who = event.UserID
	case ctlive.WidgetShown:
		s.Who = event.UserID
	case ctlive.WidgetHidden:
		s.Who = event.UserID
	case ctlive.WidgetClicked:
		s.Who, s.Rest = event.UserID, string(event.Type)
	case ctlive.DatacollectionStarted:
		s.Who, s.Rest = event.UserID, string(event.Type)
	case ctlive.DatacollectionSubmitted:
		s.Who, s.Rest = event.UserID, string(event.Type)
	case ctlive.ChatStarted:
		s.Who = event.UserID
	case ctlive.ChatOnline:
		s.Who = participants(event.Users)
	case ctlive.ChatFinished:
		s.Who = event.UserID
		if event.IsSurveyConfigured {
			s.Rest = "a survey follows"
		}
	case ctlive.SurveyStarted:
		s.Who = event.UserID
	case ctlive.SurveySubmitted:
		s.Who = event.UserID
	case ctlive.Unknown:
		s.Who, s.Rest = summarizeUnknown(event.Object)
	}
	return Summary{cutPart(s.About), cutPart(s.Who), cutPart(s.Rest)}
}

// participants names all who take part, or the first and how many others there are.
func participants(users []string) string {
	length := 0
	for _, user := range users {
		length += len(", ") + len(user)
	}
	if len(users) < 2 || length <= maxWho {
		return strings.Join(users, ", ")
	}
	return fmt.Sprintf("%s +%d", Cut(users[0], maxPart-10), len(users)-1)
}

// summarizeUnknown takes the first members of an event that this version does not know. Its ids
// stand elsewhere.
func summarizeUnknown(object []byte) (who, rest string) {
	var text strings.Builder
	members := Object(object)
	for range maxMore {
		name, value, ok := members.Next()
		switch {
		case !ok:
			return who, strings.TrimSpace(text.String())
		case name == "userID":
			who, _ = unquote(value)
		case name != "widgetID" && name != "chatID":
			text.WriteString(Cut(name, maxPart) + " " + Cut(value, maxPart) + " ")
		}
	}
	return who, text.String() + "…"
}

func cutPart(text string) string {
	if len(text) > maxPart {
		return Cut(text, maxPart) + "…"
	}
	return strings.Clone(text)
}
