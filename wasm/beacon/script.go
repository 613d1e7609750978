//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/wasm/internal/browser"
)

var window = js.Global()

// construct calls a constructor of the window's. It reports false if that throws.
func construct(class string, args ...any) (object js.Value, ok bool) {
	defer func() { ok = recover() == nil }()
	return browser.Read(window, class).New(args...), true
}

// bare makes an object of names and values. It has no prototype, so that nothing that a page has put on
// Object.prototype gets at it.
func bare(members ...any) js.Value {
	object, _ := browser.Call(browser.Read(window, "Object"), "create", nil)
	for i := 0; i < len(members); i += 2 {
		object.Set(members[i].(string), members[i+1])
	}
	return object
}

// absolute returns the address that a url means on this page. It reports false if it is none that can be posted to.
func absolute(url string) (address string, ok bool) {
	// A Request refuses a user name and a password, and takes a relative url from the page.
	request, _ := construct("Request", url)
	address, _ = cut(browser.Text(browser.Read(request, "url")), '#')
	return address, hasPrefix(address, "http:") || hasPrefix(address, "https:")
}

// newHeaders makes the headers of every request. It reports false if the browser refuses one.
func newHeaders(own map[string]string) (headers js.Value, ok bool) {
	headers, ok = construct("Headers")
	for name, value := range own {
		_, fine := browser.Call(headers, "set", name, value)
		ok = ok && fine
	}
	browser.Call(headers, "set", "Content-Type", cloudevents.BatchContentType)
	return headers, ok
}
