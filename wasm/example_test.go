//go:build js && wasm

package wasm_test

import (
	"errors"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

// The tenant's frame may post as well as the page itself, and what goes wrong is looked at.
func ExampleListen() {
	var d ctlive.Dispatcher
	d.OnError(func(err error) {
		var refused *ctlive.OriginError
		if errors.As(err, &refused) {
			println("not one of ours:", refused.Origin)
			return
		}
		println(err.Error())
	})
	listener, err := wasm.Listen(&d, &wasm.Options{
		Origins: []string{"https://www.example.com", "https://ctlive.cloudando.com"},
	})
	if err != nil {
		panic(err)
	}
	defer listener.Close()
}
