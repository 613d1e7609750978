//go:build js && wasm

package main

import (
	"syscall/js"

	"example.com/ctlive-go/ctlive"
)

// maxRows is how many messages stay in the document; index.html says so too.
const maxRows = 500

func renderMessage(m ctlive.Message) {
	kind := element("td", string(m.Event.EventType()))
	if _, unknown := m.Event.(ctlive.Unknown); unknown {
		kind.Call("append", withClass(element("span", "unknown to this version"), "tag"))
	}
	if m.Early {
		kind.Call("append", withClass(element("span", "early"), "tag"))
	}
	rows := byID("messages")
	rows.Call("append", element("tr",
		element("td", m.Time.Format("15:04:05.000")),
		kind,
		element("td", members(m.Raw)),
		element("td", m.Origin),
	))
	byID("messages-empty").Set("hidden", true)
	if rows.Get("childElementCount").Int() > maxRows {
		rows.Get("firstElementChild").Call("remove")
		byID("messages-cut").Set("hidden", false)
	}
}

func clearMessages() {
	byID("messages").Call("replaceChildren")
	byID("messages-empty").Set("hidden", false)
	byID("messages-cut").Set("hidden", true)
}

// members lists what an envelope's object holds, in its order, with members that the library does not know.
func members(envelope []byte) js.Value {
	list := withClass(element("dl"), "members")
	json := js.Global().Get("JSON")
	object := json.Call("parse", string(envelope)).Get("object")
	if object.Type() != js.TypeObject {
		return list
	}
	entries := js.Global().Get("Object").Call("entries", object)
	for i := range entries.Length() {
		name, value := entries.Index(i).Index(0), entries.Index(i).Index(1)
		list.Call("append", element("div", element("dt", name), element("dd", json.Call("stringify", value))))
	}
	return list
}
