//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/internal/e2e"
)

func TestMain(m *testing.M) { e2e.Main(m) }

// addresses are where a server of the examples runs.
type addresses struct{ pages, frame string }

// server starts the examples as make run does, on ports of its own, once for all tests.
var server = sync.OnceValues(func() (addresses, error) {
	ctx, stop := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-addr", "127.0.0.1:0", "-frame", "127.0.0.1:0"}, writer)
		writer.CloseWithError(err)
		ended <- err
	}()
	e2e.AtExit(func() { stop(); <-ended })
	var found addresses
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		if match := regexp.MustCompile(`^(The live console|A page of another origin): ` +
			`+(http://\S+)/$`).FindStringSubmatch(lines.Text()); match != nil {
			if match[1] == "The live console" {
				found.pages = match[2]
			} else {
				found.frame = match[2]
			}
		}
		if found.pages != "" && found.frame != "" {
			go func() { _, _ = io.Copy(io.Discard, reader) }()
			return found, nil
		}
	}
	return found, lines.Err()
})

func examples(t testing.TB) addresses {
	t.Helper()
	found, err := server()
	require.NoError(t, err)
	return found
}

func TestErrorsSayWhatToDo(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer busy.Close()
	inUse := busy.Addr().String()
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"a port that is in use": {[]string{"-addr", inUse}, inUse + " is in use: end the program that listens " +
			"there, or choose another address, as with -addr 127.0.0.1:0"},
		"a port in use for the frame": {[]string{"-addr", "127.0.0.1:0", "-frame", inUse}, "as with -frame 127.0.0.1:0"},
		"an address that is none":     {[]string{"-addr", "nonsense"}, "can't listen on the address that -addr gives"},
		"a flag that is none": {[]string{"-port", "1"}, "flag provided but not defined: -port; the flags are " +
			"-addr and -frame, each with an address such as 127.0.0.1:8080, and -sdk"},
		"an SDK that is no URL": {
			[]string{"-sdk", "tenant"}, `-sdk is "tenant", want the URL of the script, such as https://`,
		},
		"an argument that is not allowed": {[]string{"8080"}, `"8080" is none; the flags are -addr, -frame and -sdk`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.ErrorContains(t, run(t.Context(), c.args, io.Discard), c.says)
		})
	}
	t.Run("a missing Go toolchain", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		err := run(t.Context(), []string{"-addr", "127.0.0.1:0", "-frame", "127.0.0.1:0"}, io.Discard)
		assert.ErrorContains(t, err, "install Go 1.26 or later and put it on the PATH")
	})
	t.Run("a directory outside of the project", func(t *testing.T) {
		t.Chdir(t.TempDir())
		err := run(t.Context(), []string{"-addr", "127.0.0.1:0", "-frame", "127.0.0.1:0"}, io.Discard)
		assert.ErrorContains(t, err, "run it in the directory of ctlive-go or below")
	})
}

func TestHelpListsTheFlags(t *testing.T) {
	var out bytes.Buffer
	require.Error(t, run(t.Context(), []string{"-h"}, &out))
	assert.Contains(t, out.String(), "-addr address")
	assert.Contains(t, out.String(), "-frame address")
	assert.Contains(t, out.String(), "-sdk URL")
}
