// Package webhook receives the notices that the vendor's server posts to your server: one when a contact begins, one
// when it has ended. A page's events tell what the visitor's browser saw, and a browser can block them;
// these notices come from the vendor's server.
//
//	handle := func(ctx context.Context, c webhook.Contact) error {
//		log.Print(c.Event, " ", c.ChatID, " of ", c.ServiceName)
//		return nil
//	}
//	http.Handle("/webhook/ctlive", webhook.Handler(os.Getenv("CTLIVE_TOKEN"), handle))
//
// # What is posted
//
// The vendor documents POST with a JSON object and a bearer token; whether a notice that failed comes again is
// unknown. The members of "newContact": cid, media, serv, event ("new"), serv_name, beginTime, endTime (""),
// title, lang, userID, users, dataCollections, widgetid. "endContact" has the same without media and serv, and
// the event "end". Times are in milliseconds since 1970, as a number or a string of one; users and
// dataCollections are objects; the rest are strings.
//
// Names match exactly, in any order, and of duplicates the last wins. A member that is absent or null is the
// zero value, but for event and cid, which must be there. Other members pass.
package webhook
