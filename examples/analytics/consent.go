//go:build js && wasm

package main

import (
	"syscall/js"

	"example.com/ctlive-go/examples/internal/dom"
)

// visitorChoice is what the visitor has said about analytics.
type visitorChoice string

const (
	undecided visitorChoice = ""
	granted   visitorChoice = "granted"
	denied    visitorChoice = "denied"
)

// storageKey is where the browser remembers the choice from page to page.
const storageKey = "analytics-consent"

// askVisitor calls decided with the visitor's choice: at once if it is remembered, else when the visitor has
// clicked. To change it, the page is loaded anew: what a tag of Tag Manager has started can't be stopped in any
// other way.
func askVisitor(decided func(visitorChoice)) {
	choose := func(choice visitorChoice) {
		dom.Show("banner", choice == undecided)
		dom.Show("change", choice != undecided)
		if choice != undecided {
			decided(choice)
		}
	}
	onChoice := func(id string, choice visitorChoice) {
		dom.OnClick(id, func() {
			storage("setItem", storageKey, string(choice))
			choose(choice)
			dom.ByID("change").Call("focus") // the button that had the focus is gone
		})
	}
	onChoice("accept", granted)
	onChoice("decline", denied)
	dom.OnClick("change", func() {
		storage("removeItem", storageKey)
		js.Global().Get("location").Call("reload")
	})
	choose(remembered())
}

func remembered() visitorChoice {
	if choice := storage("getItem", storageKey); choice.Type() == js.TypeString {
		return visitorChoice(choice.String())
	}
	return undecided
}

// storage calls a method of localStorage. In a browser that keeps nothing for the page, it does nothing: localStorage
// throws there, which a Go program survives in a call only.
func storage(method string, args ...any) (result js.Value) {
	defer func() { _ = recover() }()
	return js.Global().Get("Reflect").Call("get", js.Global(), "localStorage").Call(method, args...)
}
