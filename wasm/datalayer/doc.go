// Package datalayer pushes CTLive events to window.dataLayer, the queue that Google Tag Manager reads, and
// through it GA4. It is for GOOS=js GOARCH=wasm; elsewhere Attach returns a Layer that does
// nothing.
//
//	layer := datalayer.Attach(&d, &datalayer.Options{Consent: visitorAgreed})
//	listener, err := wasm.Listen(&d, nil)
//	...
//	layer.Flush() // when the visitor has agreed
//	layer.Stop()  // when not
//
// Attach before Listen, so that the events that came early are pushed too. Each event becomes one push:
//
//	{event: "ctlive_widget_clicked", ctlive: {elementID: "contact", widgetID: "w-1", type: "Chat"}}
//
// # Names
//
//	event                    event in the dataLayer           members by default
//	Loaded                   ctlive_loaded                    elementID, widgetID
//	WidgetShown              ctlive_widget_shown              elementID, widgetID
//	WidgetHidden             ctlive_widget_hidden             elementID, widgetID
//	WidgetClicked            ctlive_widget_clicked            elementID, widgetID, type
//	ChatStarted              ctlive_chat_started
//	ChatOnline               ctlive_chat_online
//	ChatFinished             ctlive_chat_finished             isSurveyConfigured
//	DatacollectionStarted    ctlive_datacollection_started    elementID, widgetID, type
//	DatacollectionSubmitted  ctlive_datacollection_submitted  elementID, widgetID, type
//	SurveyStarted            ctlive_survey_started
//	SurveySubmitted          ctlive_survey_submitted
//	AgentTyping, not known   ctlive_agent_typing              those of the same names
//
// They follow GA4's rules for event names: letters, digits and underscores, at most 40 characters. Options.Name
// gives others. The members userID, chatID and users are left out: they identify visitors and agents, and a
// chatID can open the chat (inferred from the vendor's samples). Options.Members names all that are pushed. In Tag
// Manager's model a value stays until another replaces it: a member that an event does not have, or that is empty, is
// therefore pushed as undefined. A list is merged there into the one before it, place by place: who pushes users
// should not read them from the model.
//
// # In Google Tag Manager
//
// A trigger for the moment at which an agent joins a chat:
//
//  1. Triggers, New, Trigger Configuration: choose Custom Event.
//  2. Event name: ctlive_chat_online. For all events together: ctlive_.* with "Use regex matching".
//  3. This trigger fires on: All Custom Events. Save.
//
// A tag that sends it to GA4: Tags, New, Google Analytics: GA4 Event; your measurement ID; event name
// {{Event}}; and the trigger from above. For a member, make a variable first: Variables, User-Defined
// Variables, New, Data Layer Variable, with the name ctlive.type and version 2; then give it to the tag as an
// event parameter, and register that parameter in GA4 as a custom dimension.
//
// To see whether it works: dataLayer.filter((push) => push.ctlive) in the browser's developer tools, then
// Preview in Tag Manager, then DebugView in GA4. Tag Manager needs more of a Content-Security-Policy than this
// library: see Google's "Use Tag Manager with a Content Security Policy".
//
// # Consent
//
// Options.Consent is asked before each push. While it says no, events are held, the latest 256, without the
// members that are not pushed; when it says yes, at Flush or at the next event, they are pushed in order. GA4
// then takes the time of the push for that of the event. The tool that asks the visitor says when, as with an
// event of the browser's:
//
//	agreed := false
//	layer := datalayer.Attach(&d, &datalayer.Options{Consent: func() bool { return agreed }})
//	onAccept := js.FuncOf(func(js.Value, []js.Value) any {
//		agreed = true
//		layer.Flush()
//		return nil
//	})
//	js.Global().Call("addEventListener", "your-tool-accepted", onAccept)
//
// Hold events only while the visitor has not decided. Call Stop when the visitor declines, and when
// consent is withdrawn: what happens then would otherwise be pushed at the next yes. This is about these pushes only:
// it neither reads nor sets Google's Consent Mode, which Tag Manager's tags need beside it.
package datalayer
