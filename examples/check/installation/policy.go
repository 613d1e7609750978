package installation

import (
	"net/url"
	"slices"
	"strings"
)

// policies are the Content-Security-Policies of a page: all must allow what is loaded. Each has its directives by name.
type policies []map[string][]string

// parsePolicies reads policies as headers and meta elements have them: one text may hold several, with commas.
func parsePolicies(texts []string) (all policies) {
	for _, text := range texts {
		for policy := range strings.SplitSeq(text, ",") {
			directives := map[string][]string{}
			for directive := range strings.SplitSeq(policy, ";") {
				words := strings.Fields(directive)
				if len(words) == 0 {
					continue
				}
				if name := strings.ToLower(words[0]); directives[name] == nil { // of duplicates the first holds
					directives[name] = append([]string{}, words[1:]...)
				}
			}
			if len(directives) > 0 {
				all = append(all, directives)
			}
		}
	}
	return all
}

// fallbacks are the directives that hold where one is absent.
var fallbacks = map[string][]string{
	"script-src":  {"script-src-elem", "script-src", "default-src"},
	"style-src":   {"style-src-elem", "style-src", "default-src"},
	"frame-src":   {"frame-src", "child-src", "default-src"},
	"connect-src": {"connect-src", "default-src"},
	"img-src":     {"img-src", "default-src"},
	"media-src":   {"media-src", "default-src"},
	"wasm":        {"script-src", "default-src"},
}

// sources returns what a policy says of a directive. A nil list restricts nothing.
func sources(policy map[string][]string, directive string) []string {
	for _, name := range fallbacks[directive] {
		if list, ok := policy[name]; ok {
			return list
		}
	}
	return nil
}

// allowWords reports whether each policy that restricts a directive has one of some words, such as 'unsafe-inline'.
func (p policies) allowWords(directive string, words ...string) bool {
	return !slices.ContainsFunc(p, func(policy map[string][]string) bool {
		list := sources(policy, directive)
		return list != nil && !slices.ContainsFunc(list, func(source string) bool {
			return slices.Contains(words, strings.ToLower(source))
		})
	})
}

// have reports whether a policy has a directive.
func (p policies) have(directive string) bool {
	return slices.ContainsFunc(p, func(policy map[string][]string) bool { return policy[directive] != nil })
}

// byTicket reports whether a policy names scripts by nonce or hash, or trusts what trusted scripts load. Its text does
// not tell then which scripts may run.
func (p policies) byTicket() bool {
	return slices.ContainsFunc(p, func(policy map[string][]string) bool {
		return slices.ContainsFunc(sources(policy, "script-src"), func(source string) bool {
			source = strings.ToLower(source)
			return source == "'strict-dynamic'" || strings.HasPrefix(source, "'nonce-") ||
				strings.HasPrefix(source, "'sha")
		})
	})
}

// allow reports whether a page at an origin may load from an address.
func (p policies) allow(directive, address, page string) bool {
	wanted, err := url.Parse(address)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(p, func(policy map[string][]string) bool {
		list := sources(policy, directive)
		allows := func(source string) bool { return matches(source, wanted, page) }
		return list != nil && !slices.ContainsFunc(list, allows)
	})
}

// matches tells whether a source of a policy, such as 'self' or https://*.example.com, is for an address.
func matches(source string, wanted *url.URL, page string) bool {
	switch word := strings.ToLower(source); {
	case word == "'self'":
		source = page
	case source == "*":
		return slices.Contains([]string{"http", "https", "ws", "wss"}, wanted.Scheme)
	case strings.HasPrefix(source, "'"):
		return false
	case strings.HasSuffix(source, ":"):
		return covers(strings.ToLower(strings.TrimSuffix(source, ":")), wanted.Scheme)
	}
	scheme, rest, ok := strings.Cut(source, "://")
	if !ok {
		scheme, rest = originScheme(page), source
	}
	host, path, _ := strings.Cut(rest, "/")
	name, port, _ := strings.Cut(strings.ToLower(host), ":")
	scheme = strings.ToLower(scheme)
	return covers(scheme, wanted.Scheme) && matchesName(name, wanted.Hostname()) && matchesPort(port, scheme, wanted) &&
		matchesPath(path, wanted.Path)
}

// covers tells whether a scheme in a policy is for another one: http is for https too, and both for web sockets.
func covers(scheme, wanted string) bool {
	upgrades := map[string][]string{"http": {"https", "ws", "wss"}, "https": {"wss"}, "ws": {"wss", "http", "https"}}
	return scheme == wanted || slices.Contains(upgrades[scheme], wanted)
}

func matchesName(pattern, name string) bool {
	if suffix, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(name, suffix)
	}
	return pattern == name
}

var defaultPorts = map[string]string{"http": "80", "ws": "80", "https": "443", "wss": "443"}

func matchesPort(port, scheme string, wanted *url.URL) bool {
	actual := wanted.Port()
	if actual == "" {
		actual = defaultPorts[wanted.Scheme]
	}
	if port == "" {
		return actual == defaultPorts[scheme] || actual == defaultPorts[wanted.Scheme]
	}
	return port == "*" || port == actual || port == "80" && actual == "443"
}

// matchesPath compares paths. One that ends with a slash is for all below it.
func matchesPath(pattern, path string) bool {
	path = strings.TrimPrefix(path, "/")
	return pattern == "" || pattern == path || strings.HasSuffix(pattern, "/") && strings.HasPrefix(path, pattern)
}

func originScheme(origin string) string {
	scheme, _, _ := strings.Cut(origin, "://")
	return scheme
}
