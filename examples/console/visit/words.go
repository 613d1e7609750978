package visit

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxParts is how many widgets and chats a moment is told of.
const maxParts = 6

// At says in words what was going on at a moment.
func (v *Visit) At(t time.Time) string {
	var parts []string
	more := 0
	for _, l := range v.lanes {
		bar := l.at(t)
		switch {
		case bar == nil:
		case len(parts) == maxParts:
			more++
		default:
			parts = append(parts, fmt.Sprintf("%s %s for %s", l.Name(), doing[bar.State], Duration(t.Sub(l.since(bar)))))
		}
	}
	when := "At " + Duration(t.Sub(v.Start())) + ": "
	if len(parts) == 0 {
		return when + "nothing is shown and nobody chats."
	}
	if more > 0 {
		parts = append(parts, fmt.Sprintf("and so on, %d more", more))
	}
	return when + strings.Join(parts, "; ") + "."
}

// since is when the state of a bar began: a widget goes on being shown while its form is open.
func (l *Lane) since(bar *Bar) time.Time {
	since := bar.From
	if bar.State == Shown {
		for _, b := range slices.Backward(l.Bars) {
			if b.To.Equal(since) {
				since = b.From
			}
		}
	}
	return since
}

// AtMessage says in words what a message changed, and what was going on then.
func (v *Visit) AtMessage(number int) string {
	e := v.Entry(number)
	text := Cut(string(e.Event.EventType()), maxID)
	if e.Lane.Kind() != Other {
		text += " of " + e.Lane.Name()
	}
	return text + ". " + v.At(e.At)
}

var doing = [...]string{
	Shown: "has been shown", Form: "has had its form open",
	Waiting: "has been waiting", Talking: "has been talking", Survey: "has had its survey open",
}

// Name is what a lane is called.
func (l *Lane) Name() string {
	switch l.Kind() {
	case Widget:
		return "widget " + l.ID()
	case Chat:
		return "chat " + l.ID()
	}
	return "other events"
}

// Duration writes a time as "2.5 s", "3:07", "1:02:03" or "2 d 1:02:03".
func Duration(d time.Duration) string {
	switch s := int(d.Round(time.Second).Seconds()); {
	case d < 0:
		return "0.0 s"
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Truncate(100*time.Millisecond).Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	case d < 24*time.Hour:
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	default:
		return fmt.Sprintf("%d d %d:%02d:%02d", s/86400, s/3600%24, s/60%60, s%60)
	}
}
