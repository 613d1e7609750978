// A program that only reads events.
package main

import (
	"os"

	"example.com/ctlive-go/ctlive/cloudevents"
)

func main() {
	var e cloudevents.Event
	err := e.UnmarshalJSON([]byte(os.Args[0]))
	println(e.ID, err)
}
