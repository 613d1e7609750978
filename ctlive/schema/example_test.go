package schema_test

import (
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/ctlive-go/ctlive/schema"
)

func Example() {
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.JSON))
	if err != nil {
		fmt.Println(err)
		return
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("envelope.schema.json", document); err != nil {
		fmt.Println(err)
		return
	}
	envelope := compiler.MustCompile("envelope.schema.json")

	for _, text := range []string{
		`{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":"c-1","new":[1,2]}}`,
		`{"name":"CTLiveEvent","type":"ChatStarted","object":{"chatID":1}}`,
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(envelope.Validate(value) == nil)
	}
	// Output:
	// true
	// false
}
