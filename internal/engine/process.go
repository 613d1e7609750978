//go:build unix

package engine

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"syscall"
)

// process is a program that runs, with all programs that it has started.
type process struct {
	command *exec.Cmd
	said    lastWords
	ended   chan struct{}
}

// start starts a program as the leader of a process group of its own.
func start(command *exec.Cmd) (*process, error) {
	p := &process{command: command, ended: make(chan struct{})}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Stderr = &p.said
	if err := command.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = command.Wait()
		close(p.ended)
	}()
	return p, nil
}

// end ends the group. The browsers start programs of their own, which go with it.
func (p *process) end() {
	_ = syscall.Kill(-p.command.Process.Pid, syscall.SIGKILL)
	<-p.ended
}

// failed is the error about a program that ended, or did not do what it was started for.
func (p *process) failed(why string) error {
	return errors.New(fmt.Sprint(p.command.Path, " ", why, "; it said:\n", p.said.String()))
}

// lastWords keeps the end of what a program writes.
type lastWords struct {
	mu   sync.Mutex
	text []byte
}

func (l *lastWords) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, text...)
	l.text = bytes.Clone(l.text[max(0, len(l.text)-10_000):])
	return len(text), nil
}

func (l *lastWords) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
