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
	"example.com/ctlive-go/examples/console/visit"
	"example.com/ctlive-go/examples/internal/dom"
	"example.com/ctlive-go/wasm"
)

const (
	maxProblems = 100  // stay on the page
	maxProblem  = 2000 // bytes of the text of one
)

// problems tells what the listener has refused, could not read or had to drop, and what else went
// wrong.
type problems struct {
	source *source // where the timeline has a mark for what was not delivered
	act    func(func())

	list     []*problem // the oldest first
	stats    wasm.Stats
	counted  bool // stats have been shown
	hints    hints
	newest   *problem // what the notice at the top says; nil if it was dismissed
	notified *problem // what the notice shows

	refused []string // origins, quoted
}

// problem is one that may have come several times.
type problem struct {
	text    string
	origin  string // that was refused and can be allowed, "" for other problems
	options string // of Go that would allow it
	times   int
	since   string   // when it came first, on the page's clock
	note    js.Value // where the page says how often and when
}

func newProblems(source *source, act func(func())) *problems {
	return &problems{source: source, act: act, hints: hints{source: source}}
}

func (p *problems) connect() {
	dom.OnClick("dismiss", func() {
		p.act(func() {
			p.dismiss()
			dom.ByID("moment").Call("focus") // the button that had the focus has gone
		})
	})
}

// dismiss takes the notice away.
func (p *problems) dismiss() {
	p.newest = nil
	p.renderNotice()
}

func (p *problems) add(err error, now time.Time) {
	text := visit.Cut(err.Error(), maxProblem)
	for _, known := range p.list {
		if known.text == text {
			known.times++
			known.note.Set("textContent", p.noteText(known))
			p.newest = known
			return
		}
	}
	added := &problem{text: text, times: 1, since: visit.Duration(now.Sub(p.source.live.Start())), note: dom.New("span")}
	var refused *ctlive.OriginError
	if errors.As(err, &refused) && refused.Origin != "" && refused.Origin != "null" {
		added.origin, added.options = refused.Origin, p.allow(refused.Origin)
	}
	added.note.Set("textContent", p.noteText(added))
	element := dom.ByID("problems")
	element.Call("append", added.item(err))
	p.newest = added
	if p.list = append(p.list, added); len(p.list) > maxProblems {
		p.list = p.list[1:]
		element.Get("firstElementChild").Call("remove")
	}
}

// allow is the options of Listen that allow an origin, the page's own, and those that were refused before.
func (p *problems) allow(origin string) string {
	p.refused = append(p.refused, strconv.Quote(origin))
	return fmt.Sprintf("&wasm.Options{Origins: []string{%q, %s}}", ownOrigin(), strings.Join(p.refused, ", "))
}

// open goes to the list of problems. It clicks on the link, as location.hash leads to the same place only once.
func (p *problems) open() { dom.ByID("trouble").Call("click") }

// noteText says how often a problem came, and when. The listener tells of an origin once, and counts what it refuses.
func (p *problems) noteText(of *problem) string {
	switch {
	case of.origin != "":
		return fmt.Sprintf("(first at %s; refused so far: %d)", of.since, p.stats.Rejected)
	case of.times == 1:
		return "(at " + of.since + ")"
	}
	return fmt.Sprintf("(%d times, the first at %s)", of.times, of.since)
}

// advice says how to allow what was refused.
func (p *problem) advice() []any {
	return []any{"Only the page's own origin may post here. To allow this one, pass ", dom.New("code", p.options),
		" to wasm.Listen, and add ", dom.New("code", "data-origins="+strconv.Quote(p.origin)), " to the tag of early.js."}
}

// item is what the list has of a problem: the text, and what helps to solve it.
func (p *problem) item(err error) js.Value {
	item := dom.New("li", dom.WithAttributes(dom.New("span", p.text), "class", "wrong"), " ", p.note)
	if p.origin != "" {
		item.Call("append", dom.New("p", p.advice()...))
	}
	var malformed *ctlive.DecodeError
	var unread *fileError
	switch {
	case errors.As(err, &malformed) && len(malformed.Raw) > 0:
		item.Call("append", details("The message as it came", cutText(malformed.Raw, maxEnvelope)))
	case errors.As(err, &unread) && len(unread.bad) > 0:
		item.Call("append", details("Line by line", unread.reasons()))
	}
	return item
}

// details is a text that opens by a click on its name.
func details(name, text string) js.Value {
	pre := dom.WithAttributes(dom.New("pre", dom.New("code", text)), "tabindex", 0, "role", "group", "aria-label", name)
	return dom.New("details", dom.New("summary", name), pre)
}

// count takes over what the listener has counted, and marks on the timeline what has come since and
// was not delivered.
func (p *problems) count(stats wasm.Stats, now time.Time) {
	if p.counted && stats == p.stats {
		return
	}
	for _, c := range []struct {
		before, count uint64
		what          string
	}{
		{p.stats.Rejected, stats.Rejected, "refused"},
		{p.stats.Malformed, stats.Malformed, "not readable"},
		{p.stats.Dropped, stats.Dropped, "dropped"},
	} {
		if c.count > c.before {
			p.source.live.AddTrouble(visit.Trouble{Time: now, Count: int(c.count - c.before), What: c.what})
		}
	}
	refused := stats.Rejected > p.stats.Rejected
	p.stats, p.counted = stats, true
	for _, known := range p.list {
		if refused && known.origin != "" {
			known.note.Set("textContent", p.noteText(known))
		}
	}
	p.renderCounters()
}

// render shows the newest problem, and gives hints if nothing has come for long.
func (p *problems) render(running time.Duration) {
	dom.Show("problems-empty", len(p.list) == 0 && p.stats.Rejected+p.stats.Malformed+p.stats.Dropped == 0)
	p.hints.render(p.stats, running)
	text := fmt.Sprintf("%d problems", len(p.list))
	if len(p.list) == 1 {
		text = "1 problem"
	}
	dom.SetText("trouble", text)
	dom.Show("trouble", len(p.list) > 0)
	p.renderNotice()
}

// renderNotice says the newest problem at the top of the page, until it is dismissed.
func (p *problems) renderNotice() {
	if p.newest != nil {
		dom.SetText("notice-times", p.noteText(p.newest))
	}
	if p.notified == p.newest {
		return
	}
	p.notified = p.newest
	dom.Show("notice-content", p.newest != nil)
	if p.newest == nil {
		dom.SetText("notice-text", "")
		return
	}
	dom.SetText("notice-text", p.newest.text)
	dom.SetText("notice-allow", "")
	if p.newest.origin != "" {
		dom.Replace(dom.ByID("notice-allow"), p.newest.advice())
	}
}

func (p *problems) renderCounters() {
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
