package installation

// early tells whether early.js is in its place.
func (e Evidence) early() Result {
	const title subject = "early.js is in its place"
	if e.Page == nil {
		for _, m := range e.Messages {
			if m.Early {
				return title.passed("It kept events until the program listened.")
			}
		}
		return unknownPage(title)
	}
	const before = `Put <script src="early.js"></script> before the vendor’s script, without async, defer and type.`
	switch early := e.Page.Early; {
	case early.Tag == "" && !early.Ran && !e.Page.Go:
		return title.notSeen("The page has no early.js, and no Go program that would need it.", "")
	case early.Tag == "" && !early.Ran && e.Page.Late:
		return title.notSeen("The page has no script early.js. Whether it is a part of another script, the "+
			"recording came too late to see.", beginEarlier)
	case early.Tag == "" && !early.Ran:
		return title.failed("The page has no early.js: a Go program misses what was posted before it ran.", before)
	case early.Deferred:
		return title.failed("Its tag has async, defer or a type, so that it may come after the vendor’s "+
			"script.", before)
	case early.Tag == "after":
		return title.failed("It comes after the vendor’s script, and may miss the first events.", before)
	case !early.Ran:
		return title.failed("Its tag is there, and it has not run.", "See whether its address is right, and "+
			"whether the page’s policy allows it: script-src needs 'self' where it is a file of the site.")
	case early.Tag == "":
		return title.notSeen("It ran, as a part of another script. Whether that was before the vendor’s, nobody "+
			"can tell.", "")
	}
	return title.passed("It ran before the vendor’s script.")
}
