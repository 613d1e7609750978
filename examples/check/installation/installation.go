// Package installation tells how CTLive is installed on a page, from what was seen of the page and from the messages
// of a visit. The check page shows its results, which are for people who are no programmers.
//
// Statements about the vendor's script carry their mark: documented (the vendor's pages say it), seen (in the one
// version of the script that was read) or inferred.
package installation

import (
	"slices"
	"strings"
	"unicode"

	"example.com/ctlive-go/ctlive"
)

// Status is how a check has ended.
type Status int

// A check that has not seen enough to tell is NotSeen.
const (
	NotSeen Status = iota
	Passed
	Failed
)

// String returns the status in words: "not seen".
func (s Status) String() string { return [...]string{"not seen", "passed", "failed"}[s] }

// Result is what one check has found.
type Result struct {
	Title  string
	Status Status
	Text   string // what was seen
	ToDo   string // what to do about it, "" if nothing
}

// subject is the title of a result.
type subject string

func (s subject) passed(text string) Result        { return Result{string(s), Passed, text, ""} }
func (s subject) failed(text, toDo string) Result  { return Result{string(s), Failed, text, toDo} }
func (s subject) notSeen(text, toDo string) Result { return Result{string(s), NotSeen, text, toDo} }

// Evidence is what there is to judge. The zero value knows nothing.
type Evidence struct {
	Recorded   bool             // it is from a recording, and not of the page that shows the results
	Page       *Page            // nil if nothing is known of the page
	Messages   []ctlive.Message // those that a program with the default options gets
	Refused    []string         // origins whose messages it refuses, each once
	Unreadable int              // messages that are CTLive's, and that could not be read
}

// FromRecording returns the evidence of a recording: what recording.Read gives, how many lines are no message and no
// note of a page, and what PageOf finds. Without a page nobody knows which origin was the page's own, and nothing
// counts as refused.
func FromRecording(messages []ctlive.Message, unreadable int, page *Page) Evidence {
	e := Evidence{Recorded: true, Page: page, Unreadable: unreadable}
	for _, m := range messages {
		if page == nil || m.Origin == page.Origin {
			e.Messages = append(e.Messages, m)
		} else if !slices.Contains(e.Refused, m.Origin) {
			e.Refused = append(e.Refused, m.Origin)
		}
	}
	return e
}

// patience is how many seconds a page has to show that something works.
const patience = 10

// Check returns the results of all checks, in the order in which one would look for a fault.
func Check(e Evidence) []Result {
	results := []Result{e.script(), e.frame(), e.loaded()}
	results = append(results, e.shown()...)
	results = append(results, e.senders(), e.readable(), e.early())
	return append(results, e.policy()...)
}

// Count returns how many results have a status.
func Count(results []Result, status Status) (count int) {
	for _, r := range results {
		if r.Status == status {
			count++
		}
	}
	return count
}

// waiting reports whether what has not come may still come.
func (e Evidence) waiting() bool { return e.Page.Seconds < patience }

const watchLonger = "Watch the page for 10 seconds."

// unknownPage is the result of a check that needs to know the page.
func unknownPage(title subject) Result {
	return title.notSeen("The recording does not say.",
		"Make one with the recorder: this page has it under “Check your own site”.")
}

// maxText is how many characters of a text from elsewhere a result has.
const maxText = 120

// clean makes a text from elsewhere fit into a line of a result.
func clean(text string) string {
	runes := []rune(strings.Join(strings.FieldsFunc(text, isSeparator), " "))
	if len(runes) > maxText {
		return string(runes[:maxText]) + "…"
	}
	return string(runes)
}

// isSeparator reports whether a character would begin a new line, or can't be seen.
func isSeparator(r rune) bool { return r != ' ' && (unicode.IsSpace(r) || !unicode.IsPrint(r)) }

// maxList is how many texts from elsewhere a result names.
const maxList = 8

// list joins texts from elsewhere.
func list(texts []string) string {
	var cleaned []string
	for _, text := range texts[:min(len(texts), maxList)] {
		cleaned = append(cleaned, clean(text))
	}
	joined := strings.Join(cleaned, ", ")
	if len(texts) > maxList {
		joined += " and more"
	}
	return joined
}
