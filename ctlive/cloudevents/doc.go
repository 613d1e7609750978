// Package cloudevents writes CTLive messages as CloudEvents, and reads them again: the form in which an event
// goes from a page to a server, and from there into any system that speaks CloudEvents
// (https://cloudevents.io).
//
//	text, err := json.Marshal([]cloudevents.Event{{
//		ID:      "v1-1",
//		Source:  "https://www.example.com/help",
//		Message: m,
//	}})
//	// POST it with the Content-Type cloudevents.BatchContentType.
//
//	var events []cloudevents.Event
//	err := json.Unmarshal(body, &events)
//
// # The format
//
// An event is one JSON object, as CloudEvents 1.0 defines it in "JSON Event Format for CloudEvents". Its members:
//
//	specversion      "1.0"
//	id               string, not empty
//	source           string, not empty
//	type             string, TypePrefix and the event's type: "com.enghouse.ctlive.ChatStarted"
//	time             string, RFC 3339; absent if unknown
//	datacontenttype  "application/json"; another JSON type is read too, and none means the same
//	ctlivevisit      string; absent if there is none
//	ctliveseq        string of decimal digits; absent if there is none. CloudEvents has no integers beyond 32 bits.
//	data             object, the "object" of the message's envelope, with the members that were sent
//
// Other members pass when they are read, and are not kept. A member that is null is absent. Members of an
// envelope other than its type and its object are not carried.
//
// The package is pure Go. A page that only writes events links some 8 KB of brotli, half of it ctlive.Encode;
// encoding/json or fmt would add more than 100.
package cloudevents
