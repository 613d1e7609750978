// Package testkit holds what the tests of several packages share: one event of each type, the rules of decoding as a
// table, a check for leaks, and the comparison of costs that make bench shows.
package testkit

import "example.com/ctlive-go/ctlive"

// Events has one event of each type, with every field set. The golden envelopes in ctlive/testdata say the same.
var Events = []ctlive.Event{
	ctlive.Loaded{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7"},
	ctlive.WidgetShown{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7"},
	ctlive.WidgetHidden{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7"},
	ctlive.WidgetClicked{ElementID: "ctlive-sidebar", WidgetID: "w-100", UserID: "u-7", Type: ctlive.Chat},
	ctlive.ChatStarted{ChatID: "c-1", UserID: "u-7"},
	ctlive.ChatOnline{ChatID: "c-1", Users: []string{"u-7", "agent-3"}},
	ctlive.ChatFinished{ChatID: "c-1", UserID: "u-7", IsSurveyConfigured: true},
	ctlive.DatacollectionStarted{
		ElementID: "ctlive-sidebar",
		WidgetID:  "w-100",
		UserID:    "u-7",
		Type:      ctlive.CallbackLater,
	},
	ctlive.DatacollectionSubmitted{
		ElementID: "ctlive-sidebar",
		WidgetID:  "w-100",
		UserID:    "u-7",
		Type:      ctlive.CallbackNow,
	},
	ctlive.SurveyStarted{ChatID: "c-1", UserID: "u-7"},
	ctlive.SurveySubmitted{ChatID: "c-1", UserID: "u-7"},
}
