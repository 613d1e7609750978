package main

import (
	"bufio"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive/ctlivetest"
)

// process is a collector that runs as a process of its own.
type process struct {
	command *exec.Cmd
	url     string
}

func startProcess(t *testing.T, data string) process {
	t.Helper()
	command := exec.Command(os.Args[0], "-addr", "127.0.0.1:0", "-data", data, "-origin", ctlivetest.Origin)
	command.Env = append(os.Environ(), asCollector+"=1")
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() { command.Process.Kill() }) // where the test has not
	p := process{command: command}
	lines := bufio.NewScanner(out)
	for p.url == "" && lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "Events, by POST:   "); ok {
			p.url = strings.TrimSuffix(address, "/events")
		}
	}
	require.NotEmpty(t, p.url, "the collector did not start")
	go io.Copy(io.Discard, out)
	return p
}

// TestAccountIsExactAfterTenKills kills the collector ten times, at random moments while visitors send, and starts it
// again. In the end every event that was acknowledged is counted, and once: those that were sent again, because their
// acknowledgement did not come, too.
func TestAccountIsExactAfterTenKills(t *testing.T) {
	const kills = 10
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	data := t.TempDir()
	current := startProcess(t, data)
	var url atomic.Value
	url.Store(current.url)

	var visitors []*visitor
	var acknowledged, killed atomic.Int64
	progress := make(chan struct{}, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for killed.Load() < kills { // there is load at each kill
			round := make([]*visitor, 200)
			for i := range round {
				round[i] = newVisitor(seed, len(visitors)+i)
			}
			visitors = append(visitors, round...)
			playVisitors(t, round, func() string { return url.Load().(string) }, func(events int) {
				acknowledged.Add(int64(events))
				select {
				case progress <- struct{}{}:
				default:
				}
			})
			if t.Failed() {
				return
			}
		}
	}()
	for range kills {
		for range 1 + random.IntN(20) { // batches
			select {
			case <-progress:
			case <-done:
				require.Fail(t, "the visitors have ended before the kills")
			}
		}
		select {
		case <-time.After(time.Duration(random.IntN(30_000)) * time.Microsecond): // in the middle of whatever it does
		case <-done:
		}
		require.NoError(t, current.command.Process.Kill())
		current.command.Wait()
		current = startProcess(t, data)
		url.Store(current.url)
		killed.Add(1)
	}
	<-done
	want := accountOf(visitors)
	require.EqualValues(t, want.Events, acknowledged.Load())

	r := running{url: current.url}
	assertAccount(t, want, r.stats(t))
	require.NoError(t, current.command.Process.Signal(os.Interrupt))
	assert.NoError(t, current.command.Wait(), "it ends by itself")

	current = startProcess(t, data)
	assertAccount(t, want, running{url: current.url}.stats(t))
	require.NoError(t, current.command.Process.Kill())
	current.command.Wait()
	text, err := json.Marshal(want.Funnel)
	require.NoError(t, err)
	t.Logf("%d visits, %d events, %s", want.Visits, want.Events, text)
}
