package ctlive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
)

func TestEventTypesAreTheElevenInTheProtocolsOrder(t *testing.T) {
	want := []ctlive.EventType{
		"Loaded", "WidgetShown", "WidgetHidden", "WidgetClicked", "ChatStarted", "ChatOnline", "ChatFinished",
		"DatacollectionStarted", "DatacollectionSubmitted", "SurveyStarted", "SurveySubmitted",
	}
	assert.Equal(t, want, ctlive.EventTypes())
	ctlive.EventTypes()[0] = "changed by its owner"
	assert.Equal(t, want, ctlive.EventTypes())
}

func TestUnknownHasTheTypeItCameWith(t *testing.T) {
	assert.Equal(t, ctlive.EventType("New"), ctlive.Unknown{Type: "New"}.EventType())
}
