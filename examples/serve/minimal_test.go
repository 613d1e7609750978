package main

import "testing"

func TestTheSmallestPageSaysWhatHappens(t *testing.T) {
	p := openPage(t, examples(t).pages+"/minimal/")
	says := func(text string) {
		t.Helper()
		p.waitFor(t, `document.querySelector("#status").innerText.startsWith("`+text+`")`)
	}
	says("You can reach us")
	p.press(t, "Contact us")
	p.press(t, "Chat with us")
	p.fill(t, "Name", "Grace")
	p.fill(t, "Email", "grace@example.com")
	p.press(t, "Send")
	says("We are looking for somebody")
	says("Somebody is with you")
	p.press(t, "End the chat")
	says("The chat is over")
}

func TestTheFrameOfAnotherOriginSaysWhatItIs(t *testing.T) {
	at := examples(t)
	p := openPage(t, at.frame+"/")
	p.waitFor(t, `document.querySelector("#origin").innerText === "`+at.frame+`"`)
}
