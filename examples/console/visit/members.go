package visit

import (
	"bytes"
	"encoding/json"
	"iter"
)

// Members goes through what the object of an envelope holds, in its order and as it was written, with members that this
// version does not know. The values are JSON.
func Members(envelope []byte) iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		var parts struct{ Object json.RawMessage }
		if json.Unmarshal(envelope, &parts) != nil {
			return
		}
		decoder := json.NewDecoder(bytes.NewReader(parts.Object))
		if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
			return
		}
		for decoder.More() {
			name, err := decoder.Token()
			var value json.RawMessage
			if err != nil || decoder.Decode(&value) != nil {
				return
			}
			if text, ok := name.(string); !ok || !yield(text, string(value)) {
				return
			}
		}
	}
}

// Indent writes an envelope on lines of its own, and changes nothing else in it.
func Indent(envelope []byte) string {
	var text bytes.Buffer
	if json.Indent(&text, envelope, "", "  ") != nil {
		return string(envelope)
	}
	return text.String()
}
