package ctlivetest_test

import (
	"fmt"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
)

// page stands for what a program shows.
type page struct{ phoneNumber string }

// hidePhoneNumber is what is to be tested: while an agent is there, nobody needs to call.
func hidePhoneNumber(d *ctlive.Dispatcher, p *page) {
	ctlive.On(d, func(ctlive.ChatOnline) { p.phoneNumber = "" })
}

// When the chat goes online, the page hides its phone number.
func Example() {
	var d ctlive.Dispatcher
	p := page{phoneNumber: "0800 123 456"}
	hidePhoneNumber(&d, &p)
	for _, m := range ctlivetest.Visit("chat-1", "user-1") {
		d.Dispatch(m)
	}
	fmt.Printf("phone number: %q\n", p.phoneNumber)
	// Output: phone number: ""
}

// One event is enough where the rest of the visit does not matter.
func Example_oneEvent() {
	var d ctlive.Dispatcher
	recorder := ctlivetest.Record(&d)
	d.Dispatch(ctlive.Message{Event: ctlive.ChatOnline{ChatID: "chat-1"}})
	fmt.Println(len(recorder.Messages()), "message,", len(recorder.Errors()), "errors")
	// Output: 1 message, 0 errors
}
