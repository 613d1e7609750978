package beacon

import (
	"errors"
	"strconv"
	"time"
)

// Options say what is sent, when and as whose. The zero value sends every event without what identifies a person.
type Options struct {
	// Members are the members sent, by the names of the protocol. Nil: those that identify no person, which are
	// elementID, widgetID, type and isSurveyConfigured. With userID, chatID or users, the page hands on who its visitors
	// and agents are. ctlive.Select says what is sent of members that this version does not know.
	Members []string

	// Consent tells whether the visitor has agreed. It is asked for each event and before each request, and must neither
	// block nor dispatch events. A panic in it is reported, and means no. Nil: always.
	Consent func() bool

	// Source is the source of each event. "": the page's address at that moment, without query and fragment.
	Source string

	// Visit is the visit that the events belong to. "": a random one, kept in sessionStorage, so that it spans the pages
	// of a tab. A Visit that is given should be that of one tab at a time: in a second tab, a point and a random text are
	// appended, so that no two events have the same id.
	Visit string

	Interval time.Duration // the longest that an event waits for others; 0: 5 s
	Batch    int           // events in a request, which has at most 60 KiB of them; 0: 50
	Held     int           // events held while the server can't be reached; 0: 1,000; past it the oldest are dropped

	// Headers are sent with each request, such as an Authorization. A script of the page can read them.
	Headers map[string]string
}

// Stats counts the events of a beacon: each is in one of them. Those that it has taken over from other pages count too,
// and those that it has left to another page do not.
type Stats struct {
	Sent    uint64 // acknowledged by the server
	Held    uint64 // not yet
	Dropped uint64 // past Options.Held, or deleted by Forget
	Refused uint64 // by the server, with a status that does not allow to try again
}

// StatusError is a request that the server refused for good: its events are gone.
type StatusError struct {
	Status int // of the response
	Events int // in the request
}

// Error names the status, and how many events are gone.
func (e *StatusError) Error() string {
	return "beacon: the server refused " + strconv.Itoa(e.Events) + " events with status " + strconv.Itoa(e.Status) +
		", want 2xx, or 408, 425, 429 or 5xx to be asked again"
}

// ErrHeldFull is reported when events are dropped because more than Options.Held wait: once for each run of drops.
var ErrHeldFull = errors.New("beacon: more events wait than Options.Held allows, and the oldest are dropped")
