package ctlive_test

import (
	"bytes"
	"embed"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden envelopes of testdata anew")

//go:embed testdata/*.json
var goldenFiles embed.FS

// golden returns the golden envelope of an event type.
func golden(t testing.TB, eventType ctlive.EventType) []byte {
	t.Helper()
	text, err := goldenFiles.ReadFile("testdata/" + string(eventType) + ".json")
	require.NoError(t, err)
	return text
}

func TestGoldenEnvelopes(t *testing.T) {
	require.Len(t, testkit.Events, len(ctlive.EventTypes()), "one event of each type")
	for i, eventType := range ctlive.EventTypes() {
		t.Run(string(eventType)+" is decoded from its envelope and encoded to it", func(t *testing.T) {
			event := testkit.Events[i]
			require.Equal(t, eventType, event.EventType())
			encoded, err := ctlive.Encode(event)
			require.NoError(t, err)
			if *update {
				require.NoError(t, os.WriteFile("testdata/"+string(eventType)+".json", indented(t, encoded), 0o644))
				return
			}
			golden := golden(t, eventType)
			decoded, err := ctlive.Decode(golden)
			require.NoError(t, err)
			assert.Equal(t, event, decoded)
			assert.Equal(t, string(golden), string(indented(t, encoded)))
		})
	}
}

func indented(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Indent(&b, text, "", "  "))
	b.WriteByte('\n')
	return b.Bytes()
}
