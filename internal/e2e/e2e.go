//go:build !js

// Package e2e drives a browser in the end-to-end tests: it opens pages, reads them, clicks and types, and collects
// what goes wrong on them.
//
// A test package calls [Main] in its TestMain, and opens pages with [Open]. Each page that Open opens belongs to a new
// visitor, with cookies and storage of its own. [Examples] serves the example pages.
package e2e

import (
	"os"
	"testing"
	"time"
)

// patience is how long a test waits for a page. It is long, so that a busy machine fails no test.
const patience = time.Minute

// atExit is what Main does when all tests have run, in the reverse order.
var atExit []func()

// Main runs the tests of a package, and ends what they share: the browser and the servers.
func Main(m *testing.M) {
	code := m.Run()
	for i := len(atExit) - 1; i >= 0; i-- {
		atExit[i]()
	}
	os.Exit(code)
}

// AtExit registers what Main does at the end. The last registered is done first.
func AtExit(f func()) { atExit = append(atExit, f) }
