//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm"
)

// maxProblems is how many problems stay on the page.
const maxProblems = 100

// problemsPart tells why nothing happens: what was refused, malformed and dropped.
type problemsPart struct {
	list  []*problem // the oldest first
	stats *wasm.Stats
	hints hintsPart

	refused []string // origins, quoted
}

// problem is one that may have come several times.
type problem struct {
	text  string
	times int
	count js.Value // where the page says how many times
}

func (p *problemsPart) add(err error) {
	text := err.Error()
	for _, known := range p.list {
		if known.text == text {
			known.times++
			known.count.Set("textContent", fmt.Sprintf(" (%d times)", known.times))
			return
		}
	}
	added := &problem{text: text, times: 1, count: dom.New("span")}
	item := dom.New("li", dom.WithAttributes(dom.New("span", text), "class", "wrong"), added.count)
	if remedy := p.remedy(err); !remedy.IsUndefined() {
		item.Call("append", remedy)
	}
	element := dom.ByID("problems")
	element.Call("append", item)
	if p.list = append(p.list, added); len(p.list) > maxProblems {
		p.list = p.list[1:]
		element.Get("firstElementChild").Call("remove")
	}
}

// remedy is what the page shows below a problem, undefined if it has nothing to show.
func (p *problemsPart) remedy(err error) js.Value {
	var refused *ctlive.OriginError
	var malformed *ctlive.DecodeError
	switch {
	case errors.As(err, &refused) && refused.Origin != "" && refused.Origin != "null":
		return dom.New("p", dom.New("code", p.allow(refused.Origin)))
	case errors.As(err, &malformed) && len(malformed.Raw) > 0:
		pre := dom.WithAttributes(dom.New("pre", dom.New("code", string(malformed.Raw))), "tabindex", 0, "aria-label", "The message as it came")
		return dom.New("details", dom.New("summary", "The message as it came"), pre)
	}
	return js.Undefined()
}

// allow is the line of Go that allows an origin, the page's own, and those that were refused before.
func (p *problemsPart) allow(origin string) string {
	p.refused = append(p.refused, strconv.Quote(origin))
	return fmt.Sprintf("wasm.Options{Origins: []string{%q, %s}}", ownOrigin(), strings.Join(p.refused, ", "))
}

func ownOrigin() string { return js.Global().Get("location").Get("origin").String() }

// render shows what the listener has counted, and gives hints if nothing has come for long.
func (p *problemsPart) render(stats wasm.Stats, running time.Duration) {
	if p.stats == nil || *p.stats != stats {
		p.stats = &stats
		p.renderCounters()
	}
	dom.Show("problems-empty", len(p.list) == 0 && stats.Rejected+stats.Malformed+stats.Dropped == 0)
	hinted := p.hints.render(stats, running)
	trouble := ""
	switch {
	case hinted:
		trouble = "Why is nothing happening?"
	case len(p.list) == 1:
		trouble = "1 problem"
	case len(p.list) > 1:
		trouble = fmt.Sprintf("%d problems", len(p.list))
	}
	dom.SetText("trouble", trouble)
	dom.Show("trouble", trouble != "")
}

func (p *problemsPart) renderCounters() {
	var counters []any
	for _, c := range []struct {
		name  string
		count uint64
	}{
		{"Delivered", p.stats.Delivered},
		{"of these kept by early.js", p.stats.Early},
		{"Rejected", p.stats.Rejected},
		{"Malformed", p.stats.Malformed},
		{"Dropped", p.stats.Dropped},
	} {
		counters = append(counters, dom.New("div", dom.New("dt", c.name), dom.New("dd", strconv.FormatUint(c.count, 10))))
	}
	dom.Replace(dom.ByID("counters"), counters)
}
