package testkit

import (
	"flag"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// abandoned is how many goroutines the tests have ended in a way that leaves them behind.
var abandoned atomic.Int64

// Abandon allows for goroutines that a test leaves behind: a JavaScript exception unwinds Go's stack, and the
// goroutine is never seen again.
func Abandon(count int) { abandoned.Add(int64(count)) }

// Run runs the tests for a TestMain, and fails if they leave a goroutine behind. It returns the exit code. While
// fuzzing it only runs: the fuzzing engine has goroutines of its own.
func Run(m *testing.M) int {
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() != "" {
		return m.Run()
	}
	allowed := runtime.NumGoroutine()
	if runtime.GOOS == "js" {
		allowed++ // the one in which the runtime handles the browser's latest event
	}
	code := m.Run()
	allowed += int(abandoned.Load())
	for deadline := time.Now().Add(2 * time.Second); runtime.NumGoroutine() > allowed && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond) // a goroutine that is ending may need a moment
	}
	if left := runtime.NumGoroutine() - allowed; code == 0 && left > 0 {
		stacks := make([]byte, 1<<16)
		fmt.Printf("FAIL: %d goroutines left behind:\n%s\n", left, stacks[:runtime.Stack(stacks, true)])
		return 1
	}
	return code
}
