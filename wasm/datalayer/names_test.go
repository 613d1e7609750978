//go:build js && wasm

package datalayer_test

import (
	_ "embed"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
	"example.com/ctlive-go/wasm/datalayer"
)

func TestEventNameFollowsTheRulesOfGA4(t *testing.T) {
	for kind, want := range map[ctlive.EventType]string{
		"DatacollectionSubmitted":            "ctlive_datacollection_submitted",
		"AgentTyping":                        "ctlive_agent_typing",
		"HTTPError":                          "ctlive_http_error",
		"ChatID":                             "ctlive_chat_id",
		"Step2Done":                          "ctlive_step2_done",
		"agent-typing  now!":                 "ctlive_agent_typing_now",
		"_agent_typing_":                     "ctlive_agent_typing",
		"AgentTypingÜber":                    "ctlive_agent_typing_ber",
		"":                                   "ctlive_unknown",
		"…":                                  "ctlive_unknown",
		"AbcdefghijAbcdefghijAbcdefghi12":    "ctlive_abcdefghij_abcdefghij_abcdefghi12", // 40
		"AbcdefghijAbcdefghijAbcdefghi1234":  "ctlive_abcdefghij_abcdefghij_abcdefghi12",
		"AbcdefghijAbcdefghijAbcdefghijNext": "ctlive_abcdefghij_abcdefghij_abcdefghij",
	} {
		got := datalayer.EventName(kind)
		assert.Equal(t, want, got, kind)
		assert.Regexp(t, `^ctlive_[a-z0-9_]{0,32}[a-z0-9]$`, got)
	}
}

//go:embed doc.go
var documentation string

func TestEventNameIsAsTheDocumentedTableSays(t *testing.T) {
	d, _ := attach(t, nil)
	for i, event := range testkit.Events {
		d.Dispatch(ctlive.Message{Event: event})
		parameters := eval(
			`(i) => Object.entries(dataLayer[i].ctlive).filter(([, value]) => value !== undefined).map(([name]) => ` +
				`name).join(", ")`,
		)
		row := string(event.EventType()) + ` +` + datalayer.EventName(event.EventType())
		if members := parameters.Invoke(i).String(); members != "" {
			row += ` +` + members
		}
		assert.Regexp(t, `(?m)^//\t`+row+`$`, documentation)
	}
}

func TestNameGivesOtherNamesAndSkips(t *testing.T) {
	d, _ := attach(t, &datalayer.Options{Name: func(kind ctlive.EventType) string {
		if kind == ctlive.TypeChatOnline {
			return "agent joined"
		}
		return ""
	}})
	dispatchVisit(d)
	assert.Equal(t, `{"event":"agent joined","ctlive":{}}`, pushes())
}
