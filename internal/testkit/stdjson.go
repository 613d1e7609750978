package testkit

import (
	"encoding/json"

	"example.com/ctlive-go/ctlive"
)

// DecodeWithEncodingJSON is what one would write without this package.
func DecodeWithEncodingJSON(text []byte) (ctlive.Event, error) {
	var envelope struct {
		Name   string
		Type   ctlive.EventType
		Object json.RawMessage
	}
	if err := json.Unmarshal(text, &envelope); err != nil {
		return nil, err
	}
	switch envelope.Type {
	case ctlive.TypeLoaded:
		return unmarshal[ctlive.Loaded](envelope.Object)
	case ctlive.TypeWidgetShown:
		return unmarshal[ctlive.WidgetShown](envelope.Object)
	case ctlive.TypeWidgetHidden:
		return unmarshal[ctlive.WidgetHidden](envelope.Object)
	case ctlive.TypeWidgetClicked:
		return unmarshal[ctlive.WidgetClicked](envelope.Object)
	case ctlive.TypeChatStarted:
		return unmarshal[ctlive.ChatStarted](envelope.Object)
	case ctlive.TypeChatOnline:
		return unmarshal[ctlive.ChatOnline](envelope.Object)
	case ctlive.TypeChatFinished:
		return unmarshal[ctlive.ChatFinished](envelope.Object)
	case ctlive.TypeDatacollectionStarted:
		return unmarshal[ctlive.DatacollectionStarted](envelope.Object)
	case ctlive.TypeDatacollectionSubmitted:
		return unmarshal[ctlive.DatacollectionSubmitted](envelope.Object)
	case ctlive.TypeSurveyStarted:
		return unmarshal[ctlive.SurveyStarted](envelope.Object)
	default:
		return unmarshal[ctlive.SurveySubmitted](envelope.Object)
	}
}

func unmarshal[E ctlive.Event](object []byte) (ctlive.Event, error) {
	var e E
	err := json.Unmarshal(object, &e)
	return e, err
}
