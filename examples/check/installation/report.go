package installation

import (
	"fmt"
	"strings"
	"time"

	"example.com/ctlive-go/ctlive"
)

// Summary says in one line how the checks have ended.
func Summary(results []Result) string {
	return fmt.Sprintf("%d passed, %d failed, %d not seen", Count(results, Passed), Count(results, Failed),
		Count(results, NotSeen))
}

// Report writes the results as plain text for a ticket. It names no chat and no person: of the events it has the types
// and the widgets alone.
func Report(e Evidence, now time.Time) string {
	results := Check(e)
	var b strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&b, format+"\n", values...) }
	line("CTLive: check of an installation")
	of := "on the page itself"
	if e.Recorded {
		of = "of a recording"
	}
	line("Made:     %s, %s", now.UTC().Format("2006-01-02 15:04 UTC"), of)
	if e.Page != nil {
		line("Page:     %s", clean(e.Page.Origin+e.Page.Path))
		line("Watched:  %s", e.watched())
		line("Browser:  %s", clean(e.Page.Browser))
	}
	line("Events:   %s", eventCounts(e.Messages))
	line("Result:   %s", Summary(results))
	for _, r := range results {
		line("")
		line("%-9s %s", strings.ToUpper(r.Status.String()), r.Title)
		line("          %s", r.Text)
		if r.ToDo != "" {
			line("          To do: %s", r.ToDo)
		}
	}
	line("")
	line("(documented): the vendor’s pages say it. (seen): it is in the version of the vendor’s script that was " +
		"read. (inferred): neither.")
	return b.String()
}

// watched says from when on, and for how long: of the page itself that is not over yet.
func (e Evidence) watched() string {
	text := "from its beginning"
	if e.Page.Late {
		text = "not from its beginning"
	}
	if e.Recorded {
		text += fmt.Sprintf(", for %.0f seconds", e.Page.Seconds)
	}
	return text
}

// eventCounts writes how often each known type came: "Loaded 1, WidgetShown 2".
func eventCounts(messages []ctlive.Message) string {
	counts, others := map[ctlive.EventType]int{}, 0
	for _, m := range messages {
		if _, ok := m.Event.(ctlive.Unknown); ok {
			others++
		} else {
			counts[m.Event.EventType()]++
		}
	}
	var parts []string
	for _, kind := range ctlive.EventTypes() {
		if counts[kind] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", kind, counts[kind]))
		}
	}
	if others > 0 {
		parts = append(parts, fmt.Sprintf("of unknown types %d", others))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
