package visit

import (
	"fmt"
	"time"
)

// maxTroubles is how many troubles a visit keeps. The oldest go first.
const maxTroubles = 1000

// Trouble is one or more messages that came and were not delivered.
type Trouble struct {
	Time  time.Time // when that was seen
	Count int
	What  string // what has become of them: "refused"
}

// String says what has happened: "2 messages were refused".
func (t Trouble) String() string {
	if t.Count == 1 {
		return "1 message was " + t.What
	}
	return fmt.Sprintf("%d messages were %s", t.Count, t.What)
}

// AddTrouble adds the next trouble.
func (v *Visit) AddTrouble(t Trouble) {
	v.begin(t.Time)
	if len(v.troubles) == maxTroubles {
		v.troubles = append(v.troubles[:0], v.troubles[maxTroubles/10:]...)
	}
	v.troubles = append(v.troubles, t)
	v.troubled++
	v.undelivered += t.Count
}

// Undelivered is how many messages were not delivered.
func (v *Visit) Undelivered() int { return v.undelivered }

// Troubles returns the latest of what was not delivered, in order.
func (v *Visit) Troubles() []Trouble { return v.troubles }
