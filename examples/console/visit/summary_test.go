package visit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
)

func TestSummaryNamesAllWhoTakePartOrSaysHowManyThereAre(t *testing.T) {
	const visitor, agent = "USER_DEMO_01234567-89ab-cdef-0123-456789abcdef", "USER_ada@agents.example"
	for want, users := range map[string][]string{
		"":               nil,
		"u-1":            {"u-1"},
		visitor:          {visitor},
		"u-1, u-2, u-3":  {"u-1", "u-2", "u-3"},
		visitor + " +1":  {visitor, agent},
		agent + " +2":    {agent, agent, agent},
		agent + ", u-17": {agent, "u-17"},
	} {
		e := of(ctlive.ChatOnline{ChatID: "c", Users: users}).Entry(0)
		assert.Equal(t, want, visit.Summarize(e).Who)
	}
}
