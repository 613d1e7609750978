//go:build unix

package engine

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// webkit is a screen that nobody sees. Each visitor has a browser of their own on it: WebKitWebDriver runs one
// at a time.
type webkit struct {
	screen      *process
	driver      string
	miniBrowser string
	environment []string
}

func startWebKit(environment []string) (Browser, error) {
	driver, err := exec.LookPath("WebKitWebDriver")
	found, _ := filepath.Glob("/usr/lib*/*/webkit2gtk-4.*/MiniBrowser")
	if err != nil || len(found) == 0 {
		return nil, missing("WebKitGTK's WebKitWebDriver and MiniBrowser", "webkit2gtk-driver")
	}
	server, err := exec.LookPath("Xvfb")
	if err != nil {
		return nil, missing("Xvfb, a screen for WebKit", "xvfb")
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	command := exec.Command(server, "-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp")
	command.ExtraFiles = []*os.File{writer}
	screen, err := start(command)
	writer.Close()
	if err != nil {
		return nil, err
	}
	display, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		screen.end()
		return nil, screen.failed("has no screen")
	}
	return &webkit{screen, driver, found[0], append(environment,
		"DISPLAY=:"+strings.TrimSpace(display),
		"GDK_BACKEND=x11", "NO_AT_BRIDGE=1",
		"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1", // its sandbox does not start as root
		// Nobody sees or hears the pages. This halves the processor time of a visitor: 6 s to 3 s.
		"WEBKIT_DISABLE_COMPOSITING_MODE=1", "GST_PLUGIN_SYSTEM_PATH_1_0=/nonexistent",
	)}, nil
}

func (w *webkit) Close() { w.screen.end() }

// NewVisitor starts a browser. It keeps nothing when it ends, and has a home of its own for what it saves.
func (w *webkit) NewVisitor() (_ Visitor, err error) {
	v := &webkitVisitor{}
	defer func() {
		if err != nil {
			v.Close()
		}
	}()
	if v.home, err = os.MkdirTemp("", "ctlive-webkit-"); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	command := exec.Command(w.driver, "--port="+strconv.Itoa(port))
	command.Env = append(w.environment, "HOME="+v.home, "XDG_CONFIG_HOME="+v.home)
	if v.driver, err = start(command); err != nil {
		return nil, err
	}
	v.address = fmt.Sprintf("http://127.0.0.1:%d/session", port)
	return v, v.begin(w.miniBrowser)
}

// freePort returns a port that nobody listens on.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// webkitVisitor is a session of WebDriver. See https://w3c.github.io/webdriver/.
type webkitVisitor struct {
	driver  *process
	home    string
	address string // of the session

	mu      sync.Mutex
	current string   // the handle of the tab that commands go to
	unused  []string // handles of tabs that NewTab has not returned yet
}

// begin begins the session as soon as the driver listens.
func (v *webkitVisitor) begin(miniBrowser string) error {
	capabilities := object{
		"webkitgtk:browserOptions": object{"binary": miniBrowser, "args": []string{"--automation"}},
		"timeouts":                 object{"script": patience.Milliseconds(), "pageLoad": patience.Milliseconds()},
	}
	var session struct{ SessionID string }
	var err error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		err = v.request(http.MethodPost, "", object{"capabilities": object{"alwaysMatch": capabilities}}, &session)
		var notThere *net.OpError
		if !errors.As(err, &notThere) {
			break
		}
		select {
		case <-v.driver.ended:
			return v.driver.failed("has ended")
		default:
		}
	}
	if err != nil {
		return err
	}
	v.address += "/" + session.SessionID
	return v.request(http.MethodGet, "/window/handles", nil, &v.unused)
}

// request runs a command of the session. The result may be nil.
func (v *webkitVisitor) request(method, path string, params, result any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, v.address+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	client := http.Client{Timeout: patience + 10*time.Second} // the driver has a limit of its own
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, path, answer.Value)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, result)
}

// NewTab opens a window: WebKit's driver opens tabs in the background, and can't bring them to the front.
func (v *webkitVisitor) NewTab() (Tab, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.unused) > 0 {
		t := &webkitTab{v, v.unused[0]}
		v.unused = v.unused[1:]
		return t, nil
	}
	var created struct{ Handle string }
	err := v.request(http.MethodPost, "/window/new", object{"type": "window"}, &created)
	return &webkitTab{v, created.Handle}, err
}

func (v *webkitVisitor) Downloads() string { return v.home }

func (v *webkitVisitor) Close() {
	if v.driver != nil {
		v.driver.end()
	}
	_ = os.RemoveAll(v.home)
}

type webkitTab struct {
	visitor *webkitVisitor
	handle  string
}

// request runs a command on the tab.
func (t *webkitTab) request(method, path string, params, result any) error {
	v := t.visitor
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.current != t.handle {
		if err := v.request(http.MethodPost, "/window", object{"handle": t.handle}, nil); err != nil {
			return err
		}
		v.current = t.handle
	}
	return v.request(method, path, params, result)
}

func (t *webkitTab) post(path string, params object) error {
	return t.request(http.MethodPost, path, params, nil)
}

func (t *webkitTab) Navigate(address string) error { return t.post("/url", object{"url": address}) }

func (t *webkitTab) Reload() error { return t.post("/refresh", object{}) }

func (t *webkitTab) Evaluate(body string) (json []byte, err error) {
	var text *string // null for undefined
	err = t.request(
		http.MethodPost,
		"/execute/sync",
		object{"script": "return (" + asFunction(body) + ")()", "args": []any{}},
		&text,
	)
	if text == nil {
		return nil, err
	}
	return []byte(*text), err
}

func (t *webkitTab) Click(x, y float64) error {
	return t.post("/actions", object{"actions": clickActions(x, y)})
}

func (t *webkitTab) Keys(keys string) error {
	return t.post("/actions", object{"actions": keyActions(keys)})
}

func (t *webkitTab) SetFiles(selector string, names []string) error {
	var element map[string]string // its one value is the id
	err := t.request(http.MethodPost, "/element", object{"using": "css selector", "value": selector}, &element)
	for _, id := range element {
		err = t.post("/element/"+id+"/value", object{"text": strings.Join(names, "\n")})
	}
	return err
}

// Show has nothing to do: each tab has a window, and no window hides another.
func (t *webkitTab) Show() error { return nil }

func (t *webkitTab) Screenshot() ([]byte, error) {
	var data string
	if err := t.request(http.MethodGet, "/screenshot", nil, &data); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(data)
}

func (t *webkitTab) Close() error {
	err := t.request(http.MethodDelete, "/window", nil, nil)
	t.visitor.current = ""
	return err
}
