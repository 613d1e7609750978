//go:build unix

// Package engine starts a browser and drives its tabs, in each of three engines: Chromium, Firefox and WebKit.
//
// Chromium is driven over its DevTools protocol by chromedp, Firefox over WebDriver BiDi, and WebKit, which is
// WebKitGTK's MiniBrowser, over WebDriver. They have in common what [Tab] and [Visitor] name.
package engine

import (
	"cmp"
	"fmt"
	"os"
	"time"
)

// The names of the engines, for [Start].
const (
	Chromium = "chromium"
	Firefox  = "firefox"
	WebKit   = "webkit"

	// WholeChromium is Chromium as a visitor has it. Chromium is its headless shell, where that is installed, and compiles
	// WebAssembly without optimizing it: the same engine for less processor time, which hides no tab and keeps no page for
	// the way back. The browser tests of the packages run with the optimizing compiler.
	WholeChromium = "whole chromium"
)

// patience is how long a browser may take for one command. It is long, so that a busy machine fails no test.
const patience = 2 * time.Minute

// Browser is a browser that runs, with no window that can be seen.
type Browser interface {
	// NewVisitor returns somebody who has never been here: with cookies and storage of their own.
	NewVisitor() (Visitor, error)
	// Close ends all processes of the browser.
	Close()
}

// Visitor is one person's part of a browser.
type Visitor interface {
	// NewTab opens an empty tab in the foreground, which hides the visitor's others. In WebKit and in Chromium's headless
	// shell they stay visible.
	NewTab() (Tab, error)
	// Downloads is the directory that files are saved to.
	Downloads() string
	// Close closes all tabs of the visitor.
	Close()
}

// Tab is a tab of a browser.
type Tab interface {
	// Navigate goes to an address and waits until the page is loaded. Where no server answers, WebKit returns no error.
	Navigate(address string) error
	// Reload loads the page again and waits until it is loaded.
	Reload() error
	// Evaluate runs JavaScript as the body of an async function, and returns as JSON what that returns: nothing
	// for undefined.
	Evaluate(body string) (json []byte, err error)
	// Click clicks at a point of the window, in CSS pixels.
	Click(x, y float64) error
	// Keys types on the keyboard. The keys that are no characters have the values that WebDriver gives them.
	Keys(keys string) error
	// SetFiles chooses files in a field for files, found by a CSS selector.
	SetFiles(selector string, names []string) error
	// Show brings the tab to the foreground.
	Show() error
	// Screenshot returns what can be seen of the page, as PNG.
	Screenshot() ([]byte, error)
	// Close closes the tab.
	Close() error
}

// LookSetter is a Tab of Chromium or of Firefox.
type LookSetter interface {
	// SetLook changes how the page is shown: the size of the window, in CSS pixels, and the colour scheme, "light" or
	// "dark".
	SetLook(width, height int64, scheme string) error
}

// Chosen returns the name of the engine that the environment variable CTLIVE_BROWSER names, and without it Chromium.
func Chosen() string { return cmp.Or(os.Getenv("CTLIVE_BROWSER"), Chromium) }

// Start starts a browser. The environment variables, each "NAME=value", are added to those of this process.
func Start(name string, environment ...string) (Browser, error) {
	environment = append(os.Environ(), environment...)
	switch name {
	case Chromium:
		return startChromium(cmp.Or(HeadlessShell(), findChromium()), environment, "--liftoff-only")
	case WholeChromium:
		return startChromium(findChromium(), environment, "")
	case Firefox:
		return startFirefox(environment)
	case WebKit:
		return startWebKit(environment)
	default:
		return nil, fmt.Errorf("there is no engine %q, want %s, %s or %s", name, Chromium, Firefox, WebKit)
	}
}

// missing is the error about a program that is not installed.
func missing(what, debianPackage string) error {
	return fmt.Errorf("the tests need %s, and there is none: install it, as with 'apt-get install %s', or run make, "+
		"which does", what, debianPackage)
}

// asFunction makes a JavaScript function of the body that Evaluate gets. It resolves to JSON.
func asFunction(body string) string {
	return "async () => JSON.stringify(await (async () => {" + body + "\n})())"
}
