//go:build unix

package engine

import (
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"
)

// firefoxPreferences are written to the profile. Firefox sets more of its own accord when it is driven.
const firefoxPreferences = `
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("app.update.enabled", false);
user_pref("dom.ipc.processPrelaunch.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
`

type firefox struct {
	*bidi
	process *process
	profile string

	visitors atomic.Int64 // that have not closed
}

func startFirefox(environment []string) (_ Browser, err error) {
	program, err := lookPath("firefox-esr", "firefox")
	if err != nil {
		return nil, missing("Firefox", "firefox-esr")
	}
	f := &firefox{}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if f.profile, err = os.MkdirTemp("", "ctlive-firefox-"); err != nil {
		return nil, err
	}
	if err = os.WriteFile(filepath.Join(f.profile, "user.js"), []byte(firefoxPreferences), 0o600); err != nil {
		return nil, err
	}
	command := exec.Command(program, "--headless", "--no-remote", "--profile", f.profile, "--remote-debugging-port", "0",
		"--remote-allow-system-access") // for SetLook
	command.Env = environment
	if f.process, err = start(command); err != nil {
		return nil, err
	}
	address, err := f.address()
	if err != nil {
		return nil, err
	}
	if f.bidi, err = dialBiDi(address + "/session"); err != nil {
		return nil, err
	}
	return f, f.call("session.new", object{"capabilities": object{}}, nil)
}

// lookPath returns the first of these programs that is there.
func lookPath(names ...string) (path string, err error) {
	for _, name := range names {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}

var firefoxListens = regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)

// address waits until Firefox says where it listens.
func (f *firefox) address() (string, error) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if match := firefoxListens.FindStringSubmatch(f.process.said.String()); match != nil {
			return match[1], nil
		}
		select {
		case <-f.process.ended:
			return "", f.process.failed("has ended")
		default:
		}
	}
	return "", f.process.failed("can't be driven")
}

func (f *firefox) Close() {
	if f.process != nil {
		f.process.end()
	}
	_ = os.RemoveAll(f.profile)
}

func (f *firefox) NewVisitor() (Visitor, error) {
	v := &firefoxVisitor{firefox: f, kind: "tab"}
	if f.visitors.Add(1) > 1 {
		v.kind = "window" // a tab of another visitor's window would hide that visitor's
	}
	var created struct{ UserContext string }
	if err := f.call("browser.createUserContext", object{}, &created); err != nil {
		return nil, err
	}
	v.userContext = created.UserContext
	var err error
	if v.downloads, err = os.MkdirTemp(f.profile, "downloads-"); err != nil {
		return nil, err
	}
	return v, f.call("browser.setDownloadBehavior", object{
		"downloadBehavior": object{"type": "allowed", "destinationFolder": v.downloads},
		"userContexts":     []string{v.userContext},
	}, nil)
}

// firefoxVisitor has a user context: a container with cookies and storage of its own.
type firefoxVisitor struct {
	*firefox
	userContext string
	downloads   string
	kind        string // of the next tab: "tab", or "window" where it needs one of its own
}

func (v *firefoxVisitor) NewTab() (Tab, error) {
	t := &firefoxTab{visitor: v}
	var created struct{ Context string }
	err := v.call("browsingContext.create", object{"type": v.kind, "userContext": v.userContext}, &created)
	v.kind = "tab"
	t.context = created.Context
	return t, err
}

func (v *firefoxVisitor) Downloads() string { return v.downloads }

func (v *firefoxVisitor) Close() {
	v.visitors.Add(-1)
	_ = v.call("browser.removeUserContext", object{"userContext": v.userContext}, nil)
}

type firefoxTab struct {
	visitor *firefoxVisitor
	context string
}

// call runs a command on the tab.
func (t *firefoxTab) call(method string, params object, result any) error {
	params["context"] = t.context
	return t.visitor.call(method, params, result)
}

func (t *firefoxTab) Navigate(address string) error {
	return t.call("browsingContext.navigate", object{"url": address, "wait": "complete"}, nil)
}

func (t *firefoxTab) Reload() error {
	return t.call("browsingContext.reload", object{"wait": "complete"}, nil)
}

// bidiValue is a value of JavaScript.
type bidiValue struct {
	Type     string
	Value    any
	SharedID string // of a node
}

func (t *firefoxTab) evaluate(function string) (bidiValue, error) {
	var result struct {
		Type             string
		Result           bidiValue
		ExceptionDetails struct{ Text string }
	}
	err := t.visitor.call("script.callFunction", object{
		"functionDeclaration": function, "awaitPromise": true, "target": object{"context": t.context},
	}, &result)
	if err == nil && result.Type == "exception" {
		err = errors.New(result.ExceptionDetails.Text)
	}
	return result.Result, err
}

func (t *firefoxTab) Evaluate(body string) (json []byte, err error) {
	value, err := t.evaluate(asFunction(body))
	text, ok := value.Value.(string)
	if !ok { // undefined
		return nil, err
	}
	return []byte(text), err
}

func (t *firefoxTab) Click(x, y float64) error {
	return t.call("input.performActions", object{"actions": clickActions(x, y)}, nil)
}

func (t *firefoxTab) Keys(keys string) error {
	return t.call("input.performActions", object{"actions": keyActions(keys)}, nil)
}

func (t *firefoxTab) SetFiles(selector string, names []string) error {
	field, err := t.evaluate("() => document.querySelector(" + strconv.Quote(selector) + ")")
	if err != nil {
		return err
	}
	return t.call("input.setFiles", object{"element": object{"sharedId": field.SharedID}, "files": names}, nil)
}

func (t *firefoxTab) Show() error { return t.call("browsingContext.activate", object{}, nil) }

func (t *firefoxTab) Screenshot() ([]byte, error) {
	var picture struct{ Data string }
	if err := t.call("browsingContext.captureScreenshot", object{}, &picture); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(picture.Data)
}

// SetLook implements LookSetter. The colour scheme is that of all tabs: no command of WebDriver BiDi's sets it, but a
// preference, from within the browser's own window.
func (t *firefoxTab) SetLook(width, height int64, scheme string) error {
	size := object{"width": width, "height": height}
	if err := t.call("browsingContext.setViewport", object{"viewport": size}, nil); err != nil {
		return err
	}
	var windows struct{ Contexts []struct{ Context string } }
	if err := t.visitor.call("browsingContext.getTree", object{"moz:scope": "chrome"}, &windows); err != nil {
		return err
	}
	if len(windows.Contexts) == 0 {
		return errors.New("there is no window of Firefox's own")
	}
	preference := map[string]string{"dark": "0", "light": "1"}[scheme]
	return t.visitor.call("script.callFunction", object{
		"functionDeclaration": `() => Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", ` +
			preference + `)`,
		"awaitPromise": true, "target": object{"context": windows.Contexts[0].Context},
	}, nil)
}

func (t *firefoxTab) Close() error { return t.call("browsingContext.close", object{}, nil) }
