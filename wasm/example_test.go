//go:build js && wasm

package wasm_test

import (
	"errors"
	"time"

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

// Two copies of the vendor's script double every event: a second Dispatcher gets each once.
func ExampleListen_twoCopiesOfTheSDK() {
	var d, once ctlive.Dispatcher
	once.OnError(d.Report)
	seen := map[string]time.Time{}
	d.OnMessage(func(m ctlive.Message) {
		if last, ok := seen[string(m.Raw)]; ok && m.Time.Sub(last) < time.Second {
			return
		}
		seen[string(m.Raw)] = m.Time
		once.Dispatch(m) // the Dispatcher that the page's handlers are registered with
	})
	if _, err := wasm.Listen(&d, nil); err != nil {
		panic(err)
	}
}
