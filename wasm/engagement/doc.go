// Package engagement lets a Go program decide when the contact widget is shown: when the cart is
// worth enough, when the visitor has agreed, when somebody has read for a minute.
//
// It rests on what the vendor documents about the rules of a service. It was tried with the
// simulator of this project alone, and never with the vendor's script.
//
// The page loads engagement.js before the vendor's script. It makes the function
// window.ctliveEngagement, which returns a promise, before Go runs:
//
//	<script src="engagement.js"></script>
//
// In the vendor's configuration, the service of the tenant has this engagementFunction, and the
// engagementTimeout 0:
//
//	return window.ctliveEngagement()
//
// The program decides, before the vendor's script asks or after that:
//
//	if cart.Total() >= 100 {
//		err := engagement.Decide(true)
//		...
//	}
//
// # What the vendor says
//
// Documented: an engagementFunction is the body of a JavaScript function that returns a promise,
// and when the promise resolves with true, the widget is shown. A service whose engagementTimeout
// is not 0 asks no other rule. Where the service is to wait for a free agent (checkMedia), that
// comes before its rules.
//
// Seen: on a page that goes on with a chat of the page before, only the widget of that chat comes
// back.
//
// Inferred: that no rule is asked for that widget; that a body may be one call as above; that it is
// called once for each page load and service; and that the vendor's script needs 'unsafe-eval' in
// the page's Content-Security-Policy to run it. This package does not need it. We do not know
// what the vendor's script does if the promise is rejected. This promise is never rejected.
//
// # What holds here
//
// A decision is for the page that is loaded, and for all services with that engagementFunction. The
// next page begins without one. Once the widget may be shown, this can't be taken back. A page
// whose program does not run, or never decides, shows no widget. JavaScript can decide with
// ctliveEngagement(true), which is what [Decide] calls.
package engagement

import "errors"

// ErrNoScript is what Decide returns on a page where engagement.js has not run.
var ErrNoScript = errors.New("engagement: window.ctliveEngagement is not the function of engagement.js; add " +
	`<script src="engagement.js"></script> to the page's head, before the vendor's script`)
