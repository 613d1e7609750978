//go:build js && wasm

package wasm_test

import (
	"errors"
	"syscall/js"
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

// In an application that has components: one listener for as long as the program runs, and a Dispatcher that
// the components register with while they are on the page.
func ExampleListen_application() {
	var d ctlive.Dispatcher
	if _, err := wasm.Listen(&d, nil); err != nil {
		println(err.Error())
	}
	status := js.Global().Get("document").Call("createElement", "p")
	unmount := mountStatus(&d, status)
	defer unmount()
}

// mountStatus shows, while it is mounted, that an agent is there.
func mountStatus(d *ctlive.Dispatcher, status js.Value) (unmount func()) {
	return ctlive.On(d, func(e ctlive.Event) {
		switch e.(type) {
		case ctlive.ChatOnline:
			status.Set("hidden", false)
		case ctlive.ChatFinished:
			status.Set("hidden", true)
		}
	}, ctlive.Replay())
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
