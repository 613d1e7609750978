package main

import (
	"encoding/json"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/ctlive-go/ctlive/cloudevents"
	"example.com/ctlive-go/ctlive/session"
	"example.com/ctlive-go/ctlive/webhook"
)

// What the account holds in memory. Of each event it keeps 16 bytes of where it is, and 8 of which it is; of each
// visit its figures. Only visits that are open have their messages in memory.
const (
	maxOpen      = 20_000   // visits
	maxOpenBytes = 64 << 20 // of their events' texts
	maxVisitText = 16 << 20 // of one visit's; its further events are counted, and change no session
	keepNotices  = 48 * time.Hour
)

// message is one of the stream.
type message struct {
	place   uint64    // its sequence number in the stream
	stored  time.Time // when the stream took it
	subject string
	data    []byte
}

// account is what the stream comes to. It is safe for concurrent use.
type account struct {
	readBack func(place uint64) (message, bool, error)

	mu           sync.Mutex
	seed         maphash.Seed
	seen         map[uint64]struct{} // hashes of source and id: a repetition counts once, however late it comes
	withoutVisit int                 // events
	unreadable   int                 // messages that are no event
	visits       map[string]*visit
	recent       lru[*visit, struct{}] // all visits, by their latest event
	open         lru[*visit, struct{}] // those with messages in memory
	openBytes    int
	touched      map[*visit]struct{} // those whose figures are not up to date
	total        totals
	pages        names
	widgets      names
	notices      map[uint64]notice
	refusals     []refusalCount
}

// totals are summed over all visits.
type totals struct {
	funnel session.Funnel
	chats  int
}

// notice is what the vendor's server has told of a chat.
type notice struct {
	widget uint32 // in account.widgets; 0 if it names none
	ended  bool
	stored time.Time // when the stream took the latest
}

// refusalCount is how often requests were refused, in a few seconds.
type refusalCount struct {
	stored time.Time
	counts map[reason]int
}

func newAccount(readBack func(place uint64) (message, bool, error)) *account {
	return &account{
		readBack: readBack, seed: maphash.MakeSeed(), seen: map[uint64]struct{}{}, visits: map[string]*visit{},
		touched: map[*visit]struct{}{}, notices: map[uint64]notice{},
	}
}

// add takes messages of the stream, in the stream's order. It keeps none of their texts.
func (a *account) add(messages []message) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, m := range messages {
		a.addOne(m)
	}
}

func (a *account) addOne(m message) {
	switch {
	case strings.HasPrefix(m.subject, eventSubject):
		a.addEvent(m)
	case strings.HasPrefix(m.subject, noticeSubject):
		a.addNotice(m)
	case m.subject == refusedSubject:
		r := refusalCount{stored: m.stored}
		if json.Unmarshal(m.data, &r.counts) == nil {
			a.refusals = append(a.refusals, r)
		}
	}
}

func (a *account) addEvent(m message) {
	var e cloudevents.Event
	if err := e.UnmarshalJSON(m.data); err != nil || e.ID == "" {
		a.unreadable++
		return
	}
	hash := a.hash(e.Source, e.ID)
	if _, again := a.seen[hash]; again {
		return
	}
	a.seen[hash] = struct{}{}
	if e.Visit == "" {
		a.withoutVisit++
		return
	}
	v := a.visits[e.Visit]
	if v == nil {
		v = &visit{}
		a.visits[strings.Clone(e.Visit)] = v
		a.openVisit(v)
	}
	v.stored = m.stored
	if _, known := a.recent.get(v); !known {
		a.recent.put(v, struct{}{})
	}
	a.touched[v] = struct{}{}
	v.addPage(a.pages.of(pageOf(e.Source)), e.Message.Event)
	if v.text+len(m.data) > maxVisitText {
		return
	}
	v.text += len(m.data)
	v.add(e.Sequence, m, e.Message)
	if v.isOpen {
		a.openBytes += len(m.data)
		a.open.get(v)
		a.closeOldest()
	}
}

func (a *account) hash(parts ...string) uint64 {
	var h maphash.Hash
	h.SetSeed(a.seed)
	for _, part := range parts {
		h.WriteString(part)
		h.WriteByte(0xff) // in no text that is UTF-8
	}
	return h.Sum64()
}

func (a *account) openVisit(v *visit) {
	v.isOpen = true
	a.openBytes += v.text
	a.open.put(v, struct{}{})
}

// closeOldest closes visits, the one with the oldest event first, until what is in memory is within its limits.
func (a *account) closeOldest() {
	for a.open.len() > maxOpen || a.openBytes > maxOpenBytes {
		v, _ := a.open.oldest()
		a.closeVisit(v)
	}
}

// closeVisit keeps the figures of an open visit alone.
func (a *account) closeVisit(v *visit) {
	a.settle(v)
	a.open.remove(v)
	a.openBytes -= v.text
	v.close()
}

// settle brings the figures of an open visit up to date.
func (a *account) settle(v *visit) {
	if _, due := a.touched[v]; !due {
		return
	}
	delete(a.touched, v)
	a.total.add(v.figures, -1)
	v.figures = a.figuresOf(v.session())
	a.total.add(v.figures, 1)
}

func (t *totals) add(f visitFigures, sign int) {
	addFunnel(&t.funnel, f.funnel, sign)
	t.chats += sign * f.chatCount
}

func (a *account) addNotice(m message) {
	var c webhook.Contact
	if json.Unmarshal(m.data, &c) != nil || c.ChatID == "" {
		a.unreadable++
		return
	}
	key := a.hash(c.ChatID)
	n := a.notices[key]
	n.ended = n.ended || c.Event == webhook.EventEnd
	if c.WidgetID != "" {
		n.widget = a.widgets.of(c.WidgetID)
	}
	n.stored = m.stored
	a.notices[key] = n
}

// bringUpToDate brings the figures of all visits up to date. A visit that was closed is read from the stream again.
func (a *account) bringUpToDate() error {
	a.mu.Lock()
	due := slices.Collect(maps.Keys(a.touched))
	a.mu.Unlock()
	for _, v := range due {
		if err := a.bringVisitUpToDate(v); err != nil {
			return err
		}
	}
	return nil
}

func (a *account) bringVisitUpToDate(v *visit) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, due := a.touched[v]; !due {
		return nil
	}
	if !v.isOpen {
		if err := v.reopen(a.readBack); err != nil {
			return err
		}
		a.openVisit(v)
	}
	a.settle(v)
	a.closeOldest()
	return nil
}
