package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// page is one of the example pages, open in a tab of its own.
type page struct {
	ctx context.Context

	expected []string // parts of problems that the test makes

	mu       sync.Mutex
	problems []string // uncaught exceptions, errors and warnings on the console, violations of the Content-Security-Policy
}

// chromium starts the browser once for all tests, and ends it with the last of them.
var chromium = sync.OnceValues(func() (context.Context, error) {
	found := false
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"} {
		_, err := exec.LookPath(name)
		found = found || err == nil
	}
	if !found {
		return nil, fmt.Errorf("the end-to-end tests need Chromium, and there is none: install it, as with 'apt-get install chromium', or run make test, which does")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	allocator, endBrowser := chromedp.NewExecAllocator(context.Background(), options...)
	browser, closeTab := chromedp.NewContext(allocator)
	atExit = append(atExit, closeTab, endBrowser)
	return browser, chromedp.Run(browser)
})

// openPage opens an address in a tab, as one who comes for the first time. When the test ends, the page must have had no problem.
func openPage(t testing.TB, address string) *page {
	t.Helper()
	return openPageWith(t, address, "")
}

// openPageWith runs a script before any of the page's own.
func openPageWith(t testing.TB, address, script string) *page {
	t.Helper()
	browser, err := chromium()
	require.NoError(t, err)
	tab, closeTab := chromedp.NewContext(browser)
	ctx, cancel := context.WithTimeout(tab, time.Minute)
	p := &page{ctx: ctx}
	chromedp.ListenTarget(tab, p.note)
	t.Cleanup(func() {
		cancel()
		closeTab()
		p.mu.Lock()
		defer p.mu.Unlock()
		unexpected := slices.DeleteFunc(p.problems, func(problem string) bool {
			return slices.ContainsFunc(p.expected, func(part string) bool { return strings.Contains(problem, part) })
		})
		assert.Empty(t, unexpected, "what the console of %s says", address)
	})
	addScript := chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := cdppage.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	})
	p.run(t, log.Enable(), emulation.SetTimezoneOverride("Pacific/Auckland"), storage.ClearDataForOrigin(address, "local_storage"), addScript, chromedp.Navigate(address))
	return p
}

func (p *page) note(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = e.ExceptionDetails.Error()
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning || e.Type == runtime.APITypeAssert {
			for _, argument := range e.Args {
				problem += string(argument.Value) + argument.Description + " "
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			problem = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if problem != "" {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.problems = append(p.problems, problem)
	}
}

func (p *page) run(t testing.TB, actions ...chromedp.Action) {
	t.Helper()
	require.NoError(t, chromedp.Run(p.ctx, actions...))
}

// eval evaluates JavaScript in the page, and awaits a promise.
func eval[T any](t testing.TB, p *page, script string) T {
	t.Helper()
	var result T
	p.run(t, chromedp.Evaluate(script, &result, awaitPromise))
	return result
}

func awaitPromise(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }

// waitFor waits until a JavaScript expression is true. One that throws, as it may while the page changes, is not.
func (p *page) waitFor(t testing.TB, expression string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if eval[bool](t, p, `(() => { try { return !!(`+expression+`) } catch { return false } })()`) {
			return
		}
	}
	require.FailNow(t, expression+" did not come true; the page says:\n"+eval[string](t, p, "document.body.innerText"))
}

// button is the XPath of a button that can be seen, by its label.
func button(label string) string { return `//button[normalize-space()="` + label + `"]` }

// press clicks a button where it stands, as a visitor's mouse does.
func (p *page) press(t testing.TB, label string) {
	t.Helper()
	p.run(t, chromedp.Click(button(label), chromedp.BySearch, chromedp.NodeVisible))
}

// fill types into the field with a label.
func (p *page) fill(t testing.TB, label, text string) {
	t.Helper()
	p.run(t, chromedp.SendKeys(`//label[starts-with(normalize-space(), "`+label+`")]//input`, text, chromedp.BySearch, chromedp.NodeVisible))
}
