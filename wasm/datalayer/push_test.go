//go:build js && wasm

package datalayer_test

import (
	"testing"

	"github.com/norunners/vert"
	"github.com/stretchr/testify/require"
)

// push is an entry of the dataLayer.
type push struct {
	Event  string `js:"event"`
	CTLive struct {
		WidgetID string `js:"widgetID"`
		ChatID   string `js:"chatID"`
		Locale   string `js:"locale"`
		UserID   string `js:"userID"`
	} `js:"ctlive"`
}

// readPushes reads the dataLayer.
func readPushes(t *testing.T) (all []push) {
	t.Helper()
	require.NoError(t, vert.ValueOf(eval(`window.dataLayer ?? []`)).AssignTo(&all))
	return all
}

// chats says which chats were pushed, where chatID is among the members.
func chats(t *testing.T) (all []string) {
	t.Helper()
	for _, p := range readPushes(t) {
		all = append(all, p.CTLive.ChatID)
	}
	return all
}
