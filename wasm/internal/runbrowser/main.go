//go:build unix

// Command runbrowser runs a test binary for js/wasm in a browser: it is what make gives to go test -exec.
//
//	go test -exec "runbrowser -browser firefox" ./wasm
//
// Chromium, the default, is left to wasmbrowsertest, which must stand beside it. In Firefox and WebKit the
// binary runs in a page of its own server: see server.go. In all three it finds in the environment variable
// CTLIVE_TEST_FRAME the address of a page of a second origin, for the tests to frame.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"example.com/ctlive-go/internal/engine"
	"example.com/ctlive-go/internal/site"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	code, err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "runbrowser:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

// run runs the binary that the arguments name, and returns its exit code.
func run(ctx context.Context, args []string) (exitCode int, err error) {
	flags := flag.NewFlagSet("runbrowser", flag.ContinueOnError)
	name := flags.String("browser", engine.Chromium, "the engine: chromium, firefox or webkit")
	if err := flags.Parse(args); err != nil {
		return 0, err
	}
	if flags.NArg() == 0 {
		return 0, errors.New("there is no test binary among the arguments, want runbrowser [-browser NAME] BINARY ARGUMENTS")
	}
	frame, err := serveFrame()
	if err != nil {
		return 0, fmt.Errorf("can't serve the page of a second origin: %w", err)
	}
	defer frame.Close()
	tools, err := site.FindToolchain()
	if err != nil {
		return 0, err
	}
	environment := append(os.Environ(), "CTLIVE_TEST_FRAME=http://"+frame.Addr().String()+"/", "GOROOT="+tools.GOROOT)
	if *name == engine.Chromium {
		return runChromium(ctx, flags.Args(), environment)
	}
	wasmExec, err := tools.WasmExec()
	if err != nil {
		return 0, err
	}
	limit, err := timeLimit(flags.Args())
	if err != nil {
		return 0, err
	}
	if limit > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeoutCause(ctx, limit, fmt.Errorf("the program did not end in %v", limit))
		defer cancel()
	}
	return runPage(ctx, *name, newServer(flags.Args(), environment, wasmExec))
}

// runChromium leaves the binary to wasmbrowsertest. That takes wasm_exec.js from GOROOT, and of the browsers on PATH
// headless-shell first; benchmarks get the whole browser. The directory for temporary files is one of this run: a file
// there gets what an example prints, and the example's name. If the name is taken package testing tries another, but
// wasmbrowsertest does not tell it so, and it gives up.
func runChromium(ctx context.Context, args, environment []string) (exitCode int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	temporary, err := os.MkdirTemp("", "ctlive-chromium-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(temporary)
	environment = append(environment, "TMPDIR="+temporary)
	measures := slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "-test.bench=") })
	if shell := engine.HeadlessShell(); shell != "" && !measures {
		if err := os.Symlink(shell, filepath.Join(temporary, "headless-shell")); err != nil {
			return 0, err
		}
		environment = append(environment, "PATH="+temporary+string(os.PathListSeparator)+os.Getenv("PATH"))
	}
	command := exec.CommandContext(ctx, filepath.Join(filepath.Dir(self), "wasmbrowsertest"), args...)
	command.Env = environment
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) } // it then ends Chromium
	command.WaitDelay = 10 * time.Second
	err = command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// timeLimit is somewhat more than the limit that the test binary has itself, or 0 for none. A binary whose page
// hangs can't keep its own.
func timeLimit(args []string) (time.Duration, error) {
	for _, arg := range args {
		if text, ok := strings.CutPrefix(arg, "-test.timeout="); ok {
			limit, err := time.ParseDuration(text)
			if err != nil || limit == 0 {
				return 0, err
			}
			return limit + 30*time.Second, nil
		}
	}
	return 0, nil
}

// framePage posts to its parent what the parent tells it to, as itself.
const framePage = `<!doctype html>
<title>A page of another origin</title>
<script>
addEventListener("message", (event) => event.source.postMessage(event.data, "*"));
</script>
`

func serveFrame() (net.Listener, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, framePage)
		}))
	}()
	return listener, nil
}
