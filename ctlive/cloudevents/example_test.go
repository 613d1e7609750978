package cloudevents_test

import (
	"encoding/json"
	"fmt"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/ctlive/cloudevents"
)

func Example() {
	started := cloudevents.Event{
		ID:       "v-1-7",
		Source:   "https://www.example.com/help",
		Visit:    "v-1",
		Sequence: 7,
		Message: ctlive.Message{
			Event: ctlive.ChatStarted{ChatID: "c-1", UserID: "u-7"},
			Time:  time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		},
	}
	batch, err := json.MarshalIndent([]cloudevents.Event{started}, "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("POST %s\n%s\n", cloudevents.BatchContentType, batch)

	var received []cloudevents.Event
	if err := json.Unmarshal(batch, &received); err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range received {
		fmt.Printf("%s at %s: %+v\n", e.ID, e.Source, e.Message.Event)
	}
	// Output:
	// POST application/cloudevents-batch+json
	// [
	//   {
	//     "specversion": "1.0",
	//     "id": "v-1-7",
	//     "source": "https://www.example.com/help",
	//     "type": "com.enghouse.ctlive.ChatStarted",
	//     "time": "2026-11-22T09:00:00Z",
	//     "datacontenttype": "application/json",
	//     "ctlivevisit": "v-1",
	//     "ctliveseq": "7",
	//     "data": {
	//       "chatID": "c-1",
	//       "userID": "u-7"
	//     }
	//   }
	// ]
	// v-1-7 at https://www.example.com/help: {ChatID:c-1 UserID:u-7}
}

func ExampleEvent_UnmarshalJSON() {
	var e cloudevents.Event
	fmt.Println(json.Unmarshal([]byte(`{"specversion":"1.0","id":"1","type":"com.enghouse.ctlive.Loaded","data":{}}`), &e))
	// Output:
	// cloudevents: source is missing, want a string
}
