//go:build !js

package e2e

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// startChromium starts the browser once for all tests of a package.
var startChromium = sync.OnceValues(func() (context.Context, error) {
	found := false
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"} {
		_, err := exec.LookPath(name)
		found = found || err == nil
	}
	if !found {
		return nil, errors.New("the end-to-end tests need Chromium, and there is none: install it, as with 'apt-get install chromium', or run make test, which does")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	allocator, endBrowser := chromedp.NewExecAllocator(context.Background(), options...)
	browser, closeTab := chromedp.NewContext(allocator)
	AtExit(endBrowser)
	AtExit(closeTab)
	return browser, chromedp.Run(browser)
})

// chromiumTab is a tab of Chromium.
type chromiumTab struct {
	ctx     context.Context // of chromedp
	visitor cdp.BrowserContextID
	close   func()

	mu       sync.Mutex
	problems []string
}

// openChromium opens a tab of a new visitor. The script runs before any of a page's own.
func openChromium(script string) (*chromiumTab, error) {
	browser, err := startChromium()
	if err != nil {
		return nil, err
	}
	executor := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	visitor, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(executor)
	if err != nil {
		return nil, err
	}
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(visitor).WithNewWindow(true).Do(executor)
	if err != nil {
		return nil, err
	}
	ctx, closeTab := chromedp.NewContext(browser, chromedp.WithTargetID(id))
	tab := &chromiumTab{ctx: ctx, visitor: visitor, close: func() {
		closeTab()
		_ = target.DisposeBrowserContext(visitor).Do(executor)
	}}
	chromedp.ListenTarget(ctx, tab.note)
	// A time zone far from that of the machine shows where a page takes one for the other.
	return tab, chromedp.Run(ctx, log.Enable(), emulation.SetTimezoneOverride("Pacific/Auckland"), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := cdppage.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}

// note keeps uncaught exceptions, errors and warnings on the console, and violations of the Content-Security-Policy.
func (t *chromiumTab) note(event any) {
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
		t.mu.Lock()
		defer t.mu.Unlock()
		t.problems = append(t.problems, problem)
	}
}

// run gives up after patience.
func (t *chromiumTab) run(actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, actions...)
}

func (t *chromiumTab) navigate(address string) error { return t.run(chromedp.Navigate(address)) }

func (t *chromiumTab) reload() error { return t.run(chromedp.Reload()) }

// back does not wait for the page to load: a page that comes back from the browser's cache does not load again.
func (t *chromiumTab) back() error {
	return t.run(chromedp.ActionFunc(func(ctx context.Context) error {
		current, entries, err := cdppage.GetNavigationHistory().Do(ctx)
		if err != nil || current == 0 {
			return errors.Join(err, errors.New("there is nothing to go back to"))
		}
		return cdppage.NavigateToHistoryEntry(entries[current-1].ID).Do(ctx)
	}))
}

func (t *chromiumTab) evaluate(script string) (json []byte, err error) {
	err = t.run(chromedp.ActionFunc(func(ctx context.Context) error {
		result, exception, err := runtime.Evaluate(script).WithAwaitPromise(true).WithReturnByValue(true).Do(ctx)
		switch {
		case err != nil:
			return err
		case exception != nil:
			return exception
		}
		json = []byte(result.Value)
		return nil
	}))
	return json, err
}

func (t *chromiumTab) click(x, y float64) error { return t.run(chromedp.MouseClickXY(x, y)) }

// chromiumKeys has chromedp's names for the keys that are no characters.
var chromiumKeys = strings.NewReplacer(
	Tab, kb.Tab, Enter, kb.Enter, Escape, kb.Escape, End, kb.End, Home, kb.Home, PageUp, kb.PageUp, PageDown, kb.PageDown,
	ArrowLeft, kb.ArrowLeft, ArrowUp, kb.ArrowUp, ArrowRight, kb.ArrowRight, ArrowDown, kb.ArrowDown,
)

func (t *chromiumTab) typeKeys(keys string) error {
	return t.run(chromedp.KeyEvent(chromiumKeys.Replace(keys)))
}

func (t *chromiumTab) setFiles(selector string, names []string) error {
	return t.run(chromedp.SetUploadFiles(selector, names, chromedp.ByQuery))
}

func (t *chromiumTab) setLook(l Look) error {
	height := l.Height
	if height == 0 {
		height = 900
	}
	return t.run(
		emulation.SetDeviceMetricsOverride(l.Width, height, 1, false),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.Scheme}}))
}

func (t *chromiumTab) bringToFront() error { return t.run(cdppage.BringToFront()) }

func (t *chromiumTab) screenshot() (png []byte, err error) {
	err = t.run(chromedp.CaptureScreenshot(&png))
	return png, err
}

func (t *chromiumTab) download(directory string, start func()) (name string, err error) {
	type result struct{ name, state string }
	ended, names := make(chan result, 1), map[string]string{}
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	chromedp.ListenBrowser(ctx, func(event any) {
		switch e := event.(type) {
		case *browser.EventDownloadWillBegin:
			names[e.GUID] = e.SuggestedFilename
		case *browser.EventDownloadProgress:
			if e.State != browser.DownloadProgressStateInProgress {
				ended <- result{names[e.GUID], e.State.String()}
			}
		}
	})
	err = chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		return browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(directory).WithEventsEnabled(true).
			WithBrowserContextID(t.visitor).Do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser))
	}))
	if err != nil {
		return "", err
	}
	start()
	select {
	case r := <-ended:
		if r.state != browser.DownloadProgressStateCompleted.String() {
			return "", errors.New("the download ended as " + r.state)
		}
		return filepath.Join(directory, r.name), nil
	case <-ctx.Done():
		return "", errors.New("nothing was downloaded")
	}
}

func (t *chromiumTab) throttle(bytesPerSecond float64) error {
	conditions := []*network.Conditions{{DownloadThroughput: bytesPerSecond, UploadThroughput: bytesPerSecond}}
	return t.run(network.Enable(), network.SetCacheDisabled(true), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := network.EmulateNetworkConditionsByRule(conditions).Do(ctx)
		return err
	}))
}

func (t *chromiumTab) said() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.problems
}
