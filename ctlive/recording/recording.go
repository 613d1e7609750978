// Package recording writes the messages of a visit to a file, and reads them again: to replay what happened on a page,
// in the console or in a test.
//
//	writer := recording.NewWriter(file)
//	d.OnMessage(func(m ctlive.Message) {
//		if err := writer.Write(m); err != nil {
//			d.Report(err)
//		}
//	})
//
//	for m, err := range recording.Read(file) {
//		if err != nil {
//			log.Print(err) // a line that can't be read; the others can
//			continue
//		}
//		d.Dispatch(m)
//	}
//
// # The format
//
// A recording is JSON Lines (https://jsonlines.org): UTF-8, one JSON object a line, each line ended by a line feed, one
// line for each message in the order of delivery. Its members:
//
//	time      string, when the browser made the message event: RFC 3339 with up to nine digits of a second, such as
//	          "2026-11-22T09:00:00.123456789Z"; absent if unknown
//	origin    string, the origin that posted the message: "https://www.example.com"; absent if it was not posted
//	early     boolean, whether early.js kept it until the program listened; absent if not
//	envelope  object, the message as it came, with members that this version does not know:
//	          {"name":"CTLiveEvent","type":…,"object":…}
//
//	{"time":"2026-11-22T09:00:00.123Z","origin":"https://www.example.com","envelope":{"name":"CTLiveEvent",…}}
//
// Each line is what encoding/json makes of a ctlive.Message (ctlive/json.go). record.js of the example pages adds a
// member page to its last line. Members are matched by exact name; others are ignored, and so are empty lines and a
// byte order mark.
//
// A recording has what the messages have: userID, chatID and users identify people or open their chats. Keep it
// as such.
package recording
