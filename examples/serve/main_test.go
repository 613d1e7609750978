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

// server starts the examples once for all tests that give no flags.
var server = sync.OnceValues(func() (addresses, error) {
	found, stop, err := startServer()
	e2e.AtExit(stop)
	return found, err
})

// start starts the examples with flags, until the test ends.
func start(t *testing.T, flags ...string) (addresses, error) {
	t.Helper()
	found, stop, err := startServer(flags...)
	t.Cleanup(stop)
	return found, err
}

// startServer starts the examples as make run does, on ports of its own.
func startServer(flags ...string) (found addresses, stop func(), err error) {
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, append([]string{"-addr", "127.0.0.1:0", "-frame", "127.0.0.1:0"}, flags...), writer)
		writer.CloseWithError(err)
		ended <- err
	}()
	stop = func() { cancel(); <-ended }
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
			return found, stop, nil
		}
	}
	return found, stop, lines.Err()
}

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
			"-addr and -frame, each with an address such as 127.0.0.1:8080, -sdk and -beacon"},
		"an SDK that is no URL": {
			[]string{"-sdk", "tenant"}, `-sdk is "tenant", want the URL of the script, such as https://`,
		},
		"a server without a path": {
			[]string{"-beacon", "http://127.0.0.1:8090"}, `-beacon is "http://127.0.0.1:8090", want the URL that events ` +
				`are posted to, with its path and a host by name or IPv4 address, such as http://127.0.0.1:8090/events`,
		},
		"a server without a scheme":   {[]string{"-beacon", "localhost:8090/e"}, `-beacon is "localhost:8090/e"`},
		"a server with a password":    {[]string{"-beacon", "http://a:b@localhost/events"}, "-beacon is"},
		"a server no policy can name": {[]string{"-beacon", "http://[::1]:8090/events"}, "-beacon is"},
		"an argument that is not allowed": {
			[]string{"8080"}, `"8080" is none; the flags are -addr, -frame, -sdk and -beacon`,
		},
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
	assert.Contains(t, out.String(), "-beacon URL")
}
