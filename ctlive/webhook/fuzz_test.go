package webhook_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzHandler posts any body, and compares what the handler makes of it with encoding/json.
func FuzzHandler(f *testing.F) {
	f.Add(newContact)
	f.Add(endContact)
	f.Add(with(`"cid":5`, `"cid":"\ud83d"`, `"beginTime":"1e3"`, `"users":{"x":[null]}`))
	f.Fuzz(func(t *testing.T, body string) {
		contact, a := receive(t, body)
		if contact == nil {
			require.Equal(t, http.StatusBadRequest, a.status)
			assert.True(t, strings.HasPrefix(a.body, "webhook: ") && utf8.ValidString(a.body), "%q", a.body)
			return
		}
		require.Equal(t, answer{status: http.StatusNoContent}, a)
		var want map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(body), &want))
		for member, got := range map[string]string{
			"cid": contact.ChatID, "media": contact.Media, "serv": contact.Service, "event": contact.Event,
			"serv_name": contact.ServiceName,
			"title":     contact.Title, "lang": contact.Lang, "userID": contact.UserID, "widgetid": contact.WidgetID,
		} {
			var text string
			if raw, ok := want[member]; ok {
				require.NoError(t, json.Unmarshal(raw, &text))
			}
			assert.Equal(t, text, got, member)
		}
		assert.Equal(t, want["users"], contact.Users)
		assert.Equal(t, want["dataCollections"], contact.DataCollections)
		for member, got := range map[string]time.Time{"beginTime": contact.Begin, "endTime": contact.End} {
			var number json.Number // reads a string of a number too
			if raw := string(want[member]); raw != "" && raw != `""` {
				require.NoError(t, json.Unmarshal([]byte(raw), &number), "%s", raw)
			}
			if ms, _ := number.Float64(); ms == 0 {
				assert.Zero(t, got)
			} else {
				assert.Equal(t, int64(ms), got.UnixMilli())
			}
		}
		_, err := json.Marshal(contact)
		assert.NoError(t, err)
	})
}
