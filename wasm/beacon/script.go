//go:build js && wasm

package beacon

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/wasm/internal/browser"
)

var window = js.Global()

// call calls a method with texts. Boxed as browser.Call takes them, they would add to the download at every place.
func call(object js.Value, method string, texts ...string) (result js.Value, ok bool) {
	args := make([]any, len(texts))
	for i := range texts {
		args[i] = texts[i]
	}
	return browser.Call(object, method, args...)
}

// construct calls a constructor of the window's. It reports false if that throws.
func construct(class string, args ...any) (object js.Value, ok bool) {
	defer browser.IgnorePanic()
	return browser.Read(window, class).New(args...), true
}

// bare makes an object without a prototype, so that nothing that a page has put on Object.prototype gets at it.
func bare() js.Value {
	object, _ := browser.Call(browser.Read(window, "Object"), "create", nil)
	return object
}

// absolute returns the address that a url means on this page. It reports false if it is none that can be posted to.
func absolute(url string) (address string, ok bool) {
	// A Request refuses a user name and a password, and takes a relative url from the page.
	request, _ := construct("Request", url)
	address, _ = cut(browser.Text(browser.Read(request, "url")), '#')
	return address, hasPrefix(address, "http:") || hasPrefix(address, "https:")
}

// newInit makes what is the same in the second argument of every fetch. It reports false if the browser refuses one of
// the headers.
func newInit(own map[string]string) (init js.Value, ok bool) {
	headers, ok := construct("Headers")
	for name, value := range own {
		_, fine := call(headers, "set", name, value)
		ok = ok && fine
	}
	call(headers, "set", "Content-Type", cloudevents.BatchContentType)
	init = bare()
	init.Set("method", "POST")
	init.Set("headers", headers)
	init.Set("redirect", "error") // a 302 would ask for another page with GET, and take its 200 for an answer
	return init, ok
}
