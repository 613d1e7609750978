package visit

import (
	"slices"
	"strings"

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
	Types []WithheldType // by first sight
}

// WithheldType is a type of events, and which of their members do not go out.
type WithheldType struct {
	Type    ctlive.EventType
	Events  int      // with such members
	Members []string // by first sight
}

// Add notes the members of a message.
func (w *Withheld) Add(m ctlive.Message) {
	out := GoingOut(m)
	var of *WithheldType
	for members := MembersOf(m.Raw); ; {
		name, _, ok := members.Next()
		switch {
		case !ok:
			return
		case slices.Contains(out, name):
			continue
		case of == nil:
			if of = w.of(m.Event.EventType()); of == nil {
				return
			}
			of.Events++
		}
		if name = short(name); len(of.Members) < maxWithheld && !slices.Contains(of.Members, name) {
			of.Members = append(of.Members, strings.Clone(name))
		}
	}
}

// of returns what is noted of a type, or nil if there are too many types.
func (w *Withheld) of(t ctlive.EventType) *WithheldType {
	t = ctlive.EventType(short(string(t)))
	for i := range w.Types {
		if w.Types[i].Type == t {
			return &w.Types[i]
		}
	}
	if len(w.Types) == maxTypes {
		return nil
	}
	w.Types = append(w.Types, WithheldType{Type: ctlive.EventType(strings.Clone(string(t)))})
	return &w.Types[len(w.Types)-1]
}

// Members are those of all types together, by first sight, at most maxWithheld.
func (w *Withheld) Members() (names []string) {
	for _, t := range w.Types {
		for _, name := range t.Members {
			if len(names) < maxWithheld && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
