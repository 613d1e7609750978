package visit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/examples/console/visit"
)

// unknown is a message of an event that this version does not know.
func unknown(kind, object string) ctlive.Message {
	return ctlive.Message{
		Event: ctlive.Unknown{Type: ctlive.EventType(kind), Object: []byte(object)},
		Raw:   fmt.Appendf(nil, `{"name":"CTLiveEvent","type":%q,"object":%s}`, kind, object),
	}
}

func TestWithheldAreTheMembersThatIdentifyAPerson(t *testing.T) {
	var w visit.Withheld
	for _, m := range ctlivetest.Visit("c", "u") {
		w.Add(m)
	}
	ofType := map[ctlive.EventType]string{}
	for _, of := range w.Types() {
		assert.Equal(t, 1, of.Events)
		ofType[of.Type] = strings.Join(of.Members, " ")
	}
	assert.Equal(t, map[ctlive.EventType]string{
		"Loaded": "userID", "WidgetShown": "userID", "WidgetHidden": "userID", "WidgetClicked": "userID",
		"DatacollectionStarted": "userID", "DatacollectionSubmitted": "userID", "ChatStarted": "chatID userID",
		"ChatOnline": "chatID users", "ChatFinished": "chatID userID", "SurveyStarted": "chatID userID",
		"SurveySubmitted": "chatID userID",
	}, ofType)
	assert.Equal(t, []string{"userID", "chatID", "users"}, w.Members())
	w.Add(ctlive.Message{
		Event: ctlive.WidgetShown{WidgetID: "w", UserID: "u"},
		Raw:   unknown("WidgetShown", `{"userID":"u","widgetID":"w","mood":"good"}`).Raw,
	})
	assert.Equal(t, 2, w.Types()[1].Events)
	assert.Equal(t, []string{"userID", "mood"}, w.Types()[1].Members)
}

func TestWithheldOfEventsThatAreNotKnownAreLimited(t *testing.T) {
	var w visit.Withheld
	w.Add(unknown("Nothing", `{"widgetID":"w"}`))
	w.Add(unknown("Empty", `{"chatID":""}`))
	assert.Empty(t, w.Types())
	w = visit.Withheld{}
	var object strings.Builder
	for n := range 1000 {
		fmt.Fprintf(&object, `,"m%d":%[1]d`, n)
	}
	for n := range 1000 {
		w.Add(unknown(fmt.Sprint("Type", n), `{"long`+strings.Repeat("g", 1000)+`":1`+object.String()+`}`))
	}
	require.Len(t, w.Types(), 100)
	for _, of := range w.Types() {
		require.Len(t, of.Members, 20)
		assert.Len(t, of.Members[0], 256)
	}
	assert.Len(t, w.Members(), 20)
}

func TestGoingOutAreTheMembersThatLeaveByDefault(t *testing.T) {
	assert.Equal(t, []string{"elementID", "widgetID", "type"},
		visit.GoingOut(ctlive.Message{Event: ctlive.WidgetClicked{ElementID: "e", WidgetID: "w", UserID: "u", Type: "Chat"}}))
	assert.Empty(t, visit.GoingOut(ctlive.Message{Event: ctlive.ChatStarted{ChatID: "c", UserID: "u"}}))
	assert.Equal(t, []string{"isSurveyConfigured"},
		visit.GoingOut(ctlive.Message{Event: ctlive.ChatFinished{ChatID: "c"}}))
	assert.Equal(t, []string{"widgetID"}, visit.GoingOut(unknown("New", `{"mood":"good","widgetID":"w"}`)))
}
