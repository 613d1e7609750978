//go:build js && wasm

package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/dom"
)

// maxRows is how many messages stay in the document; index.html says so too.
const maxRows = 500

func renderMessage(m ctlive.Message) {
	kind := dom.New("td", string(m.Event.EventType()))
	if _, unknown := m.Event.(ctlive.Unknown); unknown {
		kind.Call("append", dom.WithClass(dom.New("span", "unknown to this version"), "tag"))
	}
	if m.Early {
		kind.Call("append", dom.WithClass(dom.New("span", "early"), "tag"))
	}
	rows := dom.ByID("messages")
	rows.Call("append", dom.New("tr",
		dom.New("td", m.Time.Format("15:04:05.000")),
		kind,
		dom.New("td", members(m.Raw)),
		dom.New("td", m.Origin),
	))
	dom.ByID("messages-empty").Set("hidden", true)
	if rows.Get("childElementCount").Int() > maxRows {
		rows.Get("firstElementChild").Call("remove")
		dom.ByID("messages-cut").Set("hidden", false)
	}
}

func clearMessages() {
	dom.ByID("messages").Call("replaceChildren")
	dom.ByID("messages-empty").Set("hidden", false)
	dom.ByID("messages-cut").Set("hidden", true)
}

// members lists what an envelope's object holds, in its order, with members that the library does not know.
func members(envelope []byte) js.Value {
	list := dom.WithClass(dom.New("dl"), "members")
	json := js.Global().Get("JSON")
	object := json.Call("parse", string(envelope)).Get("object")
	if object.Type() != js.TypeObject {
		return list
	}
	entries := js.Global().Get("Object").Call("entries", object)
	for i := range entries.Length() {
		name, value := entries.Index(i).Index(0), entries.Index(i).Index(1)
		list.Call("append", dom.New("div", dom.New("dt", name), dom.New("dd", json.Call("stringify", value))))
	}
	return list
}
