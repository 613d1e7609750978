//go:build unix

package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// chromium has the context of chromedp for the browser.
type chromium struct {
	ctx   context.Context
	close func()
}

// HeadlessShell returns the path of Chromium's headless shell, or "" if it is not installed. Debian has on the PATH a
// script, which starts the program as a process of its own: the browser would go on when the script is ended.
func HeadlessShell() (path string) {
	path, _ = lookPath("/usr/lib/chromium/chromium-headless-shell", "chrome-headless-shell", "headless-shell")
	return path
}

func findChromium() (path string) {
	path, _ = lookPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
	return path
}

// startChromium starts the browser with flags for V8, its JavaScript engine.
func startChromium(path string, environment []string, flags string) (Browser, error) {
	if path == "" {
		return nil, missing("Chromium", "chromium")
	}
	options := append(
		slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.Flag("js-flags", flags),
		chromedp.Env(environment...),
	)
	allocator, endBrowser := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeTab := chromedp.NewContext(allocator)
	c := &chromium{ctx, func() { closeTab(); endBrowser() }}
	if err := chromedp.Run(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *chromium) Close() { c.close() }

// executor is the context for commands to the browser, not to a tab.
func (c *chromium) executor() context.Context {
	return cdp.WithExecutor(c.ctx, chromedp.FromContext(c.ctx).Browser)
}

func (c *chromium) NewVisitor() (Visitor, error) {
	id, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(c.executor())
	if err != nil {
		return nil, err
	}
	v := &chromiumVisitor{chromium: c, id: id}
	if v.downloads, err = os.MkdirTemp("", "ctlive-chromium-"); err != nil {
		return nil, err
	}
	allow := browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow)
	return v, allow.WithDownloadPath(v.downloads).WithBrowserContextID(id).Do(c.executor())
}

type chromiumVisitor struct {
	*chromium
	id        cdp.BrowserContextID
	downloads string
	tabs      int
}

func (v *chromiumVisitor) NewTab() (Tab, error) {
	first := v.tabs == 0
	v.tabs++
	create := target.CreateTarget("about:blank").WithBrowserContextID(v.id).WithNewWindow(first)
	id, err := create.Do(v.executor())
	if err != nil {
		return nil, err
	}
	ctx, closeTab := chromedp.NewContext(v.ctx, chromedp.WithTargetID(id))
	t := &ChromiumTab{ctx: ctx, close: closeTab}
	chromedp.ListenTarget(ctx, t.note)
	if err := chromedp.Run(ctx, log.Enable()); err != nil || first {
		return t, err
	}
	return t, t.Show()
}

func (v *chromiumVisitor) Downloads() string { return v.downloads }

func (v *chromiumVisitor) Close() {
	_ = target.DisposeBrowserContext(v.id).Do(v.executor())
	_ = os.RemoveAll(v.downloads)
}

// ChromiumTab is a tab of Chromium, which can do more than those of the others.
type ChromiumTab struct {
	ctx   context.Context // of chromedp
	close func()

	mu       sync.Mutex
	problems []string
}

// note keeps the problems of the page.
func (t *ChromiumTab) note(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = e.ExceptionDetails.Error()
	case *runtime.EventConsoleAPICalled:
		text := ""
		for _, argument := range e.Args {
			text += string(argument.Value) + argument.Description + " "
		}
		switch e.Type {
		case runtime.APITypeError, runtime.APITypeWarning, runtime.APITypeAssert:
			problem = text
		case runtime.APITypeLog: // where Go's wasm_exec.js writes why a program has ended
			if strings.HasPrefix(text, `"panic: `) || strings.HasPrefix(text, `"fatal error: `) {
				problem = text
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

// Problems are the uncaught exceptions of the pages in this tab, the errors and warnings on their consoles, why their
// Go programs panicked or broke, and the violations of their Content-Security-Policy.
func (t *ChromiumTab) Problems() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.problems)
}

func (t *ChromiumTab) run(actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, actions...)
}

// Navigate implements Tab.
func (t *ChromiumTab) Navigate(address string) error { return t.run(chromedp.Navigate(address)) }

// Reload implements Tab.
func (t *ChromiumTab) Reload() error { return t.run(chromedp.Reload()) }

// Evaluate implements Tab.
func (t *ChromiumTab) Evaluate(body string) (json []byte, err error) {
	var text *string
	err = t.run(
		chromedp.Evaluate("("+asFunction(body)+")()", &text, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
			return p.WithAwaitPromise(true)
		}),
	)
	if text == nil {
		return nil, err
	}
	return []byte(*text), err
}

// Click implements Tab.
func (t *ChromiumTab) Click(x, y float64) error { return t.run(chromedp.MouseClickXY(x, y)) }

// Keys implements Tab.
func (t *ChromiumTab) Keys(keys string) error {
	return t.run(chromedp.KeyEvent(chromiumKeys.Replace(keys)))
}

// SetFiles implements Tab.
func (t *ChromiumTab) SetFiles(selector string, names []string) error {
	return t.run(chromedp.SetUploadFiles(selector, names, chromedp.ByQuery))
}

// Show implements Tab.
func (t *ChromiumTab) Show() error { return t.run(page.BringToFront()) }

// Screenshot implements Tab.
func (t *ChromiumTab) Screenshot() (png []byte, err error) {
	err = t.run(chromedp.CaptureScreenshot(&png))
	return png, err
}

// Close implements Tab.
func (t *ChromiumTab) Close() error {
	t.close()
	return nil
}

// Crash ends the process of the page, as a crash does, and returns when it has ended. The tab can only be closed then.
func (t *ChromiumTab) Crash() error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	var crashed atomic.Bool
	chromedp.ListenTarget(ctx, func(event any) {
		if _, ok := event.(*inspector.EventTargetCrashed); ok {
			crashed.Store(true)
			cancel()
		}
	})
	if err := chromedp.Run(ctx, page.Crash()); !crashed.Load() { // a crash gives no answer
		return fmt.Errorf("the page did not crash: %v", err)
	}
	return nil
}

// MainThread returns how much processor time the page's main thread has taken until now.
func (t *ChromiumTab) MainThread() (busy time.Duration, err error) {
	enable := performance.Enable().WithTimeDomain(performance.EnableTimeDomainThreadTicks)
	err = t.run(enable, chromedp.ActionFunc(func(ctx context.Context) error {
		metrics, err := performance.GetMetrics().Do(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(metrics, func(m *performance.Metric) bool { return m.Name == "TaskDuration" })
		if at < 0 {
			return errors.New("the browser has no metric TaskDuration")
		}
		busy = time.Duration(metrics[at].Value * float64(time.Second)) // it is in seconds
		return nil
	}))
	return busy, err
}

// SetLook implements LookSetter.
func (t *ChromiumTab) SetLook(width, height int64, scheme string) error {
	return t.run(
		emulation.SetDeviceMetricsOverride(width, height, 1, false),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
}

// Throttle limits what is loaded to so many bytes in a second, or does not limit it where that is negative. All
// is loaded anew.
func (t *ChromiumTab) Throttle(bytesPerSecond float64) error {
	conditions := []*network.Conditions{{DownloadThroughput: bytesPerSecond, UploadThroughput: bytesPerSecond}}
	return t.run(network.Enable(), network.SetCacheDisabled(true), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := network.EmulateNetworkConditionsByRule(conditions).Do(ctx)
		return err
	}))
}
