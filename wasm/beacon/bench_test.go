//go:build unix

package beacon_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

// plainScript is what one would write in JavaScript: the queue is one text in localStorage.
const plainScript = `(() => {
	let held = [], number = 0, sent = 0;
	const send = () => {
		const count = held.length;
		fetch("/events", {method: "POST", headers: {"Content-Type": "application/cloudevents-batch+json"},
			body: JSON.stringify(held)}).then(() => sent += count);
		held = [];
	};
	window.plain = {
		dispatch(label, count) {
			for (let i = 0; i < count; i++) {
				held.push({specversion: "1.0", id: "plain-" + ++number, source: location.origin + location.pathname,
					type: "com.enghouse.ctlive.ChatStarted", time: new Date().toISOString(),
					datacontenttype: "application/json", data: {chatID: label + "." + i}});
				localStorage.setItem("plain", JSON.stringify(held));
				if (held.length === 50) send();
			}
		},
		sent: () => sent,
	};
})()`

// leastScript does no more than the browser has to do for a batch of 50: it stores a text, posts it and deletes it.
const leastScript = `(() => {
	let number = 0, sent = 0;
	window.least = {
		dispatch(label, count) {
			for (let batch = 0; batch < count / 50; batch++) {
				const key = "least " + batch;
				const text = JSON.stringify(Array.from({length: 50}, () => ({specversion: "1.0", id: "least-" + ++number,
					source: location.origin + location.pathname, type: "com.enghouse.ctlive.ChatStarted",
					datacontenttype: "application/json", data: {chatID: label}})));
				localStorage.setItem(key, text);
				fetch("/events", {method: "POST", headers: {"Content-Type": "application/cloudevents-batch+json"}, body: text}).
					then(() => { localStorage.removeItem(key); sent += 50; });
			}
		},
		sent: () => sent,
	};
})()`

// BenchmarkBeacon shows what a beacon adds to an event on the page's main thread: all from the handler to the deletion
// from localStorage, with the requests. Waiting does not count, nor what the browser's other processes do.
func BenchmarkBeacon(b *testing.B) {
	e2e.UseWholeBrowser(b)
	const rounds, events = 15, 500
	s := newScene(b)
	p := s.open(b, "held=20000&batch=50")
	p.WaitFor(b, hasVisit)
	p.Do(b, plainScript)
	p.Do(b, leastScript)
	stored := 0
	busy := func(dispatch, sent string, round int) time.Duration {
		before := p.MainThread(b)
		p.Do(b, dispatch+`("`+strconv.Itoa(round)+`", `+strconv.Itoa(events)+`)`)
		if sent != "" { // the server is asked first: each question to the page takes time of its main thread
			stored += events
			s.wait(b, "all events", func() bool { return len(s.events) == stored })
			p.WaitFor(b, sent+` === `+strconv.Itoa((round+1)*events))
		}
		return (p.MainThread(b) - before) / events
	}
	var with, without, plain, least []time.Duration
	for round := range rounds {
		with = append(with, busy("page.dispatch", "page.stats().Sent", round))
		plain = append(plain, busy("plain.dispatch", "plain.sent()", round))
		least = append(least, busy("least.dispatch", "least.sent()", round))
	}
	p.Do(b, "page.stop()")
	for round := range rounds {
		without = append(without, busy("page.dispatch", "", round))
	}
	row := func(what string, all []time.Duration) {
		slices.Sort(all)
		fmt.Printf("| %s | %.1f | %.1f |\n", what, micro(all[0]), micro(all[rounds/2]))
	}
	row("with a beacon", with)
	row("without one", without)
	row("the browser alone: a text is stored, posted and deleted for each 50, by itself", least)
	row("plain JavaScript that keeps one text in localStorage, by itself", plain)
	require.Empty(b, e2e.Eval[[]string](b, p, "page.errors"))
}

func micro(d time.Duration) float64 { return float64(d) / 1e3 }
