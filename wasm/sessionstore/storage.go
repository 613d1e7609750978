//go:build js && wasm

package sessionstore

import (
	"errors"
	"syscall/js"

	"example.com/ctlive-go/wasm/internal/browser"
)

// storage is one key of sessionStorage. In a sandboxed frame, or where the visitor forbids it, even reading
// window.sessionStorage throws: all of it goes through Call, whose panics are recovered.
type storage struct{ key string }

// read returns the text, "" if there is none.
func (s storage) read() (string, error) {
	text, err := s.call("getItem", s.key)
	return browser.Text(text), err
}

func (s storage) write(text string) error {
	_, err := s.call("setItem", s.key, text)
	return err
}

func (s storage) remove() error {
	_, err := s.call("removeItem", s.key)
	return err
}

// call calls a method of sessionStorage. What that throws is an error with the name and text of the exception.
func (s storage) call(method string, args ...any) (result js.Value, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = errors.New("sessionStorage." + method + `("` + s.key + `") throws ` + thrownText(thrown))
		}
	}()
	reflect := js.Global().Get("Reflect")
	object := reflect.Call("get", js.Global(), "sessionStorage")
	return reflect.Call("apply", reflect.Call("get", object, method), object, args), nil
}

func thrownText(thrown any) string {
	exception, _ := thrown.(js.Error)
	name := browser.Text(browser.Read(exception.Value, "name"))
	return name + ": " + browser.Text(browser.Read(exception.Value, "message"))
}
