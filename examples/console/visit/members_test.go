package visit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/examples/console/visit"
)

func members(of visit.Members) (all []string) {
	for {
		name, value, ok := of.Next()
		if !ok {
			return all
		}
		all = append(all, name+"="+string(value))
	}
}

func TestMembersAreAsTheyCame(t *testing.T) {
	for envelope, want := range map[string][]string{
		`{"name":"CTLiveEvent","object":{"b":12345678901234567890,"1":1.50,"c":{"x": [1]}}}`: {
			"b=12345678901234567890", "1=1.50", `c={"x": [1]}`,
		},
		" { \"object\" :\n{ \"a\" : [ \"]\" , {} ] ,\t\"b\":null\r} , \"x\":1} ": {`a=[ "]" , {} ]`, "b=null"},
		`{"object":{"a":"}\",","b\"\u0063":"\\"}}`:                               {`a="}\","`, `b"c="\\"`},
		`{"object":{"a":1},"object":{"b":2}}`:                                    {"b=2"},
		`{"object":{"a":1,"a":2}}`:                                               {"a=1", "a=2"},
		`{"obj\u0065ct":{"":true}}`:                                              {"=true"},
		`{"Object":{"a":1}}`:                                                     nil,
		`{"object":{}}`:                                                          nil,
		`{"object":null}`:                                                        nil,
		`{"object":[1]}`:                                                         nil,
		``:                                                                       nil,
		`{}`:                                                                     nil,
		`[{"object":{"a":1}}]`:                                                   nil,
	} {
		t.Run(envelope, func(t *testing.T) {
			of := visit.MembersOf([]byte(envelope))
			assert.Equal(t, len(want), of.Count())
			assert.Equal(t, want, members(of))
		})
	}
}

func TestMembersEndWhereTheTextIsNoJSON(t *testing.T) {
	for _, text := range []string{`{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":"`, `{"a":"\`, `{"a":[`, `{a:1}`, `{1:1}`,
		`{"a"}`, `{"a":}`, `{,}`, `{]`, `}`, `"`, `{"a":1}}`, `{"a" "b":1}`} {
		assert.NotPanics(t, func() {
			of := visit.Object([]byte(text))
			assert.LessOrEqual(t, of.Count(), 1, text)
			visit.MembersOf([]byte(`{"object":` + text))
		}, text)
	}
}

func TestMembersOfAVeryLargeObjectAreReadInParts(t *testing.T) {
	const count = 130_000
	var object strings.Builder
	for n := range count {
		fmt.Fprintf(&object, `,"m%d":%[1]d`, n)
	}
	of := visit.MembersOf([]byte(`{"object":{` + object.String()[1:] + `}}`))
	name, value, ok := of.Next()
	require.True(t, ok)
	assert.Equal(t, "m0=0", name+"="+string(value))
	assert.Equal(t, count-1, of.Count())
	assert.Equal(t, count-1, of.Count(), "counting reads a copy")
	assert.Less(t, testing.AllocsPerRun(10, func() { of := of; of.Next() }), 5.0, "the rest is not read")
}

func TestIndentChangesNothingButTheLines(t *testing.T) {
	assert.Equal(t, "{\n  \"n\": 1e400\n}", string(visit.Indent([]byte(`{"n":1e400}`))))
	assert.Equal(t, "no JSON", string(visit.Indent([]byte("no JSON"))))
	long := `{"a":"` + strings.Repeat("x", 1<<20) + `"}`
	assert.Equal(t, long, string(visit.Indent([]byte(long))))
}

func TestCutKeepsWholeCharacters(t *testing.T) {
	assert.Equal(t, "short", visit.Cut("short", 5))
	assert.Equal(t, "shor", visit.Cut("short", 4))
	assert.Equal(t, "a", visit.Cut("aé", 2))
	assert.Equal(t, "aé", visit.Cut([]byte("aéé"), 3))
}
