package installation

import (
	"fmt"
	"slices"
)

// script tells whether the vendor's script is there.
func (e Evidence) script() Result {
	const title subject = "The vendor’s script is loaded"
	if e.Page == nil {
		if len(e.Messages) > 0 {
			return title.passed("Its events are in the recording.")
		}
		return unknownPage(title)
	}
	scripts := e.Page.Scripts
	if len(scripts) == 0 {
		if len(e.Messages) > 0 {
			return title.notSeen("Events came, and the page has no script livechatsdk.js: it may have "+
				"another name.", "")
		}
		return title.failed("The page has no script livechatsdk.js.",
			"Add the tag that the vendor gave you. If a tag manager adds it, see that it does so on this page, "+
				"and whether it waits for the visitor’s consent.")
	}
	if len(scripts) > 1 {
		return title.failed(fmt.Sprintf("The page has it %d times.", len(scripts)),
			"Keep one tag: look in the page, in its template and in the tag manager.")
	}
	from := clean(scripts[0].Src)
	switch blocked := e.Page.blocked(e.Page.vendor(), "script-src"); {
	case scripts[0].State == "loaded":
		return title.passed("It came from " + from + ".")
	case scripts[0].Status > 399:
		return title.failed(fmt.Sprintf("The server answered %d for %s.", scripts[0].Status, from),
			"Compare the address with the one that the vendor gave you: the tenant’s name is a part of it.")
	case len(blocked) > 0:
		return title.failed("The page’s policy blocked it: "+from+".",
			"Add "+e.Page.vendor()+" to script-src in the Content-Security-Policy. The site’s operator can.")
	case scripts[0].State == "failed":
		return title.failed("It could not be loaded from "+from+".",
			"Open this address in the browser. If it opens, an ad blocker or a firewall keeps it from the page. "+
				"If not, compare it with the one that the vendor gave you: the tenant’s name is a part of it.")
	case len(e.Messages) > 0:
		return title.passed("Its events came. It is from " + from + ".")
	case e.waiting():
		return title.notSeen("It has not come yet from "+from+".", watchLonger)
	case e.Page.Late:
		return title.notSeen("It is on the page, from "+from+". Whether it came, the browser does not say so late.",
			beginEarlier)
	}
	return title.failed(fmt.Sprintf("It has not come within %d seconds from %s.", patience, from),
		"Look in the browser’s developer tools, under “Network”, what has become of it.")
}

const beginEarlier = "Begin the recording before the page loads: see “Check your own site”."

// frame tells whether the frame of the vendor's host is allowed.
func (e Evidence) frame() Result {
	const title subject = "Its connector frame is allowed"
	if e.Page == nil {
		return unknownPage(title)
	}
	vendor := e.Page.vendor()
	if blocked := e.Page.blocked(vendor, "frame-src", "child-src"); vendor != "" && len(blocked) > 0 {
		return title.failed("The page’s policy blocked a frame of "+clean(vendor)+". Without it no widget "+
			"appears and no event comes (seen).",
			"Add "+clean(vendor)+" to frame-src in the Content-Security-Policy. The site’s operator can.")
	}
	if vendor != "" && slices.Contains(e.Page.Connectors, vendor) {
		return title.passed("The frame of " + clean(vendor) + " says that it is loaded.")
	}
	switch there := len(e.Page.Frames) > 0; {
	case there && len(e.Messages) > 0:
		return title.passed("The frame is on the page, and events came, which wait for it (seen).")
	case e.waiting():
		return title.notSeen("It has not said yet that it is loaded.", watchLonger)
	case there && e.Page.Late:
		return title.notSeen("It is on the page. Whether it was loaded, the recording came too late to see.",
			beginEarlier)
	case there:
		return title.failed("It is on the page, and has not said that it is loaded. The script waits for it "+
			"without end (seen).", "See whether the browser or an extension blocks frames or cookies of "+
			clean(vendor)+".")
	}
	return title.notSeen("The page has no such frame. The version of the vendor’s script that was read makes "+
		"one, liveChatConnector.html (seen).", "")
}
