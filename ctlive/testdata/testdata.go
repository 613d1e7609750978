// Package testdata holds what the tests of ctlive and of wasm share: one golden envelope for each event, and the rules
// of decoding as a table. The directory's name keeps it out of ./... and out of what users see.
package testdata

import (
	"embed"

	"example.com/ctlive-go/ctlive"
)

// Files holds the golden envelopes, as "Loaded.json".
//
//go:embed *.json
var Files embed.FS

// Golden returns the golden envelope of an event type.
func Golden(t ctlive.EventType) []byte {
	text, err := Files.ReadFile(string(t) + ".json")
	if err != nil {
		panic(err)
	}
	return text
}

// Events has one event of each type, with every field set: what the golden envelopes say.
var Events = []ctlive.Event{
	ctlive.Loaded{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7"},
	ctlive.WidgetShown{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7"},
	ctlive.WidgetHidden{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7"},
	ctlive.WidgetClicked{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7", Type: ctlive.Chat},
	ctlive.ChatStarted{ChatID: "c-1", UserID: "u-7"},
	ctlive.ChatOnline{ChatID: "c-1", Users: []string{"u-7", "agent-3"}},
	ctlive.ChatFinished{ChatID: "c-1", UserID: "u-7", IsSurveyConfigured: true},
	ctlive.DatacollectionStarted{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7", Type: ctlive.CallbackLater},
	ctlive.DatacollectionSubmitted{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7", Type: ctlive.CallbackNow},
	ctlive.SurveyStarted{ChatID: "c-1", UserID: "u-7"},
	ctlive.SurveySubmitted{ChatID: "c-1", UserID: "u-7"},
}
