//go:build js && wasm

package main

import (
	"context"
	"syscall/js"
	"time"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/examples/internal/dom"
)

// try makes something happen: a visit that the simulator plays, and an event that another origin
// forges.
type try struct {
	problems *problems
	act      func(func())

	stop   func() // ends the visit that is going on, nil if there is none
	doing  string // what the visitor of that visit is doing
	hidden bool   // the page has no simulator
}

func (t *try) connect() {
	dom.OnClick("run", func() { t.act(t.toggleVisit) })
	dom.OnClick("show", func() { dom.Simulator("show") })
	dom.OnClick("forge", func() { t.act(t.forge) })
}

// step is one step of a visit: what the visitor does, and how long that is to be seen before the next.
type step struct {
	doing  string
	method string // of the simulator
	args   []any
	seen   time.Duration
}

// visitSteps are a visit that one can watch. The agent of the simulator joins a second after the
// chat has been requested.
var visitSteps = []step{
	{"looking at the page", "show", nil, 1000 * time.Millisecond},
	{"opening the chat", "click", []any{"Chat"}, 1600 * time.Millisecond},
	{"waiting for an agent", "submit", nil, 1200 * time.Millisecond},
	{"talking", "write", []any{"Hello, my order has not come."}, 2600 * time.Millisecond},
	{"ending the chat", "end", nil, 1800 * time.Millisecond},
	{"answering the survey", "submit", nil, 1000 * time.Millisecond},
	{"leaving", "hide", nil, 800 * time.Millisecond},
	{"", "show", nil, 0},
}

// toggleVisit begins a visit, or stops the one that is going on where it is.
func (t *try) toggleVisit() {
	if t.stop != nil {
		t.stop()
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	t.stop = stop
	go func() {
		for _, s := range visitSteps {
			t.act(func() {
				t.doing = s.doing
				dom.Simulator(s.method, s.args...)
			})
			select {
			case <-ctx.Done():
			case <-time.After(s.seen):
				continue
			}
			break
		}
		stop()
		t.act(func() { t.stop, t.doing = nil, "" })
	}()
}

// render hides the buttons while there is no simulator, once the page has loaded, and says on the first what is going
// on. The simulator may come later than that.
func (t *try) render() {
	loaded := dom.Document.Get("readyState").String() == "complete"
	if hidden := loaded && !dom.HasSimulator(); hidden != t.hidden {
		t.hidden = hidden
		dom.Show("try", !hidden)
	}
	text := "Run a visit"
	if t.stop != nil {
		text = "Stop: " + t.doing
	}
	dom.SetText("run", text)
}

// forge asks the page of another origin to post an event that it has no business to post.
func (t *try) forge() {
	envelope, err := ctlive.Encode(ctlive.ChatOnline{ChatID: "forged", Users: []string{"nobody"}})
	if err != nil {
		t.problems.add(err, time.Now())
		return
	}
	request := js.Global().Get("Object").New()
	request.Set("forge", js.Global().Get("JSON").Call("parse", string(envelope)))
	dom.ByID("foreign").Get("contentWindow").Call("postMessage", request, "*")
}
