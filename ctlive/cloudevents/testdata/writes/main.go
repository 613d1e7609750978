// A program that only writes events.
package main

import (
	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
)

func main() {
	e := cloudevents.Event{ID: "1", Source: "s", Message: ctlive.Message{Event: ctlive.Loaded{}}}
	text, err := e.MarshalJSON()
	println(string(text), err)
}
