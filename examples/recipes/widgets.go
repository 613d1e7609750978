package recipes

import "example.com/ctlive-go/ctlive"

// widget tells widgets apart: two may have the same WidgetID, and then differ in ElementID.
type widget struct{ elementID, widgetID string }

// CountShown calls changed with the number of widgets on the page that are shown, whenever it may have changed.
func CountShown(d *ctlive.Dispatcher, changed func(shown int)) (stop func()) {
	shown := map[widget]bool{}
	return ctlive.On(d, func(e ctlive.Event) {
		switch e := e.(type) {
		case ctlive.WidgetShown:
			shown[widget{e.ElementID, e.WidgetID}] = true
		case ctlive.WidgetHidden:
			delete(shown, widget{e.ElementID, e.WidgetID})
		default:
			return
		}
		changed(len(shown))
	}, ctlive.Replay())
}
