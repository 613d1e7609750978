package session_test

import (
	"fmt"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/ctlivetest"
	"example.com/ctlive-go/ctlive/session"
)

// A visitor asks for a chat on one page, and is answered on the next.
func ExampleTracker_MarshalJSON() {
	visit := ctlivetest.Visit("chat-1", "user-1")

	var first session.Tracker
	for _, m := range visit[:6] { // as far as ChatStarted
		first.Observe(m)
	}
	text, err := first.MarshalJSON()
	if err != nil {
		fmt.Println(err)
		return
	}

	var next session.Tracker
	if err := next.UnmarshalJSON(text); err != nil {
		fmt.Println(err) // what an earlier page kept can't be read: begin anew
	}
	for _, m := range visit[6:] {
		next.Observe(m)
	}

	for _, chat := range next.Snapshot().Chats {
		fmt.Println(chat.ChatID, chat.State, chat.Resumed, chat.Waiting(chat.Ended))
	}
	// Output: chat-1 finished true 1s
}

func ExampleTracker() {
	var d ctlive.Dispatcher
	var tracker session.Tracker
	d.OnMessage(tracker.Observe)
	for _, m := range ctlivetest.Visit("chat-1", "user-1") {
		d.Dispatch(m)
	}
	s := tracker.Snapshot()
	fmt.Println(len(s.Widgets), len(s.Chats), s.Funnel.Online, s.Chats[0].Talking(s.Chats[0].Ended))
	// Output: 1 1 1 1s
}
