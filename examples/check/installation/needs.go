package installation

import (
	"slices"
	"strings"
)

// policy tells what the page's Content-Security-Policy allows.
func (e Evidence) policy() []Result {
	const (
		vendor subject = "The policy allows the vendor’s script and frame"
		wasm   subject = "The policy allows a Go program"
		rest   subject = "The policy allows what widgets may need besides"
	)
	if e.Page == nil {
		return []Result{unknownPage(vendor), unknownPage(wasm)}
	}
	all := parsePolicies(e.Page.Policy)
	return []Result{e.vendorPolicy(vendor, all), e.wasmPolicy(wasm, all), e.otherPolicy(rest, all)}
}

// What the results say where there is no policy, or where nobody knows it.
const (
	noPolicy      = "The page has no Content-Security-Policy, which alone would forbid it."
	unknownPolicy = "The page’s server did not say what the policy is, and nothing was blocked."
)

func (e Evidence) vendorPolicy(title subject, all policies) Result {
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
		return title.notSeen("The page has no script livechatsdk.js.", "")
	case len(missing) > 0:
		return title.failed("It does not allow "+clean(host)+" in "+list(missing)+".",
			"The site’s operator adds "+clean(host)+" to "+list(missing)+". That the script needs these "+
				"is inferred: the vendor says nothing.")
	case e.Page.Policy == nil:
		return title.notSeen(unknownPolicy, "")
	case len(all) == 0:
		return title.passed(noPolicy)
	case all.byTicket() && e.script().Status != Passed:
		return title.notSeen("It allows scripts by a nonce, a hash or a script that is trusted. Whether the "+
			"vendor’s may run is told by whether it comes.", "")
	case all.byTicket():
		return title.passed("It allows scripts by a nonce, a hash or a script that is trusted, and the vendor’s " +
			"came.")
	}
	return title.passed("It allows " + clean(host) + " in script-src and frame-src.")
}

func (e Evidence) wasmPolicy(title subject, all policies) Result {
	const add = "Where a Go program is to run, the site’s operator adds 'wasm-unsafe-eval' to script-src in the " +
		"Content-Security-Policy."
	blocked := e.Page.blocked("wasm-eval", "script-src")
	allowed := all.allowWords("wasm", "'wasm-unsafe-eval'", "'unsafe-eval'")
	switch {
	case len(blocked) > 0 || e.Page.Policy != nil && !allowed && e.Page.Go:
		return title.failed("It does not allow WebAssembly.", add)
	case !e.Recorded:
		return title.passed("This page’s own Go program runs.")
	case e.Page.Policy == nil:
		return title.notSeen(unknownPolicy, "")
	case !allowed:
		return title.notSeen("It does not allow WebAssembly, and the page has no Go program yet.", add)
	case len(all) == 0:
		return title.passed(noPolicy)
	}
	return title.passed("It allows WebAssembly.")
}

// otherPolicy tells of what the vendor's script may need besides. All of that is inferred, so that what the policy does
// not allow is no fault before something was blocked.
func (e Evidence) otherPolicy(title subject, all policies) Result {
	host := e.Page.vendor()
	if host == "" {
		return title.notSeen("The page has no script livechatsdk.js.", "")
	}
	blocked, missing := e.blockedBesides(host), e.missingBesides(host, all)
	switch {
	case len(blocked) > 0:
		return title.failed("It blocked: "+list(blocked)+".",
			"If a part of a widget is missing or does not work, the site’s operator allows this. What is inline, eval "+
				"or data may also be the site’s own: the browser does not say whose it was. 'unsafe-eval' in "+
				"script-src is needed only where the tenant has an engagementFunction or automatic form fields "+
				"(inferred).")
	case e.Page.Policy == nil:
		return title.notSeen(unknownPolicy, "")
	case len(missing) > 0:
		return title.notSeen("Nothing was blocked so far. It does not allow: "+list(missing)+". The vendor’s widgets "+
			"may need these (inferred).",
			"If all widgets work to the end of a chat, nothing needs to be done. Else look here again.")
	case len(all) == 0:
		return title.passed(noPolicy)
	}
	return title.passed("It allows styles, connections, images and sounds of " + clean(host) + ".")
}

// blockedBesides returns what was blocked that is neither the vendor's script nor its frame. Nobody can tell whose
// inline styles and whose eval they were.
func (e Evidence) blockedBesides(host string) (blocked []string) {
	for _, v := range e.Page.Violations {
		var is bool
		switch v.Blocked {
		case "inline":
			is = strings.HasPrefix(v.Directive, "style-src")
		case "eval", "data":
			is = true
		default:
			other := !strings.HasPrefix(v.Directive, "script-src") && !strings.HasPrefix(v.Directive, "frame-src")
			is = other && originOf(v.Blocked) == host
		}
		if is {
			blocked = append(blocked, v.Directive+" of "+v.Blocked)
		}
	}
	slices.Sort(blocked)
	return slices.Compact(blocked)
}

// missingBesides returns what the policies forbid of what the vendor's script may need.
func (e Evidence) missingBesides(host string, all policies) (missing []string) {
	for _, need := range []struct{ directive, address string }{
		{"connect-src", host}, {"connect-src", "ws" + strings.TrimPrefix(host, "http")}, {"img-src", host},
		{"img-src", "data:"}, {"media-src", host}, {"media-src", "data:"}, {"style-src", host},
	} {
		if !all.allow(need.directive, need.address, e.Page.Origin) {
			missing = append(missing, need.directive+" "+need.address)
		}
	}
	if !all.allowWords("style-src", "'unsafe-inline'") {
		missing = append(missing, "style-src 'unsafe-inline'")
	}
	if all.have("require-trusted-types-for") {
		missing = append(missing, "scripts without Trusted Types")
	}
	return missing
}
