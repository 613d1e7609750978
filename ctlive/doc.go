// Package ctlive turns the messages of a CTLive contact widget (Enghouse Interactive) into typed Go events.
//
// The widget's SDK posts a message to the window at each step of a visit: it is loaded, a widget is shown, hidden or
// clicked, a chat is started, online, finished. This package has a struct for each of these events, Decode and Encode
// for their JSON text, and a Dispatcher that hands them to handlers. It is pure Go and runs everywhere; package wasm
// listens to the window of a page and dispatches what arrives.
//
//	var d ctlive.Dispatcher
//	stop := ctlive.On(&d, func(e ctlive.ChatOnline) {
//		println("chat", e.ChatID, "has", len(e.Users), "participants")
//	})
//	defer stop()
//
// On takes the type of its handler's argument: a struct for one kind of event, Event for all of them. OnMessage
// adds what is known of the arrival: origin, time, the envelope as it came. Wait blocks until an event comes.
// With the option Replay, a handler that registers late first gets what it has missed.
//
// What the vendor adds in later versions is no error: a new event arrives as Unknown, with its data. What is wrong goes
// to the OnError handlers, and stops nothing.
package ctlive
