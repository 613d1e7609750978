package main

import (
	"bytes"

	"example.com/ctlive-go/ctlive/cloudevents"
)

// The attributes that package cloudevents knows, in the order in which it writes them. Then comes data.
var attributes = []string{
	"specversion", "id", "source", "type", "time", "datacontenttype", "ctlivevisit", "ctliveseq",
}

// isPlain tells whether all readers must see one and the same in the text of an event that package cloudevents has
// read: it has no white space, its attributes are known ones, none of them comes twice, their values are strings
// without escapes and not empty, and the data stands at the end. Pages send such texts. It is a fifth of the work of
// writing the event again, to compare the texts.
func isPlain(text []byte, e cloudevents.Event) bool {
	rest, ok := bytes.CutPrefix(text, []byte("{"))
	for _, name := range attributes {
		value, found := cutName(rest, name)
		if !found {
			continue
		}
		// The SDK takes fewer types of JSON than package cloudevents.
		if name == "datacontenttype" && !bytes.HasPrefix(value, []byte(`"application/json",`)) {
			return false
		}
		if rest, found = cutString(value); !found {
			return false
		}
	}
	data, found := cutName(rest, "data")
	// Raw ends with the data that was read, and a bracket.
	before, same := bytes.CutSuffix(e.Message.Raw, data)
	return ok && found && same && bytes.HasSuffix(before, []byte(`"object":`))
}

// cutName returns what stands behind a name.
func cutName(text []byte, name string) (value []byte, ok bool) {
	n := len(name)
	if len(text) < n+3 || text[0] != '"' || string(text[1:n+1]) != name || text[n+1] != '"' || text[n+2] != ':' {
		return nil, false
	}
	return text[n+3:], true
}

// cutString returns what stands behind a string and a comma.
func cutString(text []byte) (rest []byte, ok bool) {
	text, ok = bytes.CutPrefix(text, []byte(`"`))
	end := bytes.IndexAny(text, `"\`)
	if !ok || end < 1 || text[end] != '"' {
		return nil, false
	}
	return bytes.CutPrefix(text[end+1:], []byte(","))
}
