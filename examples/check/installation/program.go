package installation

import (
	"slices"
	"strings"
)

// early tells whether early.js is in its place.
func (e Evidence) early() Result {
	const title = "early.js is in its place"
	if e.Page == nil {
		for _, m := range e.Messages {
			if m.Early {
				return Result{title, Passed, "It kept events until the program listened.", ""}
			}
		}
		return unknownPage(title)
	}
	const before = `Put <script src="early.js"></script> before the vendor’s script, without async, defer and type.`
	switch early := e.Page.Early; {
	case early.Tag == "" && !early.Ran && !e.Page.Go:
		return Result{title, NotSeen, "The page has no early.js, and no Go program that would need it.", ""}
	case early.Tag == "" && !early.Ran && e.Page.Late:
		return Result{title, NotSeen, "The page has no script early.js. Whether it is a part of another script, the recording came too " +
			"late to see.", beginEarlier}
	case early.Tag == "" && !early.Ran:
		return Result{title, Failed, "The page has no early.js: a Go program misses what was posted before it ran.", before}
	case early.Tag == "after":
		return Result{title, Failed, "It comes after the vendor’s script, and may miss the first events.", before}
	case early.Deferred:
		return Result{title, Failed, "Its tag has async, defer or a type, so that it may come after the vendor’s script.", before}
	case !early.Ran:
		return Result{title, Failed, "Its tag is there, and it has not run.", "See whether its address is right, and whether the " +
			"page’s policy allows it: script-src needs 'self' where it is a file of the site."}
	case early.Tag == "":
		return Result{title, NotSeen, "It ran, as a part of another script. Whether that was before the vendor’s, nobody can tell.", ""}
	}
	return Result{title, Passed, "It ran before the vendor’s script.", ""}
}

// policy tells what the page's Content-Security-Policy allows.
func (e Evidence) policy() []Result {
	const vendor, wasm, rest = "The policy allows the vendor’s script and frame", "The policy allows a Go program",
		"The policy allows what widgets may need besides"
	if e.Page == nil {
		return []Result{unknownPage(vendor), unknownPage(wasm)}
	}
	all := parsePolicies(e.Page.Policy)
	return []Result{e.vendorPolicy(vendor, all), e.wasmPolicy(wasm, all), e.otherPolicy(rest, all)}
}

// noPolicy is what the results say of a page without a policy.
const noPolicy = "The page has no Content-Security-Policy, which would be the only one to forbid it."

func (e Evidence) vendorPolicy(title string, all policies) Result {
	host := e.Page.vendor()
	var missing []string
	if e.Page.Policy != nil && host != "" {
		if !all.allow("script-src", e.Page.Scripts[0].Src, e.Page.Origin) && !all.byTicket() {
			missing = append(missing, "script-src")
		}
		if !all.allow("frame-src", host, e.Page.Origin) {
			missing = append(missing, "frame-src")
		}
	}
	for _, directive := range []string{"script-src", "frame-src"} {
		if host != "" && len(e.Page.blocked(host, directive)) > 0 && !slices.Contains(missing, directive) {
			missing = append(missing, directive)
		}
	}
	switch {
	case host == "":
		return Result{title, NotSeen, "The page has no script livechatsdk.js.", ""}
	case len(missing) > 0:
		return Result{title, Failed, "It does not allow " + clean(host) + " in " + list(missing) + ".",
			"The site’s operator adds " + clean(host) + " to " + list(missing) + ". That the script needs these is inferred: the " +
				"vendor says nothing."}
	case e.Page.Policy == nil:
		return Result{title, NotSeen, "The page’s server did not say what the policy is, and nothing was blocked.", ""}
	case len(all) == 0:
		return Result{title, Passed, noPolicy, ""}
	case all.byTicket():
		return Result{title, e.script().Status, "It allows scripts by a nonce, a hash or a script that is trusted: whether the " +
			"vendor’s may run is told by whether it came, see above.", ""}
	}
	return Result{title, Passed, "It allows " + clean(host) + " in script-src and frame-src.", ""}
}

func (e Evidence) wasmPolicy(title string, all policies) Result {
	const add = "Where a Go program is to run, the site’s operator adds 'wasm-unsafe-eval' to script-src in the Content-Security-Policy."
	blocked := e.Page.blocked("wasm-eval", "script-src")
	allowed := all.allowWords("wasm", "'wasm-unsafe-eval'", "'unsafe-eval'")
	switch {
	case len(blocked) > 0 || e.Page.Policy != nil && !allowed && e.Page.Go:
		return Result{title, Failed, "It does not allow WebAssembly.", add}
	case !e.Recorded:
		return Result{title, Passed, "This page’s own Go program runs.", ""}
	case e.Page.Policy == nil:
		return Result{title, NotSeen, "The page’s server did not say what the policy is, and nothing was blocked.", ""}
	case !allowed:
		return Result{title, NotSeen, "It does not allow WebAssembly, and the page has no Go program yet.", add}
	case len(all) == 0:
		return Result{title, Passed, noPolicy, ""}
	}
	return Result{title, Passed, "It allows WebAssembly.", ""}
}

// otherPolicy tells of what the vendor's script may need besides. All of that is inferred, so that what the policy does
// not allow is no fault before something was blocked.
func (e Evidence) otherPolicy(title string, all policies) Result {
	host := e.Page.vendor()
	if host == "" {
		return Result{title, NotSeen, "The page has no script livechatsdk.js.", ""}
	}
	var blocked, missing []string
	for _, v := range e.Page.Violations {
		if word := v.Blocked; word == "inline" && strings.HasPrefix(v.Directive, "style") || word == "eval" || word == "data" ||
			originOf(word) == host && !strings.HasPrefix(v.Directive, "script") && !strings.HasPrefix(v.Directive, "frame") {
			blocked = append(blocked, v.Directive+" of "+word)
		}
	}
	slices.Sort(blocked)
	blocked = slices.Compact(blocked)
	if !all.allowWords("style-src", "'unsafe-inline'") {
		missing = append(missing, "style-src 'unsafe-inline'")
	}
	for directive, addresses := range map[string][]string{
		"style-src": {host}, "connect-src": {host, "ws" + strings.TrimPrefix(host, "http")}, "img-src": {host, "data:,"},
		"media-src": {host, "data:,"},
	} {
		for _, address := range addresses {
			if !all.allow(directive, address, e.Page.Origin) {
				missing = append(missing, directive+" "+strings.TrimSuffix(address, ","))
			}
		}
	}
	if slices.ContainsFunc(all, func(policy map[string][]string) bool { return policy["require-trusted-types-for"] != nil }) {
		missing = append(missing, "scripts without Trusted Types")
	}
	slices.Sort(missing)
	const eval = " 'unsafe-eval' in script-src is needed only where the tenant has an engagementFunction or automatic form " +
		"fields (inferred)."
	switch {
	case len(blocked) > 0:
		return Result{title, Failed, "It blocked: " + list(blocked) + ".",
			"If a part of a widget is missing or does not work, the site’s operator allows this." + eval}
	case e.Page.Policy == nil:
		return Result{title, NotSeen, "The page’s server did not say what the policy is, and nothing was blocked.", ""}
	case len(missing) > 0:
		return Result{title, NotSeen, "Nothing was blocked so far. It does not allow: " + list(missing) + ". The vendor’s " +
			"widgets may need these (inferred).", "Use the widgets to the end of a chat, and look again whether something was blocked."}
	case len(all) == 0:
		return Result{title, Passed, noPolicy, ""}
	}
	return Result{title, Passed, "It allows styles, connections, images and sounds of " + clean(host) + ".", ""}
}
