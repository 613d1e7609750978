package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

func plain(t *testing.T, text string) bool {
	t.Helper()
	var e cloudevents.Event
	require.NoError(t, e.UnmarshalJSON([]byte(text)), "%s", text)
	return isPlain([]byte(text), e)
}

func TestWhatPagesSendIsPlain(t *testing.T) {
	for _, e := range eventsOf("v", ctlivetest.Visit("chat", "user")) {
		assert.True(t, plain(t, string(write(t, e))))
	}
	assert.True(t, plain(t, good("1", `"data":{"data":{"object":{}}}}`)))
}

func TestWhatReadersMaySeeDifferentlyIsNotPlain(t *testing.T) {
	ok := good("1", `"data":{}}`)
	for name, text := range map[string]string{
		"data twice":                good("1", `"data":{},"data":{"a":1}}`),
		"data twice, the same":      good("1", `"data":{},"data":{}}`),
		"an id twice":               good("1", `"id":"1","data":{}}`),
		"an id behind the data":     good("1", `"data":{},"id":"1"}`),
		"an escaped name":           good("1", `"\u0069d":"1","data":{}}`),
		"an escape in a value":      good(`\u0031`, `"data":{}}`),
		"an unknown attribute":      good("1", `"another":"x","data":{}}`),
		"an unknown one after data": good("1", `"data":{},"another":"x"}`),
		"one that is null":          good("1", `"ctliveseq":null,"data":{}}`),
		"one that is empty":         strings.Replace(ok, `"v"`, `""`, 1),
		"white space in it":         strings.Replace(ok, `,"id"`, `, "id"`, 1),
		"white space before data":   good("1", `"data": {}}`),
		"white space behind it":     ok + "\n",
		"another type of JSON":      strings.Replace(ok, `"ctlivevisit"`, `"datacontenttype":"a/json","ctlivevisit"`, 1),
		"a type with parameters": strings.Replace(ok, `"ctlivevisit"`,
			`"datacontenttype":"application/json;a=b","ctlivevisit"`, 1),
		"another order of attributes": strings.Replace(ok, `"id":"1","source":"`+page+`"`,
			`"source":"`+page+`","id":"1"`, 1),
		"null as data in base64 first": good("1", `"data_base64":null,"data":{}}`),
	} {
		t.Run(name, func(t *testing.T) { assert.False(t, plain(t, text), "%s", text) })
	}
}
