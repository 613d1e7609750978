//go:build unix

// Package e2e is for end-to-end tests: it opens pages in a browser, reads them, clicks and types, and collects
// what goes wrong on them.
//
// A test package calls [Main] in its TestMain, and opens pages with [Open]: each belongs to a new visitor, with
// cookies and storage of their own. [Page.NewTab] opens another tab of the same visitor. [Examples] serves the
// example pages, and [NewServer] whatever else a test needs:
//
//	func TestMain(m *testing.M) { e2e.Main(m) }
//
//	func TestVisitIsGreeted(t *testing.T) {
//		p := e2e.Open(t, e2e.Examples(t).Pages+"/minimal/")
//		p.Press(t, "Contact us")
//		p.WaitFor(t, `document.querySelector("[role=dialog]")`)
//	}
//
// The tests run in the engine that the environment variable CTLIVE_BROWSER names: chromium (the default),
// firefox or webkit. Nothing here depends on the engine but [Page.SetLook] and [Page.CheckAccessibility], which WebKit
// does not have, and [Page.Throttle] and [Page.Crash], which Chromium alone has. For a page that is offline, close its
// server.
package e2e

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"testing"
	"time"

	"example.com/ctlive-go/internal/engine"
)

// patience is how long a test waits for a page. It is long, so that a busy machine fails no test.
const patience = 3 * time.Minute

// atExit is what Main does when all tests have run, in the reverse order.
var atExit []func()

// Main runs the tests of a package, and ends what they share: the browser and the servers. A signal ends these too.
func Main(m *testing.M) {
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	ended := make(chan int, 1)
	go func() { ended <- m.Run() }()
	code := 1
	select {
	case code = <-ended:
	case <-stopped:
	}
	for i := len(atExit) - 1; i >= 0; i-- {
		atExit[i]()
	}
	os.Exit(code)
}

// AtExit registers what Main does at the end. The last registered is done first.
func AtExit(f func()) { atExit = append(atExit, f) }

// The browsers are started once for all tests of a package.
var (
	browser      = sync.OnceValues(func() (engine.Browser, error) { return start(engine.Chosen()) })
	wholeBrowser = sync.OnceValues(func() (engine.Browser, error) { return start(engine.WholeChromium) })
)

func start(name string) (engine.Browser, error) {
	// A time zone far from that of most machines shows where a page takes one for the other.
	started, err := engine.Start(name, "TZ=Pacific/Auckland")
	if err == nil {
		AtExit(started.Close)
	}
	return started, err
}

// UseWholeBrowser makes Open use engine.WholeChromium in place of engine.Chromium until the test ends: for tests of
// hidden tabs and of the way back to a page, and for benchmarks.
func UseWholeBrowser(t testing.TB) {
	if engine.Chosen() != engine.Chromium {
		return
	}
	usual := browser
	browser = wholeBrowser
	t.Cleanup(func() { browser = usual })
}
