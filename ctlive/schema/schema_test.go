package schema_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/schema"
	"example.com/ctlive-go/internal/testkit"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

// sample is a JSON text, and whether Decode accepts it.
type sample struct {
	name     string
	text     string
	known    bool // its event type is one that this version knows
	accepted bool
}

func newSample(t *testing.T, name, text string) sample {
	t.Helper()
	var value any // as a reader of JSON sees it: of duplicates the last
	require.NoError(t, json.Unmarshal([]byte(text), &value))
	normal, err := json.Marshal(value)
	require.NoError(t, err)
	members, _ := value.(map[string]any)
	eventType, _ := members["type"].(string)
	_, err = ctlive.Decode([]byte(text))
	return sample{name, string(normal), slices.Contains(ctlive.EventTypes(), ctlive.EventType(eventType)), err == nil}
}

// samples are the cases of decoding that are JSON, what Encode writes, and each member of each event with a
// value of each kind.
func samples(t *testing.T) (all []sample) {
	t.Helper()
	for _, c := range testkit.Cases {
		if !c.Malformed() {
			all = append(all, newSample(t, c.Name, c.Text))
		}
	}
	unknown := ctlive.Unknown{Type: "New", Object: []byte(`{"chatID":5}`)}
	for _, event := range append(testkit.Events, unknown, ctlive.ChatOnline{}, ctlive.ChatOnline{Users: []string{}}) {
		text, err := ctlive.Encode(event)
		require.NoError(t, err)
		all = append(all, newSample(t, "what Encode writes for "+string(event.EventType()), string(text)))
		assert.True(t, all[len(all)-1].accepted)
	}
	for _, envelope := range []string{`{"name":"CTLiveEvent","object":{%s}}`, `{"name":"CTLiveEvent","type":null,` +
		`"object":{%s}}`} {
		all = append(
			all,
			newSample(t, "an event without a type", fmt.Sprintf(envelope, `"elementID":1,"chatID":2,"users":3,"type":4`)),
		)
	}
	values := []string{`null`, `true`, `1`, `"x"`, `""`, `[]`, `["x"]`, `["x",null]`, `["x",5]`, `{}`, `{"x":[]}`}
	for _, event := range testkit.Events {
		for i := range reflect.TypeOf(event).NumField() {
			member := reflect.TypeOf(event).Field(i).Tag.Get("json")
			for _, value := range values {
				all = append(all, newSample(t, fmt.Sprintf("%s with %s: %s", event.EventType(), member, value),
					fmt.Sprintf(`{"name":"CTLiveEvent","type":%q,"object":{%q:%s}}`, event.EventType(), member, value)))
			}
		}
	}
	return all
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.JSON))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("envelope.schema.json", document))
	compiled, err := compiler.Compile("envelope.schema.json") // checks it against the schema of schemas
	require.NoError(t, err)
	return compiled
}

func TestTheSchemaAcceptsWhatDecodeAcceptsAndRefusesWhatItRefuses(t *testing.T) {
	compiled := compile(t)
	accepted := 0
	for _, s := range samples(t) {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(s.text))
		require.NoError(t, err)
		err = compiled.Validate(value)
		assert.Equal(t, s.accepted, err == nil, "%s: %s\n%v", s.name, s.text, err)
		if s.accepted {
			accepted++
		}
	}
	assert.Greater(t, accepted, 100)
}
