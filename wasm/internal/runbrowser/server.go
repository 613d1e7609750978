//go:build unix

package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/agnivade/wasmbrowsertest/filesys"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"example.com/ctlive-go/internal/engine"
)

const pageHTML = `<!doctype html>
<title>Go tests</title>
<script src="/wasm_exec.js"></script>
<script src="/run.js"></script>
`

//go:embed run.js
var runJS string

// server serves the page that a test binary runs in.
type server struct {
	mux   *http.ServeMux
	ended chan result
}

// result is how the program ended.
type result struct {
	exitCode int
	err      error
}

// program is what the page is told of the test binary.
type program struct {
	Argv      []string          `json:"argv"`
	Env       map[string]string `json:"env"`
	Directory string            `json:"directory"` // the working directory
	PID       int               `json:"pid"`
	PPID      int               `json:"ppid"`
	Token     string            `json:"token"` // allows to read and write files
	Constants map[string]int    `json:"constants"`
}

func newServer(args, environment []string, wasmExec []byte) *server {
	s := &server{mux: http.NewServeMux(), ended: make(chan result, 1)}
	directory, _ := os.Getwd()
	p := program{args, map[string]string{}, directory, os.Getpid(), os.Getppid(), rand.Text(), map[string]int{
		"O_WRONLY": syscall.O_WRONLY, "O_RDWR": syscall.O_RDWR, "O_CREAT": syscall.O_CREAT, "O_TRUNC": syscall.O_TRUNC,
		"O_APPEND": syscall.O_APPEND, "O_EXCL": syscall.O_EXCL, "O_DIRECTORY": syscall.O_DIRECTORY,
	}}
	for _, variable := range environment {
		name, value, _ := strings.Cut(variable, "=")
		p.Env[name] = value
	}
	s.serve("/{$}", "text/html; charset=utf-8", pageHTML)
	s.serve("/run.js", "text/javascript", runJS)
	s.serve("/wasm_exec.js", "text/javascript", string(wasmExec))
	s.mux.HandleFunc("GET /program.json", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(p)
	})
	s.mux.HandleFunc("GET /test.wasm", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		http.ServeFile(w, r, args[0])
	})
	s.mux.Handle("POST /fs/", filesys.NewHandler(p.Token, log.New(io.Discard, "", 0)))
	s.mux.HandleFunc("GET /output", s.receive)
	return s
}

func (s *server) serve(path, contentType, content string) {
	s.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, content)
	})
}

// receive writes what the program writes, until the page sends its exit code or is gone.
func (s *server) receive(w http.ResponseWriter, r *http.Request) {
	connection, _, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		return
	}
	defer connection.Close()
	for {
		message, kind, err := wsutil.ReadClientData(connection)
		switch {
		case err != nil:
			s.ended <- result{err: fmt.Errorf("the page has ended before the program: %w", err)}
			return
		case kind == ws.OpText:
			code, err := strconv.Atoi(string(message))
			s.ended <- result{code, err}
			return
		case message[0] == 1:
			_, _ = os.Stdout.Write(message[1:])
		default:
			_, _ = os.Stderr.Write(message[1:])
		}
	}
}

// runPage runs the page of a server in a browser, until the program ends or ctx does.
func runPage(ctx context.Context, name string, s *server) (exitCode int, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	go func() { _ = http.Serve(listener, s.mux) }()
	browser, err := engine.Start(name)
	if err != nil {
		return 0, err
	}
	defer browser.Close()
	visitor, err := browser.NewVisitor()
	if err != nil {
		return 0, err
	}
	defer visitor.Close()
	tab, err := visitor.NewTab()
	if err != nil {
		return 0, err
	}
	failed := make(chan error, 1)
	go func() {
		if err := tab.Navigate("http://" + listener.Addr().String() + "/"); err != nil {
			failed <- err
		}
	}()
	select {
	case r := <-s.ended:
		return r.exitCode, r.err
	case err := <-failed:
		return 0, errors.Join(errors.New("the page does not load"), err)
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}
