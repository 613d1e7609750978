package ctlive_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/ctlive-go/ctlive"
)

func Example() {
	var d ctlive.Dispatcher
	stop := ctlive.On(&d, func(e ctlive.ChatOnline) {
		fmt.Println("chat", e.ChatID, "has", len(e.Users), "participants")
	})
	defer stop()

	d.Dispatch(ctlive.Message{Event: ctlive.ChatOnline{ChatID: "c-1", Users: []string{"u-7", "agent-3"}}})
	// Output: chat c-1 has 2 participants
}

func ExampleDecode() {
	event, err := ctlive.Decode([]byte(
		`{"name":"CTLiveEvent","type":"WidgetClicked","object":{"widgetID":"w-1","type":"CallbackNow"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	switch e := event.(type) {
	case ctlive.WidgetClicked:
		fmt.Println("clicked", e.WidgetID, "for", e.Type)
	case ctlive.Unknown:
		fmt.Println("new in this version:", e.Type)
	}
	// Output: clicked w-1 for CallbackNow
}

func ExampleDecode_error() {
	_, err := ctlive.Decode([]byte(`{"name":"CTLiveEvent","type":"ChatOnline","object":{"users":["u-7",3]}}`))
	var decodeError *ctlive.DecodeError
	if errors.As(err, &decodeError) {
		fmt.Println(decodeError.Member)
	}
	fmt.Println(err)
	// Output:
	// object.users[1]
	// ctlive: ChatOnline: object.users[1] is a number, want a string
}

func ExampleEncode() {
	text, err := ctlive.Encode(ctlive.ChatFinished{ChatID: "c-1", UserID: "u-7", IsSurveyConfigured: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	// Output:
	// {"name":"CTLiveEvent","type":"ChatFinished","object":{"chatID":"c-1","userID":"u-7","isSurveyConfigured":true}}
}

func ExampleOn_everyEvent() {
	var d ctlive.Dispatcher
	ctlive.On(&d, func(e ctlive.Event) { fmt.Println(e.EventType()) })

	d.Dispatch(ctlive.Message{Event: ctlive.Loaded{}})
	d.Dispatch(ctlive.Message{Event: ctlive.Unknown{Type: "AgentTyping", Object: []byte("{}")}})
	// Output:
	// Loaded
	// AgentTyping
}

// A component that mounts late asks for what it has missed.
func ExampleReplay() {
	var d ctlive.Dispatcher
	d.Dispatch(ctlive.Message{Event: ctlive.WidgetShown{WidgetID: "w-1"}})

	ctlive.On(&d, func(e ctlive.WidgetShown) { fmt.Println("shown:", e.WidgetID) }, ctlive.Replay())
	d.Dispatch(ctlive.Message{Event: ctlive.WidgetShown{WidgetID: "w-2"}})
	// Output:
	// shown: w-1
	// shown: w-2
}

// Wait for the agent of one chat, at most 60 seconds.
func ExampleWait() {
	var d ctlive.Dispatcher
	d.Dispatch(ctlive.Message{Event: ctlive.ChatOnline{ChatID: "c-1", Users: []string{"agent-3"}}})

	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	online, err := ctlive.Wait(ctx, &d, func(e ctlive.ChatOnline) bool { return e.ChatID == "c-1" }, ctlive.Replay())
	if err != nil {
		fmt.Println("nobody came:", err)
		return
	}
	fmt.Println("joined:", online.Users)
	// Output: joined: [agent-3]
}
