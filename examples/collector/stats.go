package main

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"example.com/ctlive-go/ctlive/session"
)

const (
	day       = 24 * time.Hour
	hereFor   = 5 * time.Minute // a visitor counts as here after an event
	chatFor   = 4 * time.Hour   // a chat without an end counts as going on after its visit's latest event
	mostRows  = 20              // of a table
	mostChats = 50              // of those that are going on
)

// stats is what /stats.json says.
type stats struct {
	Events       int            `json:"events"`       // of pages, in the whole stream, each once
	Visits       int            `json:"visits"`       // in the whole stream
	Chats        int            `json:"chats"`        // that began, or were taken up, in these visits
	Funnel       session.Funnel `json:"funnel"`       // summed over these visits
	WithoutVisit int            `json:"withoutVisit"` // events that name no visit: they are in Events alone
	Behind       uint64         `json:"behind"`       // messages of the stream that are not counted yet
	Now          now            `json:"now"`
	Day          lastDay        `json:"day"`
}

// now is what is going on.
type now struct {
	Time     time.Time   `json:"time"`
	Visitors int         `json:"visitors"` // with an event in the last five minutes
	Waiting  int         `json:"waiting"`  // chats that nobody has joined yet
	Talking  int         `json:"talking"`  // chats that are online
	Chats    []chatGoing `json:"chats"`    // those that have been in their state longest
}

// chatGoing is a chat that is going on. It has no ids, which are personal.
type chatGoing struct {
	State   string  `json:"state"`
	Seconds float64 `json:"seconds"` // in this state; 0 if it is not known
	Widget  string  `json:"widget"`  // "" if it is not known
	Stated  bool    `json:"stated"`  // the vendor's server names the widget; else it is inferred
}

// lastDay is about the visits with an event in the last 24 hours, by the collector's clock.
type lastDay struct {
	Visits   int            `json:"visits"`
	Chats    int            `json:"chats"`
	Funnel   session.Funnel `json:"funnel"`
	Answered spread         `json:"answered"` // how long visitors waited until the chat was online
	GaveUp   spread         `json:"gaveUp"`   // how long those waited who left first
	Talked   spread         `json:"talked"`
	Pages    []pageRow      `json:"pages"`
	Widgets  []widgetRow    `json:"widgets"`
	Refused  []refusedRow   `json:"refused"`
}

type pageRow struct {
	Page    string `json:"page"`
	Visits  int    `json:"visits"`
	Shown   int    `json:"shown"`
	Clicked int    `json:"clicked"`
	Chats   int    `json:"chats"`
}

type widgetRow struct {
	Widget string `json:"widget"` // "": not known
	Chats  int    `json:"chats"`
	Stated int    `json:"stated"` // how many of them the vendor's server has confirmed; the rest is inferred
}

type refusedRow struct {
	Reason   reason `json:"reason"`
	Requests int    `json:"requests"`
}

// stats returns the figures as they were when bringUpToDate was last called.
func (a *account) stats(at time.Time) stats {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(at)
	s := stats{
		Events: len(a.seen), Visits: len(a.visits), Chats: a.total.chats, Funnel: a.total.funnel,
		WithoutVisit: a.withoutVisit,
		Now:          now{Time: at.UTC(), Chats: []chatGoing{}},
	}
	d := dayTables{pages: map[uint32]pageRow{}, widgets: map[uint32]widgetRow{}, refused: map[reason]int{}}
	for v := range a.recent.all() {
		age := at.Sub(v.stored)
		if age > day {
			break
		}
		if age <= hereFor {
			s.Now.Visitors++
		}
		s.Day.Visits++
		s.Day.Chats += v.figures.chatCount
		addFunnel(&s.Day.Funnel, v.figures.funnel, 1)
		d.addPages(v.pages)
		for _, c := range v.figures.chats {
			n := a.notices[c.id]
			d.addChat(c, n)
			if age <= chatFor && !c.isOver(n) {
				s.Now.addChat(c, n, at.Add(-v.ahead), &a.widgets)
			}
		}
	}
	for _, r := range a.refusals {
		for why, n := range r.counts {
			d.refused[why] += n
		}
	}
	d.write(&s.Day, &a.pages, &a.widgets)
	slices.SortFunc(s.Now.Chats, func(a, b chatGoing) int { return cmp.Compare(b.Seconds, a.Seconds) })
	s.Now.Chats = s.Now.Chats[:min(len(s.Now.Chats), mostChats)]
	return s
}

