//go:build js && wasm

package beacon_test

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/beacon"
)

// The visitor is asked first. Chats are told apart by chatID, which is personal data: the page names it on purpose.
func ExampleAttach() {
	agreed := false
	var d ctlive.Dispatcher
	b, err := beacon.Attach(&d, "/events", &beacon.Options{
		Members: []string{"elementID", "widgetID", "type", "isSurveyConfigured", "chatID"},
		Consent: func() bool { return agreed },
	})
	if err != nil {
		panic(err)
	}
	listener, err := wasm.Listen(&d, nil)
	if err != nil {
		panic(err)
	}
	defer listener.Close()
	onAccept := func() {
		agreed = true
		b.Flush()
	}
	onDecline := b.Forget
	_, _ = onAccept, onDecline // the banner calls them
}
