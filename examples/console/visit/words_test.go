package visit_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/console/visit"
)

func TestVisitTellsAMomentInWords(t *testing.T) {
	v := wholeVisit()
	assert.Equal(t, "At 3.5 s: widget widget-1 has had its form open for 0.5 s.", v.At(begin.Add(3500*time.Millisecond)))
	assert.Equal(t, "ChatOnline of chat c. At 6.0 s: widget widget-1 has been shown for 5.0 s; chat c has been talking "+
		"for 0.0 s.", v.AtMessage(6))
	assert.Equal(t, "WidgetHidden of widget widget-1. At 10.0 s: nothing is shown and nobody chats.", v.AtMessage(10))
	var many []ctlive.Event
	for n := range 10 {
		many = append(many, ctlive.ChatStarted{ChatID: strconv.Itoa(n)})
	}
	assert.Contains(t, of(many...).At(second(10)), "chat 5 has been waiting for 5.0 s; and so on, 4 more.")
	assert.Equal(t, "New. At 0.0 s: nothing is shown and nobody chats.", of(ctlive.Unknown{Type: "New"}).AtMessage(0))
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0.0 s", 0: "0.0 s", 59_960 * time.Millisecond: "59.9 s", time.Minute: "1:00",
		61 * time.Second: "1:01", 3599*time.Second + 600*time.Millisecond: "60:00", time.Hour + 61*time.Second: "1:01:01",
	} {
		assert.Equal(t, want, visit.Duration(d))
	}
}
