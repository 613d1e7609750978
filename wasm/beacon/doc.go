// Package beacon sends CTLive events to a server of yours, in batches, over page loads: none is lost while the
// browser keeps its storage, and a server that drops repetitions counts none twice. It is for GOOS=js GOARCH=wasm;
// elsewhere Attach returns wasm.ErrNoBrowser.
//
//	var d ctlive.Dispatcher
//	b, err := beacon.Attach(&d, "https://events.example.com/events", &beacon.Options{Consent: visitorAgreed})
//	if err != nil {
//		return err
//	}
//	listener, err := wasm.Listen(&d, nil)
//	...
//	b.Flush()  // when the visitor has agreed
//	b.Forget() // when the visitor has declined, or withdraws consent
//
// Attach before Listen, so that the events that came early are sent too.
//
// # Requests
//
// A request is a POST with a JSON array of CloudEvents: see package cloudevents. The id of an event is made once,
// of its visit and its number in it: "VISIT-SEQUENCE". The numbers rise, and may have gaps.
//
// A status of 2xx acknowledges all events of a request. After 408, 425, 429 or 5xx, a failed fetch, or no answer within
// 60 s, they are sent again. The first delay is 1 to 1.5 s, then it doubles, up to 60 s. If the server sends
// Retry-After, the beacon waits at least that long, 24 hours at most. Flush, and a browser that is online again, end
// the delay, but not a Retry-After. After 413 a request has half of the events, until the page ends. Any other status
// is reported as a *StatusError, and those events are gone.
//
// A redirect is a fetch that fails, so that nothing is lost: after a 302 the browser would ask for another page with
// GET, and the status of that page says nothing about the events. The url must be the server's last.
//
// # A server of another origin
//
// Another scheme, host or port is another origin. The browser first asks such a server, with OPTIONS, whether the page
// may send this (a preflight request). The server must answer that with a status of 2xx, and with
//
//   - Access-Control-Allow-Origin: the page's origin, such as https://www.example.com
//   - Access-Control-Allow-Headers: content-type, and the names in Options.Headers
//   - Access-Control-Max-Age: some seconds, such as 7200. A page that goes then needs no other OPTIONS first.
//
// and the POST, whatever its status (the page can't read it otherwise, and tries again), with
//
//   - Access-Control-Allow-Origin: as above
//   - Access-Control-Expose-Headers: Retry-After, Date. The page can't read them otherwise, and does not wait.
//
// With a server that does not allow the page, nothing leaves it. A script is not told why a fetch failed: the beacon
// reports nothing, holds the events and tries again, as with a server that can't be reached, and Stats.Held grows. The
// reason is in the browser's console: "blocked by CORS policy" in Chromium. A Content-Security-Policy of the page must
// name the server in connect-src.
//
// # A visit and its pages
//
// What is not acknowledged is kept in localStorage. The next page of the tab sends it, with the same ids. If the tab is
// closed, another page of the same origin with a beacon for the same url sends it. That page notices by a Web Lock,
// within some seconds. A page that is hidden sends what it holds at once, with requests that outlive it, of 60 KiB at
// most.
//
// A visit is random and belongs to one tab, by sessionStorage. A copy of a tab has another visit, and so has a page
// that is left within the moment in which the beacon asks for its lock. After a crash the visit goes on with a number
// that is a thousand million higher.
//
// Where storage is full or refused, events are held in memory alone, and every page has a visit of its own. Where
// there are no Web Locks, as on a page without https, a page sends what its own tab has left, and events of tabs
// that are closed stay in storage. A tab that crashed has a new visit there.
//
// # Personal data and consent
//
// Options.Members names the members of events that are sent. By default these are elementID, widgetID, type and
// isSurveyConfigured: no member that identifies a person. What is sent all the same is the address of the page, its
// path too, the random visit, and times; and the server sees the visitor's IP address. Whether that needs consent is
// for you to find out.
//
// Without consent, events are held in memory, the latest Options.Held, and go with the page. Nothing is stored or
// sent, not even the visit. Once Consent says yes, at Flush or at the next event, they are numbered, stored and
// sent. If it says no later, new events are held as before, and what is stored stays until Forget deletes it.
//
// # What can't be guaranteed
//
//   - A browser that crashes, or loses its power, loses the events of the last 20 ms, and what it had not yet
//     written to disk itself.
//   - A page that goes while a request is on its way can't know whether it arrived: the events are sent again. A
//     server that does not drop repetitions, by source and id, counts them twice.
//   - Past Options.Held the oldest events that are not on their way are dropped, counted in Stats and reported as
//     ErrHeldFull. A page that is left without storage loses what does not go out in its last 60 KiB.
//   - Browsers delete storage: Safari after seven days without a visit, private windows when they close, and
//     visitors.
//   - Retry-After is not known to the next page, which tries once.
package beacon
