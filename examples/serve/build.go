package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// toolchain is the Go command, and where it and this project stand.
type toolchain struct {
	module string // the project's directory
	goroot string
}

func findToolchain() (toolchain, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return toolchain{}, errors.New("the Go toolchain builds the examples, and there is no go command: install Go 1.26 or later and put it on the PATH")
	}
	module, err := goCommand("", "list", "-m", "-f", "{{.Dir}}", "example.com/ctlive-go")
	if err != nil {
		return toolchain{}, fmt.Errorf("run it in the directory of ctlive-go or below: %w", err)
	}
	goroot, err := goCommand("", "env", "GOROOT")
	return toolchain{module: module, goroot: goroot}, err
}

// wasmExec returns wasm_exec.js, which belongs to the toolchain that builds the programs.
func (t toolchain) wasmExec() ([]byte, error) {
	return os.ReadFile(filepath.Join(t.goroot, "lib", "wasm", "wasm_exec.js"))
}

// build builds a program of this project for the browser.
func (t toolchain) build(program string) ([]byte, error) {
	directory, err := os.MkdirTemp("", "ctlive-serve-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(directory)
	file := filepath.Join(directory, "program.wasm")
	if _, err := goCommand(t.module, "build", "-trimpath", "-ldflags=-s -w", "-o", file, program); err != nil {
		return nil, fmt.Errorf("can't build %s: %w", program, err)
	}
	return os.ReadFile(file)
}

func goCommand(directory string, args ...string) (output string, err error) {
	command := exec.Command("go", args...)
	command.Dir = directory
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	text, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "", fmt.Errorf("go %s: %s", args[0], strings.TrimSpace(string(exit.Stderr)))
	}
	return strings.TrimSpace(string(text)), err
}
