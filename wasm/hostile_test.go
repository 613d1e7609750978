//go:build js && wasm

package wasm_test

import (
	"strings"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

// cloneables has a value of each type that can be posted, and what JSON.stringify makes of it inside an
// envelope: "" where it throws, so that the whole message can't be read.
var cloneables = []struct{ source, json string }{
	{"undefined", "absent"},
	{"null", "null"},
	{"true", "boolean"},
	{"-0", "number"},
	{"NaN", "null"},
	{"Infinity", "null"},
	{"1e308", "number"},
	{"10n", ""},
	{"-(2n ** 4000n)", ""},
	{"''", "string"},
	{"'\\ud800 lone'", "string"},
	{"new Boolean(false)", "boolean"},
	{"new Number(7)", "number"},
	{"new String('boxed')", "string"},
	{"Object(7n)", ""},
	{"new Date(0)", "string"},
	{"new Date(NaN)", "null"},
	{"/regular/gi", "object"},
	{"new ArrayBuffer(64)", "object"},
	{"new Uint8Array(3)", "object"},
	{"new BigInt64Array(2)", ""},
	{"new DataView(new ArrayBuffer(8))", "object"},
	{"new Map([[1, new Map]])", "object"},
	{"new Set([1, 2])", "object"},
	{"new Error('error')", "object"},
	{"new DOMException('dom')", "object"},
	{"new Blob(['blob'])", "object"},
	{"new File(['file'], 'name.txt')", "object"},
	{"new DOMRect(1, 2, 3, 4)", "object"},
	{"new ImageData(1, 1)", "object"},
	{"{}", "object"},
	{"{toString: null, valueOf: null, constructor: null, __proto__: null}", "object"},
	{"JSON.parse('{\"__proto__\": {\"a\": 1}}')", "object"},
	{"[]", "array"},
	{"new Array(5)", "array of null"},
	{"Object.assign([1], {extra: true})", "array of numbers"},
	{"(() => { const cycle = {}; cycle.self = cycle; return cycle })()", ""},
	{"(() => { const cycle = []; cycle.push(cycle); return cycle })()", ""},
	{"(() => { let deep = 0; for (let n = 0; n < 150; n++) deep = [deep]; return deep })()", "deep"},
}

// positions are the places in an envelope that a value can take, with the type of JSON that is right there.
var positions = []struct{ envelope, member, want string }{
	{"{name: 'CTLiveEvent', type: VALUE, object: {}}", "type", "string"},
	{"{name: 'CTLiveEvent', type: 'Loaded', object: VALUE}", "object", "object"},
	{"{name: 'CTLiveEvent', type: 'New', object: VALUE}", "object", "object"},
	{"{name: 'CTLiveEvent', type: 'Loaded', object: {elementID: VALUE}}", "object.elementID", "string"},
	{"{name: 'CTLiveEvent', type: 'WidgetShown', object: {widgetID: VALUE}}", "object.widgetID", "string"},
	{"{name: 'CTLiveEvent', type: 'WidgetHidden', object: {userID: VALUE}}", "object.userID", "string"},
	{"{name: 'CTLiveEvent', type: 'WidgetClicked', object: {type: VALUE}}", "object.type", "string"},
	{"{name: 'CTLiveEvent', type: 'ChatStarted', object: {chatID: VALUE}}", "object.chatID", "string"},
	{"{name: 'CTLiveEvent', type: 'ChatOnline', object: {users: VALUE}}", "object.users", "array"},
	{"{name: 'CTLiveEvent', type: 'ChatOnline', object: {users: ['u', VALUE]}}", "object.users[1]", "string among users"},
	{
		"{name: 'CTLiveEvent', type: 'ChatFinished', object: {isSurveyConfigured: VALUE}}",
		"object.isSurveyConfigured",
		"boolean",
	},
	{"{name: 'CTLiveEvent', type: 'SurveyStarted', object: {unknownMember: VALUE}}", "", "anything"},
}

// outcome says what comes of a value in a position: the Member of a DecodeError, or "" for an event.
func outcome(json, member, want string) (errorMember string, isError bool) {
	switch {
	case json == "":
		return "data", true
	case want == "array" && strings.HasPrefix(json, "array of"):
		return member + "[0]", true
	case json == "deep": // the reader's own limit: malformed JSON to it
		return "", true
	case want == "anything", json == want, json == "string" && want == "string among users":
		return "", false
	case want == "string among users":
		return member, true // absent and null too
	case json == "absent", json == "null":
		return "", false
	}
	return member, true
}

// senders are where a hostile message may come from.
type sender struct {
	name string
	post func(js.Value)
	opts *wasm.Options
}

func senders(t *testing.T) []sender {
	foreign, origin := foreignFrame(t)
	postForeign := func(v js.Value) { foreign.Call("postMessage", v, "*") }
	return []sender{
		{"the page itself", post, nil},
		{"an allowed frame", postForeign, &wasm.Options{Origins: []string{origin, ownOrigin()}}},
		{"a refused frame", postForeign, nil},
	}
}

func TestHostileValuesAtEveryPosition(t *testing.T) {
	for _, from := range senders(t) {
		t.Run("from "+from.name, func(t *testing.T) {
			v := listen(t, from.opts)
			refused := uint64(0)
			for _, p := range positions {
				for _, c := range cloneables {
					source := strings.Replace(p.envelope, "VALUE", c.source, 1)
					from.post(eval(source))
					if from.name == "a refused frame" {
						refused++
						continue
					}
					member, isError := outcome(c.json, p.member, p.want)
					if !isError {
						v.message(t)
						continue
					}
					var decodeError *ctlive.DecodeError
					require.ErrorAs(t, v.err(t), &decodeError, source)
					require.Equal(t, member, decodeError.Member, source)
				}
			}
			if refused > 0 {
				var originError *ctlive.OriginError
				require.ErrorAs(t, v.err(t), &originError)
				waitForRejected(v, refused)
			}
			v.nothingMore(t)
		})
	}
}

func TestHostileValuesAtEveryPositionBeforeListen(t *testing.T) {
	loadEarly()
	for _, p := range positions {
		for _, c := range cloneables {
			post(eval(strings.Replace(p.envelope, "VALUE", c.source, 1)))
		}
	}
	settle()
	v := listen(t, nil)
	for _, p := range positions {
		for _, c := range cloneables {
			member, isError := outcome(c.json, p.member, p.want)
			if !isError {
				assert.True(t, v.message(t).Early)
				continue
			}
			var decodeError *ctlive.DecodeError
			require.ErrorAs(t, v.err(t), &decodeError)
			require.Equal(t, member, decodeError.Member, "%s in %s", c.source, p.envelope)
		}
	}
	v.nothingMore(t)
}

func waitForRejected(v *visit, count uint64) {
	for v.listener.Stats().Rejected < count {
		settle()
	}
}

func TestHostileValuesAsDataAndAsName(t *testing.T) {
	for _, from := range senders(t) {
		t.Run("from "+from.name, func(t *testing.T) {
			v := listen(t, from.opts)
			for _, c := range cloneables {
				from.post(eval(c.source))
				from.post(eval("({name: " + c.source + ", type: 'Loaded'})"))
				from.post(eval("[" + c.source + "]"))
			}
			settleFrom(t, from.post)
			v.nothingMore(t)
			assert.Equal(t, wasm.Stats{Delivered: 1}, v.listener.Stats())
		})
	}
}

// settleFrom waits until what a sender posted before has been received.
func settleFrom(t *testing.T, post func(js.Value)) {
	t.Helper()
	domEvent(window, "ctlive-settled", func() {
		eval(`addEventListener("message", function last(event) {
			if (event.data === "settle") { removeEventListener("message", last); dispatchEvent(new Event("ctlive-settled")); }
		})`)
		post(js.ValueOf("settle"))
	})
}
