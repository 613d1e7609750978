package visit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
)

func TestVisitBeginsWithTheFirstTrouble(t *testing.T) {
	v := new(visit.Visit)
	v.AddTrouble(visit.Trouble{Time: second(1), Count: 1, What: "refused"})
	v.Add(ctlive.Message{Event: ctlive.WidgetShown{WidgetID: "w"}, Time: second(3)})
	v.Add(ctlive.Message{Event: ctlive.WidgetHidden{WidgetID: "w"}, Time: second(4)})
	v.AddTrouble(visit.Trouble{Time: second(6), Count: 2, What: "dropped"})
	assert.Equal(t, second(1), v.Start())
	from, to := v.Span(second(9))
	assert.Equal(t, second(1), from)
	assert.Equal(t, second(6), to)
	assert.Equal(t, 4, v.Changes())
	assert.Equal(t, 2, v.Next())
	assert.Equal(t, "At 2.0 s: widget w has been shown for 0.0 s.", v.At(second(3)))
	assert.Equal(t, "1 message was refused", v.Troubles()[0].String())
	assert.Equal(t, "2 messages were dropped", v.Troubles()[1].String())
}

func TestVisitKeepsTheNewestTroubles(t *testing.T) {
	v := new(visit.Visit)
	for n := range 2500 {
		v.AddTrouble(visit.Trouble{Time: second(n), Count: 1, What: "refused"})
	}
	assert.LessOrEqual(t, len(v.Troubles()), 1000)
	assert.Equal(t, 2500, v.Undelivered(), "of those too that are not kept")
	assert.Equal(t, second(2499), v.Troubles()[len(v.Troubles())-1].Time)
	assert.Equal(t, 2500, v.Changes())
}
