package visit

import (
	"slices"
	"strings"
	"sync"

	"example.com/ctlive-go/ctlive"
)

// maxWithheld is how many members are noted of a type of events: an unknown one may have very many.
const maxWithheld = 20

// GoingOut returns the names of the members that go to others: what wasm/datalayer and wasm/beacon take of a message
// by default.
func GoingOut(m ctlive.Message) (names []string) {
	for members := MembersOf(ctlive.Select(m, nil)); ; {
		name, _, ok := members.Next()
		if !ok {
			return names
		}
		names = append(names, name)
	}
}

// Withheld notes which members do not go out, because they may identify a person. The zero value is ready.
type Withheld struct {
	types []WithheldType // also of events that have had no such members
}

// WithheldType is a type of events, and which of their members do not go out.
type WithheldType struct {
	Type    ctlive.EventType
	Events  int      // with such members
	Members []string // by first sight

	out []string // members that do go out
}

// Add notes the members of a message. An empty text tells nothing, so it is none.
func (w *Withheld) Add(m ctlive.Message) {
	of := w.of(m.Event.EventType())
	if of == nil {
		return
	}
	withheld := false
	out := sync.OnceValue(func() []string { return GoingOut(m) }) // takes longer than all the rest
	for members := MembersOf(m.Raw); ; {
		name, value, ok := members.Next()
		if !ok {
			break
		}
		if string(value) == `""` || slices.Contains(of.out, name) {
			continue
		}
		withheld = of.note(short(name), out) || withheld
	}
	if withheld {
		of.Events++
	}
}

// note notes a member, and reports whether it is withheld.
func (t *WithheldType) note(name string, out func() []string) (withheld bool) {
	switch {
	case slices.Contains(t.Members, name):
	case slices.Contains(out(), name):
		t.out = append(t.out, strings.Clone(name))
		return false
	case len(t.Members) < maxWithheld:
		t.Members = append(t.Members, strings.Clone(name))
	}
	return true
}

// Types returns those with members that do not go out, by first sight.
func (w *Withheld) Types() (types []WithheldType) {
	for _, t := range w.types {
		if t.Events > 0 {
			types = append(types, t)
		}
	}
	return types
}

// of returns what is noted of a type, or nil if there are too many types.
func (w *Withheld) of(t ctlive.EventType) *WithheldType {
	t = ctlive.EventType(short(string(t)))
	for i := range w.types {
		if w.types[i].Type == t {
			return &w.types[i]
		}
	}
	if len(w.types) == maxTypes {
		return nil
	}
	w.types = append(w.types, WithheldType{Type: ctlive.EventType(strings.Clone(string(t)))})
	return &w.types[len(w.types)-1]
}

// Members are those of all types together, by first sight, at most maxWithheld.
func (w *Withheld) Members() (names []string) {
	for _, t := range w.types {
		for _, name := range t.Members {
			if len(names) < maxWithheld && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
