// Command runbrowser runs a test binary for js/wasm in a headless Chromium: it is what make test gives to go test -exec.
//
// It starts wasmbrowsertest, which must stand beside it, and serves a page of a second origin for the tests to frame.
// The test finds its address in the environment variable CTLIVE_TEST_FRAME.
package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "runbrowser:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

func run(args []string) (exitCode int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("can't serve the page of a second origin: %w", err)
	}
	defer listener.Close()
	go func() { _ = http.Serve(listener, http.HandlerFunc(serveFrame)) }()

	browser := exec.Command(filepath.Join(filepath.Dir(self), "wasmbrowsertest"), args...)
	browser.Env = append(os.Environ(), "CTLIVE_TEST_FRAME=http://"+listener.Addr().String()+"/")
	browser.Stdout, browser.Stderr = os.Stdout, os.Stderr
	err = browser.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// framePage posts to its parent what the parent tells it to, as itself.
const framePage = `<!doctype html>
<title>A page of another origin</title>
<script>
addEventListener("message", (event) => event.source.postMessage(event.data, "*"));
</script>
`

func serveFrame(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, framePage)
}
