//go:build js && wasm

// A shop that shows its contact widget once the cart is worth enough.
package main

import (
	"strconv"
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/beacons"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm"
	"example.com/ctlive-go/wasm/engagement"
)

// enough is what a cart must be worth, in euros, for the visitor to see the widget.
const enough = 100

func main() {
	var d ctlive.Dispatcher
	showProblem := func(err error) { dom.SetText("problem", err.Error()) }
	d.OnError(showProblem)
	ctlive.On(&d, func(ctlive.WidgetShown) {
		dom.SetText("widget", "You can reach us through the button at the lower right.")
	})
	if _, err := beacons.Attach(&d, nil); err != nil {
		showProblem(err)
	}
	if _, err := wasm.Listen(&d, nil); err != nil {
		showProblem(err)
	}

	total := 0
	add := func(price int) {
		total += price
		dom.SetText("cart", "Your cart is worth €"+strconv.Itoa(total)+".")
		if err := engagement.Decide(total >= enough); err != nil {
			showProblem(err)
		}
	}
	add(0)
	buttons := dom.Document.Call("querySelectorAll", "[data-price]")
	for i := range buttons.Length() {
		button := buttons.Index(i)
		price, _ := strconv.Atoi(button.Get("dataset").Get("price").String())
		dom.On(button, "click", func(js.Value) { add(price) })
	}
	select {} // the handlers live as long as main does
}
