package site

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// Toolchain is the Go command, and where it and this project stand.
type Toolchain struct {
	Module string // the project's directory
	GOROOT string // the directory of the Go installation
}

// FindToolchain asks the go command on the PATH. The working directory must be this project's, or one below.
func FindToolchain() (Toolchain, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return Toolchain{}, errors.New("the Go toolchain builds the examples, and there is no go command: install Go 1.26 " +
			"or later and put it on the PATH")
	}
	module, err := goCommand("", "list", "-m", "-f", "{{.Dir}}", "example.com/ctlive-go")
	if err != nil {
		return Toolchain{}, fmt.Errorf("run it in the directory of ctlive-go or below: %w", err)
	}
	goroot, err := goCommand("", "env", "GOROOT")
	return Toolchain{Module: module, GOROOT: goroot}, err
}

// WasmExec returns wasm_exec.js, which belongs to the toolchain that builds the programs.
func (t Toolchain) WasmExec() ([]byte, error) {
	return os.ReadFile(filepath.Join(t.GOROOT, "lib", "wasm", "wasm_exec.js"))
}

// Build builds programs of this project for the browser. It returns the .wasm of each package.
func (t Toolchain) Build(packages ...string) (map[string][]byte, error) {
	directory, err := os.MkdirTemp("", "ctlive-site-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(directory)
	args := append(
		[]string{"build", "-trimpath", "-ldflags=-s -w", "-o", directory + string(filepath.Separator)},
		packages...)
	if _, err := goCommand(t.Module, args...); err != nil {
		return nil, fmt.Errorf("can't build %s: %w", strings.Join(packages, ", "), err)
	}
	programs := map[string][]byte{}
	for _, name := range packages {
		if programs[name], err = os.ReadFile(filepath.Join(directory, path.Base(name))); err != nil {
			return nil, err
		}
	}
	return programs, nil
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