// forget drops what is too old to be asked for.
func (a *account) forget(at time.Time) {
	a.refusals = slices.DeleteFunc(a.refusals, func(r refusalCount) bool { return at.Sub(r.stored) > day })
	maps.DeleteFunc(a.notices, func(_ uint64, n notice) bool { return at.Sub(n.stored) > keepNotices })
}

func (n *now) addChat(c chatFigures, told notice, at time.Time, widgets *names) {
	going := chatGoing{State: "waiting", Seconds: between(c.started, at.UnixMilli()).Seconds()}
	if c.state == session.Online {
		going = chatGoing{State: "talking", Seconds: between(c.answered, at.UnixMilli()).Seconds()}
		n.Talking++
	} else {
		n.Waiting++
	}
	widget, stated := widgetOf(c, told)
	going.Widget, going.Stated = widgets.text(widget), stated
	n.Chats = append(n.Chats, going)
}

// widgetOf is the widget of a chat: the one that the vendor's server names, else the one that session infers.
func widgetOf(c chatFigures, n notice) (widget uint32, stated bool) {
	if n.widget != noName {
		return n.widget, true
	}
	return c.widget, false
}

// dayTables are the tables of a day while they are summed.
type dayTables struct {
	pages                    map[uint32]pageRow
	widgets                  map[uint32]widgetRow
	refused                  map[reason]int
	answered, gaveUp, talked []time.Duration
}

func (d *dayTables) addPages(pages []pageFigures) {
	for _, p := range pages {
		row := d.pages[p.page]
		row.Visits++
		row.Shown += int(p.shown)
		row.Clicked += int(p.clicked)
		row.Chats += int(p.chats)
		d.pages[p.page] = row
	}
}

func (d *dayTables) addChat(c chatFigures, n notice) {
	widget, stated := widgetOf(c, n)
	row := d.widgets[widget]
	row.Chats++
	if stated {
		row.Stated++
	}
	d.widgets[widget] = row
	if c.started != 0 && c.answered != 0 {
		d.answered = append(d.answered, between(c.started, c.answered))
	}
	if c.started != 0 && c.state == session.Abandoned {
		d.gaveUp = append(d.gaveUp, between(c.started, c.ended))
	}
	if c.answered != 0 && c.state == session.Finished {
		d.talked = append(d.talked, between(c.answered, c.ended))
	}
}

func (d *dayTables) write(s *lastDay, pages, widgets *names) {
	s.Answered, s.GaveUp, s.Talked = spreadOf(d.answered), spreadOf(d.gaveUp), spreadOf(d.talked)
	s.Pages = []pageRow{}
	for number, row := range d.pages {
		row.Page = pages.text(number)
		s.Pages = append(s.Pages, row)
	}
	s.Pages = top(s.Pages, func(r pageRow) (int, string) { return r.Visits, r.Page })
	s.Widgets = []widgetRow{}
	for number, row := range d.widgets {
		row.Widget = widgets.text(number)
		s.Widgets = append(s.Widgets, row)
	}
	s.Widgets = top(s.Widgets, func(r widgetRow) (int, string) { return r.Chats, r.Widget })
	s.Refused = []refusedRow{}
	for why, n := range d.refused {
		s.Refused = append(s.Refused, refusedRow{why, n})
	}
	s.Refused = top(s.Refused, func(r refusedRow) (int, string) { return r.Requests, string(r.Reason) })
}

// top returns the rows with the highest numbers, those with the same number by name.
func top[R any](rows []R, by func(R) (int, string)) []R {
	slices.SortFunc(rows, func(a, b R) int {
		n, name := by(a)
		m, other := by(b)
		return cmp.Or(cmp.Compare(m, n), cmp.Compare(name, other))
	})
	return rows[:min(len(rows), mostRows)]
}
