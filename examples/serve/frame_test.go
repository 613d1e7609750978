//go:build unix

package main

import (
	"testing"

	"example.com/ctlive-go/internal/e2e"
)

func TestFrameSaysWhatItIs(t *testing.T) {
	at := examples(t)
	p := e2e.Open(t, at.frame+"/")
	p.WaitFor(t, `document.querySelector("#origin").innerText === "`+at.frame+`"`)
	p.CheckAccessibility(t, "the page of another origin")
}
